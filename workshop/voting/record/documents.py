"""A contest as the file that `workshop recount` reads; see `contest_file` for its form."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from workshop.extensions import db
from workshop.voting.contest.closing import settings_of
from workshop.voting.models import Ballot, Contest
from workshop.voting.rules import RULES


def contest_document(contest: Contest) -> dict[str, Any]:
    """All that anyone needs to count a closed contest again, its equal ballots grouped.

    It holds every single ballot, without names: who may have it is for the caller to ask
    (`publication`).
    """
    rule = RULES[contest.rule]
    answers = db.session.scalars(db.select(Ballot.ranking).filter_by(contest_id=contest.id))
    return {
        "options": [option.key for option in contest.options],
        "texts": {option.key: option.text for option in contest.options},
        "rule": rule.key,
        "seats": contest.places,
        "settings": settings_of(contest),
        "ballots": [
            {"count": count, rule.ballot: json.loads(answer)}
            for answer, count in sorted(Counter(answers).items())
        ],
    }
