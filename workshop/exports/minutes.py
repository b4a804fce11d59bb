"""The minutes (acta) of a workshop, generated from its log and its rows: organizations, never
persons. One document, drawn as a page, as DOCX and as PDF."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from workshop.closing import due
from workshop.closing.labels import CATEGORY_NAMES, CAUSE_NAMES
from workshop.closing.models import Kind
from workshop.contributions import queries as said
from workshop.contributions.models import Contribution
from workshop.contributions.parts import STATUS_NAMES
from workshop.digests import short_code
from workshop.exports.layout import Cell, Grid, paragraphs
from workshop.exports.pdf_file import Document
from workshop.extensions import db
from workshop.floor.models import Turn, TurnEnd
from workshop.ideas import listing
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.ideas.models import Idea, IdeaState
from workshop.ideas.opinions import services
from workshop.language import current, day_of
from workshop.people.models import SECTOR_NAMES
from workshop.preparation import services as preparation_services
from workshop.proposals import queries as proposals
from workshop.proposals.agreement.outcome import counts
from workshop.proposals.labels import LEVEL_NAMES, OUTCOME_SENTENCES
from workshop.proposals.models import AgreementCheck
from workshop.room.phase_parts import STATES
from workshop.voting.contest import queries as voting
from workshop.voting.labels import RULE_NAMES
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.outcome import cut_sentence
from workshop.voting.result.parts import standings
from workshop.workshops import attendance
from workshop.workshops.guides import TITLES
from workshop.workshops.interruptions import POSTPONED, RESUMED, SUSPENDED
from workshop.workshops.models import LogEntry, Phase, Seat, Workshop

Row = tuple[str, ...]


def minutes(workshop: Workshop) -> Document:
    """The minutes as they stand now, in the language of the moment."""
    plan, theme = workshop.theme.plan, workshop.theme.name
    sections = (
        participants(workshop),
        agenda(workshop),
        interruptions(workshop),
        turns(workshop),
        contributions(workshop),
        official_answers(workshop),
        feasibility(workshop),
        votes(workshop),
        results(workshop),
        agreements(workshop),
        answers(workshop),
    )
    day = format_date(day_of(workshop.starts_at), "full")
    return Document(
        title=_("Minutes: %(theme)s, round %(number)d", theme=theme, number=workshop.round),
        lines=tuple(_lines(workshop, day)),
        parts=tuple(section for section in sections if section.rows),
        footer=f"{plan.name} · {current_app.config['PUBLISHER']}",
        publisher=current_app.config["PUBLISHER"],
        language=current(),
        is_wide=True,
    )


def _lines(workshop: Workshop, day: str) -> Iterator[str]:
    yield f"{workshop.theme.plan.name}. {day}."
    if workshop.place:
        yield _("Place: %(place)s", place=workshop.place)
    yield _("State: %(state)s", state=preparation_services.STATE_NAMES[workshop.state])
    if workshop.cut_reason:
        yield _("Why other than the count says: %(reason)s", reason=workshop.cut_reason)
    if workshop.log_head:
        yield _(
            "Record: %(entries)d entries, code %(code)s.",
            entries=workshop.log_length,
            code=short_code(workshop.log_head),
        )


def grid(title: str, headings: Sequence[str], rows: Iterator[Row] | Sequence[Row]) -> Grid:
    """A plain table of texts."""
    cells: list[tuple[Cell | None, ...]] = [
        tuple(paragraphs(*str(value).split("\n")) for value in row) for row in rows
    ]
    return Grid(title, tuple(headings), tuple(cells))


def _time(instant: datetime | None) -> str:
    return format_datetime(instant, "HH:mm") if instant else ""


# Who was there, and when


def participants(workshop: Workshop) -> Grid:
    there = attendance.attendance([workshop])[workshop.id]
    rows = [(organization.name, str(SECTOR_NAMES[organization.sector])) for organization in there]
    return grid(_("Attendance"), (_("Organization"), _("Sector")), rows)


def agenda(workshop: Workshop) -> Grid:
    headings = (_("Phase"), _("Planned minutes"), _("Began"), _("Ended"), _("Ran"), _("State"))
    titles = proposals.headings(workshop)

    def row(phase: Phase) -> Row:
        heading = titles.get(phase.proposal_id or 0)
        name = str(TITLES[phase.key])
        if heading:
            name = _("%(phase)s of proposal %(number)d", phase=name, number=heading.number)
        ran = sum((s.ended_at - s.started_at).total_seconds() for s in phase.spans if s.ended_at)
        return (
            name,
            str(phase.minutes or ""),
            _time(phase.started_at),
            _time(phase.ended_at),
            _length(ran) if phase.spans else "",
            str(STATES[phase.state]),
        )

    return grid(_("Agenda as planned and as it went"), headings, [row(p) for p in workshop.phases])


def _length(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def interruptions(workshop: Workshop) -> Grid:
    """Pauses, extensions, skips and interruptions, with their reasons, from the log."""
    names = {
        "phase paused": _("Paused"),
        "phase extended": _("Extended"),
        "time left set": _("Time set"),
        "phase skipped": _("Skipped"),
        "phase reopened": _("Gone back to"),
        SUSPENDED: _("Suspended"),
        RESUMED: _("Resumed"),
        POSTPONED: _("Postponed"),
    }
    query = db.select(LogEntry).filter(
        LogEntry.workshop_id == workshop.id, LogEntry.verb.in_(names)
    )
    rows = [
        (
            _time(entry.at),
            names[entry.verb],
            str(TITLES.get(entry.details.get("phase", ""), "")),
            str(entry.details.get("minutes") or ""),
            entry.details.get("reason", ""),
        )
        for entry in db.session.scalars(query.order_by(LogEntry.number))
    ]
    headings = (_("Time"), _("Act"), _("Phase"), _("Minutes"), _("Reason"))
    return grid(_("Changes of the agenda"), headings, rows)


# What was said


def turns(workshop: Workshop) -> Grid:
    """How often each organization had the floor, and how long it spoke: the time that ran."""
    query = (
        db.select(Turn)
        .filter_by(workshop_id=workshop.id, outcome=TurnEnd.SPOKE)
        .options(
            joinedload(Turn.seat).joinedload(Seat.organization),
            joinedload(Turn.phase).selectinload(Phase.spans),
        )
    )
    count: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for turn in db.session.scalars(query):
        name = turn.seat.organization.name if turn.seat.organization else ""
        count[name] += 1
        if turn.ended_at:
            seconds[name] += turn.time_spoken(turn.ended_at).total_seconds()
    rows = [(name, str(n), _length(seconds[name])) for name, n in count.most_common()]
    return grid(_("The floor"), (_("Organization"), _("Turns"), _("Time")), rows)


def contributions(workshop: Workshop) -> Grid:
    """What was written, in its order; what was hidden only with the reason."""
    query = (
        db.select(Contribution)
        .filter_by(workshop_id=workshop.id)
        .options(
            joinedload(Contribution.seat).joinedload(Seat.organization),
            joinedload(Contribution.problem),
        )
        .order_by(Contribution.id)
    )
    numbers = {idea.id: idea.number for idea in listing.ideas(workshop, *IdeaState)}

    def about(contribution: Contribution) -> str:
        if contribution.problem:
            return contribution.problem.text
        return (
            _("Idea %(number)d", number=numbers[contribution.idea_id])
            if contribution.idea_id
            else ""
        )

    rows = [
        (
            contribution.seat.organization.name if contribution.seat.organization else "",
            about(contribution),
            _("Hidden: %(reason)s", reason=contribution.reason)
            if contribution.hidden_at
            else contribution.text,
        )
        for contribution in db.session.scalars(query)
    ]
    return grid(_("Contributions"), (_("Organization"), _("About"), _("Text")), rows)


def official_answers(workshop: Workshop) -> Grid:
    """For each problem the summary, and what each entity answered on record."""
    comments, summaries = said.comments(workshop), said.summaries(workshop)
    rows: list[Row] = []
    for problem in said.problems(workshop):
        summary = summaries[problem.id].text if problem.id in summaries else ""
        answered = "\n".join(
            f"{comment.organization.short}: {STATUS_NAMES[comment.status]}."
            f" {comment.action} {comment.text}".strip()
            for comment in comments.get(problem.id, [])
        )
        if summary or answered:
            rows.append((problem.text, summary, answered))
    headings = (_("Problem"), _("Summary"), _("What officials answer"))
    return grid(_("Problems"), headings, rows)


def feasibility(workshop: Workshop) -> Grid:
    """The ideas the room saw, whose they are, what entities say, what became of them."""
    by_idea = services.opinions(workshop)
    names = {
        IdeaState.LISTED: _("on the list"),
        IdeaState.REPLACED: _("lives on in another"),
        IdeaState.LEFT_OUT: _("left out"),
    }
    authors = listing.authors(workshop)

    def row(idea: Idea) -> Row:
        seats = [seat for seat in authors.get(idea.id, []) if seat.organization]
        by = dict.fromkeys(seat.organization.short for seat in seats if seat.organization)
        answered = "\n".join(
            f"{opinion.organization.short}: {FEASIBILITY_NAMES[opinion.feasibility]}."
            f" {BUDGET_NAMES[opinion.budget]}. {opinion.text}".strip()
            for opinion in by_idea.get(idea.id, [])
        )
        state = names[idea.state] + (f": {idea.reason}" if idea.reason else "")
        return (str(idea.number), idea.text, ", ".join(by), answered, state)

    rows = [row(idea) for idea in listing.ideas(workshop, *names)]
    headings = (_("Number"), _("Idea"), _("Organization"), _("Opinion of the sectors"), _("State"))
    return grid(_("Solution ideas"), headings, rows)


# What was decided


def _contests(workshop: Workshop) -> list[Contest]:
    query = (
        db.select(Contest)
        .filter_by(workshop_id=workshop.id, is_practice=False)
        .filter(Contest.state.in_((ContestState.REVEALED, ContestState.VOID)))
        .options(selectinload(Contest.options))
        .order_by(Contest.id)
    )
    return list(db.session.scalars(query))


def _name(contest: Contest, number: int) -> str:
    kind = _("Run-off") if contest.run_off_of_id else _("Vote")
    return f"{kind} {number}" + (f": {contest.question}" if contest.question else "")


def votes(workshop: Workshop) -> Grid:
    """Each vote: rule, turnout, how the cut fell, and the codes shown at opening and closing."""
    rows: list[Row] = []
    for number, contest in enumerate(_contests(workshop), start=1):
        turnout = voting.turnout(contest.id)
        is_void = contest.state is ContestState.VOID
        said = _("Void: %(reason)s", reason=contest.reason) if is_void else cut_sentence(contest)
        digests = (contest.opening_digest, contest.closing_digest)
        rows.append(
            (
                _name(contest, number),
                str(RULE_NAMES[contest.rule]),
                _("%(cast)d of %(entitled)d", cast=turnout.cast, entitled=turnout.entitled),
                said,
                "\n".join(short_code(digest) for digest in digests if digest),
            )
        )
    headings = (_("Vote"), _("Rule"), _("Ballots cast"), _("Result"), _("Codes"))
    return grid(_("Votes"), headings, rows)


def results(workshop: Workshop) -> Grid:
    rows: list[Row] = []
    for number, contest in enumerate(_contests(workshop), start=1):
        shows = voting.shows_details(contest)
        rows += [
            (
                _name(contest, number),
                f"{row.place}{'=' if row.is_tied else ''}",
                row.option.text,
                row.score if shows else "",
                _("yes") if row.is_carried else _("no"),
            )
            for row in (standings(contest) if contest.state is ContestState.REVEALED else [])
        ]
    headings = (_("Vote"), _("Rank"), _("Option"), _("Points"), _("Goes forward"))
    return grid(_("Results"), headings, rows)


def agreements(workshop: Workshop) -> Grid:
    """Each agreement check: its outcome, the levels, the reservations by name."""
    query = (
        db.select(AgreementCheck)
        .filter(AgreementCheck.workshop_id == workshop.id, AgreementCheck.closed_at.is_not(None))
        .order_by(AgreementCheck.id)
    )
    rows: list[Row] = []
    for check in db.session.scalars(query):
        answered = proposals.answers(check)
        levels = counts(answer.level for answer in answered)
        rows.append(
            (
                check.wording.title,
                str(check.number),
                str(OUTCOME_SENTENCES[check.outcome]) if check.outcome else "",
                "\n".join(f"{LEVEL_NAMES[level]}: {n}" for level, n in levels.items()),
                "\n".join(
                    f"{answer.organization.name}: {answer.reservation}"
                    for answer in answered
                    if answer.reservation
                ),
            )
        )
    headings = (
        _("Proposal"),
        _("Check"),
        _("Outcome"),
        _("Levels"),
        _("Reservations and objections"),
    )
    return grid(_("Agreement checks"), headings, rows)


def answers(workshop: Workshop) -> Grid:
    """The reasoned responses to what ended in this round, and those still owed."""
    rows: list[Row] = []
    for case in due.owed_responses([workshop.theme_id]):
        # A record is settled after the meeting; its response is published with it.
        if case.round not in (0, workshop.round) or case.kind is Kind.RECORD:
            continue
        response: Any = case.response
        cells = (
            (str(CATEGORY_NAMES[response.category]), response.text, response.organization.name)
            if response
            else ("", _("A reasoned response is owed."), "")
        )
        rows.append((case.text, str(CAUSE_NAMES[case.cause]), *cells))
    headings = (
        _("About"),
        _("What became of it"),
        _("Why"),
        _("Response"),
        _("Entity that answers"),
    )
    return grid(_("Reasoned responses"), headings, rows)
