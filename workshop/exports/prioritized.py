"""The prioritized problems of a workshop, in the column layout of the published plan.

Three columns: the topic with its date, the participants (organizations, never persons), the
problems that go forward in the order the room gave them. Here as plain rows; `files` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from workshop import links
from workshop.links.models import Relation
from workshop.voting.contest import quorum
from workshop.voting.contest.queries import shows_details
from workshop.voting.contest.ties import going_forward
from workshop.voting.labels import RULE_TEXTS
from workshop.voting.models import Contest
from workshop.voting.publication import public_part
from workshop.voting.result.outcome import cut_sentence
from workshop.voting.result.parts import Standing, standings
from workshop.workshops import attendance
from workshop.workshops.models import Workshop


@dataclass(frozen=True)
class Prioritized:
    """What one workshop's round-1 result says, ready to be written in any format."""

    workshop: Workshop
    topic: str
    participants: list[str]
    problems: list[Standing]


def prioritized_result(workshop: Workshop, contest: Contest) -> Prioritized:
    """The revealed result of `contest`, with who took part, by organization."""
    day = format_date(workshop.starts_at, "long")
    return Prioritized(
        workshop=workshop,
        topic=f"{workshop.theme.name} ({day})",
        participants=organizations(workshop),
        problems=forward(workshop, standings(contest)),
    )


def forward(workshop: Workshop, rows: list[Standing]) -> list[Standing]:
    """What goes forward: by the count, and once the round is closed as it was settled then."""
    if workshop.cut_at is None:
        return [row for row in rows if row.is_carried]
    ids = [row.option.problem_id for row in rows if row.option.problem_id]
    onward = links.leading_from("problem", ids)
    ended = {
        problem_id
        for problem_id, leading in onward.items()
        if any(link.relation is Relation.DROPPED for link in leading)
    }
    return [row for row in rows if row.option.problem_id not in ended]


def organizations(workshop: Workshop) -> list[str]:
    """The organizations that took part, by name; observers and moderators are not participants."""
    return [organization.name for organization in attendance.attendance([workshop])[workshop.id]]


def headings() -> list[str]:
    """The column headings of the plan's own table."""
    return [_("Workshop's topic"), _("Participants"), _("Prioritized problems")]


def table_rows(table: Prioritized) -> list[list[str]]:
    """The table in rows: the topic on each, an organization and a problem beside each other."""
    problems = [row.option.text for row in table.problems]
    pairs = zip_longest(table.participants, problems, fillvalue="")
    return [[table.topic, name, problem] for name, problem in pairs] or [[table.topic, "", ""]]


def vote_headings(contest: Contest) -> list[str]:
    """The column headings over `vote_rows`."""
    return [
        _("Place"),
        _("Problem"),
        _("Goes forward"),
        str(RULE_TEXTS[contest.rule].figure.heading),
        _("Duels won"),
        _("First places"),
        _("Ballots that rank it"),
    ]


def vote_rows(contest: Contest) -> list[list[str]]:
    """Every option with its place and figures; figures only where they give no ballot away."""
    has_details = shows_details(contest)
    return [
        [
            f"{row.place}{'=' if row.is_tied else ''}",
            row.option.text,
            _("yes") if row.is_carried else _("no"),
            *(
                [row.score, str(row.duels_won), str(row.first_places), str(row.ranked_by)]
                if has_details
                else [""] * 4
            ),
        ]
        for row in standings(contest)
    ]


def notes(contest: Contest) -> list[str]:
    """What stands below the table: how the cut fell, why it was settled otherwise, the rule."""
    reason = contest.workshop.cut_reason
    sentences = [
        cut_sentence(contest),
        _("Why other than the count says: %(reason)s", reason=reason) if reason else "",
        quorum.quorum_outcome(quorum.quorum_of(contest)),
        str(RULE_TEXTS[contest.rule].sentence),
    ]
    return [sentence for sentence in sentences if sentence]


def document(table: Prioritized, contest: Contest) -> dict[str, Any]:
    """The result for the JSON file, with its figures where they give no ballot away."""
    workshop = table.workshop
    return {
        "plan": workshop.theme.plan.name,
        "theme": workshop.theme.name,
        "round": workshop.round,
        "date": format_date(workshop.starts_at, "yyyy-MM-dd"),
        "participants": table.participants,
        "prioritized_problems": [
            {"place": row.place, "tied": row.is_tied, "problem": row.option.text}
            for row in table.problems
        ],
        "rule": contest.rule,
        "rule_sentence": str(RULE_TEXTS[contest.rule].sentence),
        "cut": cut_sentence(contest),
        "carried": going_forward(contest),
        "lot_number": contest.lot_number,
        "quorum": quorum.quorum_outcome(quorum.quorum_of(contest)),
        "options": {option.key: option.text for option in contest.options},
        "result": public_part(contest.result or {}, is_secret=contest.is_secret),
    }
