"""The tables of a round-1 result as data: a row says one thing.

The problems that go forward in the order the room gave them; the participants (organizations, never
persons); and beside them the figures of the vote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from workshop import links
from workshop.exports.layout import Column, Table, ValueKind
from workshop.language import day_of
from workshop.links.models import Relation
from workshop.voting import quorum
from workshop.voting.contest import doubles
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
    """What one workshop's round-1 result says: who took part, and what goes forward."""

    workshop: Workshop
    participants: list[str]
    problems: list[Standing]


def prioritized_result(workshop: Workshop, contest: Contest) -> Prioritized:
    """The revealed result of `contest`, with who took part, by organization.

    Observers and moderators are not participants.
    """
    present = attendance.attendance([workshop])[workshop.id]
    names = [organization.name for organization in present]
    return Prioritized(workshop, names, forward(workshop, standings(contest)))


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


def problems_table(workshop: Workshop, contest: Contest) -> Table:
    """The prioritized problems, a row for each, with its rank."""
    result = prioritized_result(workshop, contest)
    columns = (
        *_meeting_columns(),
        Column("rank", _("Rank"), ValueKind.NUMBER),
        Column("tied", _("Tied"), ValueKind.YES_NO),
        Column("problem", _("Prioritized Problems")),
    )
    rows = tuple(
        (*_meeting(workshop), str(row.place), "yes" if row.is_tied else "no", row.option.text)
        for row in result.problems
    )
    title = _("Prioritized problems")
    return Table("prioritized-problems", title, columns, rows, notes=notes(contest))


def participants_table(workshop: Workshop, contest: Contest) -> Table:
    """Who took part, a row for each organization."""
    result = prioritized_result(workshop, contest)
    columns = (*_meeting_columns(), Column("participant", _("Participants")))
    rows = tuple((*_meeting(workshop), name) for name in result.participants)
    return Table("participants", _("Participants"), columns, rows)


def _meeting_columns() -> tuple[Column, ...]:
    return (Column("topic", _("Workshop's topic")), Column("date", _("Date"), ValueKind.DATE))


def _meeting(workshop: Workshop) -> tuple[str, str]:
    return workshop.theme.name, day_of(workshop.met_at).isoformat()


def votes_table(contest: Contest) -> Table:
    """Every option with its place and figures; figures only where they give no ballot away."""
    has_details = shows_details(contest)
    columns = (
        Column("place", _("Rank"), ValueKind.NUMBER),
        Column("tied", _("Tied"), ValueKind.YES_NO),
        Column("problem", _("Problem")),
        Column("carried", _("Goes forward by the count"), ValueKind.YES_NO),
        Column("points", str(RULE_TEXTS[contest.rule].figure.heading), ValueKind.NUMBER),
        Column("duels_won", _("Duels won"), ValueKind.NUMBER),
        Column("first_places", _("First places"), ValueKind.NUMBER),
        Column("ranked_by", _("Ballots that rank it"), ValueKind.NUMBER),
    )
    rows = tuple(
        (
            str(row.place),
            "yes" if row.is_tied else "no",
            row.option.text,
            "yes" if row.is_carried else "no",
            *(_figures(row) if has_details else ("",) * 4),
        )
        for row in standings(contest)
    )
    return Table("votes", _("Votes"), columns, rows, notes=notes(contest))


def _figures(row: Standing) -> tuple[str, ...]:
    return (row.score, str(row.duels_won), str(row.first_places), str(row.ranked_by))


def notes(contest: Contest) -> tuple[str, ...]:
    """What stands below a table: how the cut fell, why it was settled otherwise, the rule."""
    reason = contest.workshop.cut_reason
    sentences = (
        cut_sentence(contest),
        _("Why other than the count says: %(reason)s", reason=reason) if reason else "",
        quorum.quorum_outcome(quorum.quorum_of(contest)),
        doubles.counted_twice(contest),
        str(RULE_TEXTS[contest.rule].sentence),
    )
    return tuple(sentence for sentence in sentences if sentence)


def document(workshop: Workshop, contest: Contest) -> dict[str, Any]:
    """The result for the JSON file, with its figures where they give no ballot away."""
    result = prioritized_result(workshop, contest)
    return {
        "plan": workshop.theme.plan.name,
        "theme": workshop.theme.name,
        "round": workshop.round,
        "date": day_of(workshop.met_at).isoformat(),
        "participants": result.participants,
        "prioritized_problems": [
            {"place": row.place, "tied": row.is_tied, "problem": row.option.text}
            for row in result.problems
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
