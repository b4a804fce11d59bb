"""The tables of a round-1 result, in the column layout of the published plan.

Three columns: the topic with its date, the participants (organizations, never persons), the
problems that go forward in the order the room gave them; and beside them the figures of the vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from workshop import links
from workshop.exports.layout import Cell, Grid, Table, paragraphs, span_rows
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
    """The prioritized problems: the topic on each row, as one cell where cells can be merged."""
    result = prioritized_result(workshop, contest)
    topic = f"{workshop.theme.name} ({format_date(workshop.met_at, 'long')})"
    problems = [row.option.text for row in result.problems]
    pairs = zip_longest(result.participants, problems, fillvalue="")
    rows = tuple((topic, name, problem) for name, problem in pairs) or ((topic, "", ""),)
    columns = (
        ("topic", _("Workshop's topic")),
        ("participant", _("Participants")),
        ("problem", _("Prioritized problems")),
    )
    cells: list[tuple[Cell | None, ...]] = [
        (None if number else span_rows(paragraphs(topic), len(rows)), *map(paragraphs, own))
        for number, (_topic, *own) in enumerate(rows)
    ]
    return _table("prioritized-problems", _("Prioritized problems"), columns, rows, cells, contest)


def votes_table(contest: Contest) -> Table:
    """Every option with its place and figures; figures only where they give no ballot away."""
    has_details = shows_details(contest)
    columns = (
        ("place", _("Place")),
        ("problem", _("Problem")),
        ("carried", _("Goes forward")),
        ("points", str(RULE_TEXTS[contest.rule].figure.heading)),
        ("duels_won", _("Duels won")),
        ("first_places", _("First places")),
        ("ranked_by", _("Ballots that rank it")),
    )
    rows = tuple(
        (
            f"{row.place}{'=' if row.is_tied else ''}",
            row.option.text,
            _("yes") if row.is_carried else _("no"),
            *(_figures(row) if has_details else ("",) * 4),
        )
        for row in standings(contest)
    )
    cells = [tuple(map(paragraphs, row)) for row in rows]
    return _table("votes", _("Votes"), columns, rows, cells, contest)


def _figures(row: Standing) -> tuple[str, ...]:
    return (row.score, str(row.duels_won), str(row.first_places), str(row.ranked_by))


def _table(
    key: str,
    title: str,
    columns: tuple[tuple[str, str], ...],
    rows: tuple[tuple[str, ...], ...],
    cells: Sequence[tuple[Cell | None, ...]],
    contest: Contest,
) -> Table:
    grid = Grid(title, tuple(heading for _key, heading in columns), tuple(cells))
    return Table(key, title, columns, rows, (grid,), notes=notes(contest))


def notes(contest: Contest) -> tuple[str, ...]:
    """What stands below a table: how the cut fell, why it was settled otherwise, the rule."""
    reason = contest.workshop.cut_reason
    sentences = (
        cut_sentence(contest),
        _("Why other than the count says: %(reason)s", reason=reason) if reason else "",
        quorum.quorum_outcome(quorum.quorum_of(contest)),
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
        "date": format_date(workshop.met_at, "yyyy-MM-dd"),
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
