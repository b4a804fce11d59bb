"""The minutes (acta) of a workshop, generated from its log and its rows: organizations, never
persons. One document, drawn as a page, as DOCX and as PDF."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from workshop import clock
from workshop.closing import due
from workshop.closing.labels import CATEGORY_NAMES, CAUSE_NAMES
from workshop.closing.models import Kind
from workshop.contributions import queries as said
from workshop.contributions.models import Contribution, OfficialComment
from workshop.contributions.parts import STATUS_NAMES
from workshop.diagnoses.models import Problem
from workshop.digests import short_code
from workshop.exports.layout import Cell, Grid, paragraphs, span_rows, yes_or_no
from workshop.exports.pdf_file import Document
from workshop.extensions import db
from workshop.floor.labels import TURN_NAMES
from workshop.floor.models import Turn, TurnEnd, TurnKind
from workshop.ideas import listing
from workshop.ideas.labels import BUDGET_NAMES, FEASIBILITY_NAMES
from workshop.ideas.models import Idea, IdeaState, Opinion
from workshop.ideas.opinions import services
from workshop.language import current, day_name, day_of
from workshop.links.models import Link
from workshop.people.models import SECTOR_NAMES
from workshop.planfile.codes import Known
from workshop.planfile.places import Place, Places
from workshop.plans.models import Kind as RowKind
from workshop.preparation import services as preparation_services
from workshop.proposals import queries as proposals
from workshop.proposals.agreement.outcome import counts
from workshop.proposals.labels import LEVEL_NAMES, OUTCOME_SENTENCES
from workshop.proposals.labels import STATE_NAMES as PROPOSAL_STATES
from workshop.proposals.models import AgreementCheck, ProposalState
from workshop.room.phase_parts import phase_state
from workshop.text import name_order
from workshop.voting.contest import doubles
from workshop.voting.contest import queries as voting
from workshop.voting.labels import RULE_NAMES
from workshop.voting.models import Contest, ContestState
from workshop.voting.result.outcome import cut_sentence
from workshop.voting.result.parts import standings
from workshop.voting.temperature import queries as temperature_queries
from workshop.voting.temperature.parts import FACE_NAMES
from workshop.workshops import attendance, log, meeting
from workshop.workshops.guides import ROLE_NAMES, TITLES, Subject
from workshop.workshops.interruptions import POSTPONED, RESUMED, SUSPENDED
from workshop.workshops.models import LogEntry, Phase, Seat, Workshop

Row = tuple[str, ...]
IDEA_STATES = {
    IdeaState.LISTED: _l("on the list"),
    IdeaState.REPLACED: _l("lives on in another"),
    IdeaState.LEFT_OUT: _l("left out"),
}
ENDINGS = (".", "!", "?", "…", ":")
# The height of a row that is signed in, in centimetres.
SIGNED = 1.2

BESIDE_THE_QUEUE = (TurnKind.DIRECT_REPLY, TurnKind.POINT_OF_ORDER)


def minutes(workshop: Workshop) -> Document:
    """The minutes as they stand now, in the language of the moment."""
    plan, theme = workshop.theme.plan, workshop.theme.name
    sections = (
        participants(workshop),
        absent(workshop),
        agenda(workshop),
        interruptions(workshop),
        turns(workshop),
        temperature(workshop),
        contributions(workshop),
        official_answers(workshop),
        answers_asked(workshop),
        ranked_problems(workshop),
        solution_ideas(workshop),
        votes(workshop),
        results(workshop),
        presented_proposals(workshop),
        agreements(workshop),
        answers(workshop),
        signatures(workshop),
    )
    about = {"theme": theme, "number": workshop.round}
    foot = f"{plan.name} · {current_app.config['PUBLISHER']}"
    is_draft = not workshop.is_over
    return Document(
        title=_("Draft of the minutes: %(theme)s, round %(number)d", **about)
        if is_draft
        else _("Minutes: %(theme)s, round %(number)d", **about),
        lines=tuple(_lines(workshop)),
        parts=tuple(section for section in sections if section.rows),
        footer=_("Draft of the minutes · %(foot)s", foot=foot) if is_draft else foot,
        publisher=current_app.config["PUBLISHER"],
        language=current(),
        is_wide=True,
    )


def _lines(workshop: Workshop) -> Iterator[str]:
    imported_at = log.imported_at(workshop)
    yield f"{workshop.theme.plan.name}."
    yield from _when(workshop)
    if imported_at:
        yield _(
            "Imported from a file on %(day)s: these minutes show only what the file knew.",
            day=format_date(day_of(imported_at), "long"),
        )
    if workshop.place:
        yield _("Place: %(place)s", place=workshop.place)
    if moderators := dict.fromkeys(_moderators(workshop)):
        yield _("Moderated by: %(roles)s", roles="; ".join(moderators))
    if not imported_at:
        invited, came = attendance.invited(workshop), attendance.came(workshop)
        yield _(
            "%(present)d of %(invited)d invited organizations present",
            present=len(invited & came),
            invited=len(invited),
        )
    yield _("State: %(state)s", state=preparation_services.STATE_NAMES[workshop.state])
    if workshop.cut_reason:
        yield _("Why other than the count says: %(reason)s", reason=workshop.cut_reason)
    if workshop.log_head:
        yield _(
            "Record: %(entries)d entries, code %(code)s.",
            entries=workshop.log_length,
            code=short_code(workshop.log_head),
        )


def _when(workshop: Workshop) -> Iterator[str]:
    """The days and hours at which the room sat; before that, the day it is called for."""
    sat = meeting.sittings(workshop)
    for start, end in sat:
        when = {
            "day": format_date(day_of(start), "full"),
            "start": _time(start),
            "end": _time(end) if end and day_of(end) == day_of(start) else _day_and_time(end),
        }
        if end:
            yield _("Held on %(day)s, from %(start)s to %(end)s", **when)
        else:
            yield _("Under way since %(day)s, %(start)s", **when)
    if not sat:
        is_known = not workshop.is_year_inferred
        yield day_name(day_of(workshop.starts_at), is_year_known=is_known)


def _moderators(workshop: Workshop) -> list[str]:
    """The roles of those who moderated, with the organization; never who held them."""
    return [
        f"{ROLE_NAMES[seat.role]} ({seat.organization.name})"
        if seat.organization
        else str(ROLE_NAMES[seat.role])
        for seat in meeting.moderating_seats(workshop)
    ]


def grid(title: str, headings: Sequence[str], rows: Iterator[Row] | Sequence[Row]) -> Grid:
    """A plain table of texts."""
    cells: list[tuple[Cell | None, ...]] = [
        tuple(paragraphs(*str(value).split("\n")) for value in row) for row in rows
    ]
    return Grid(title, tuple(headings), tuple(cells))


def _time(instant: datetime | None) -> str:
    return format_datetime(instant, "HH:mm") if instant else ""


def _day_and_time(instant: datetime | None) -> str:
    return format_datetime(instant, "d MMM, HH:mm") if instant else ""


def _hours(workshop: Workshop) -> Callable[[datetime | None], str]:
    """How an hour is written: with its day where the meeting took more than one."""
    days = {day_of(at) for sitting in meeting.sittings(workshop) for at in sitting if at}
    return _day_and_time if len(days) > 1 else _time


# Who was there, and when


def participants(workshop: Workshop) -> Grid:
    """The organizations that came; of what was held here also how that is known."""
    there = attendance.attendance([workshop])[workshop.id]
    how = attendance.how(workshop)
    rows = [
        (organization.name, str(SECTOR_NAMES[organization.sector]), how.get(organization.id, ""))
        for organization in there
    ]
    if not how:
        plain = [row[:2] for row in rows]
        return grid(_("Attendance"), (_("Organization"), _("Sector")), plain)
    headings = (_("Organization"), _("Sector"), _("Known by"))
    return grid(_("Attendance"), headings, rows)


def absent(workshop: Workshop) -> Grid:
    """The organizations that were invited and did not come."""
    missing = sorted(
        attendance.invited(workshop) - attendance.came(workshop),
        key=lambda organization: name_order(organization.name),
    )
    rows = [(organization.name, str(SECTOR_NAMES[organization.sector])) for organization in missing]
    title = _("Invited and absent") if workshop.is_over else _("Invited and not yet present")
    return grid(title, (_("Organization"), _("Sector")), rows)


def agenda(workshop: Workshop) -> Grid:
    headings = (
        _("Phase"),
        _("Planned minutes"),
        _("Began"),
        _("Ended"),
        _("Ran (min:s)"),
        _("State"),
    )
    now, hour = clock.now(), _hours(workshop)
    titles = proposals.headings(workshop)

    def row(phase: Phase) -> Row:
        heading = titles.get(phase.proposal_id or 0)
        name = str(TITLES[phase.key])
        if heading:
            name = _("%(phase)s of proposal %(number)d", phase=name, number=heading.number)
        ran = sum(((s.ended_at or now) - s.started_at).total_seconds() for s in phase.spans)
        return (
            name,
            str(phase.minutes or ""),
            hour(phase.started_at),
            "" if phase.is_current else hour(phase.ended_at),
            _length(ran) if phase.spans else "",
            phase_state(phase),
        )

    return grid(
        _("Agenda as planned and as it went"), headings, [row(p) for p in _own_phases(workshop)]
    )


def _own_phases(workshop: Workshop) -> list[Phase]:
    """The agenda; of what was imported nothing, for a file tells of no phase."""
    return [] if log.imported_at(workshop) else workshop.phases


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
        meeting.REOPENED: _("Opened again"),
    }
    hour, said_since = _hours(workshop), log.reasons_given(workshop)
    rows = [
        (
            hour(entry.at),
            names[entry.verb],
            str(TITLES.get(entry.details.get("phase", ""), "")),
            _minutes_of(entry),
            said_since.get(entry.number, entry.details.get("reason", "")),
        )
        for entry in log.standing([workshop.id], *names)
    ]
    headings = (_("Hour"), _("Act"), _("Phase"), _("Minutes"), _("Reason"))
    return grid(_("Changes of the agenda"), headings, rows)


def _minutes_of(entry: LogEntry) -> str:
    """The minutes an act added or, where it set what is left, those it left."""
    if "seconds" in entry.details:
        return _("%(time)s left", time=_length(entry.details["seconds"]))
    minutes = entry.details.get("minutes") if entry.verb == "phase extended" else None
    return f"+{minutes}" if minutes else ""


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
    kinds: Counter[tuple[str, TurnKind]] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for turn in db.session.scalars(query):
        name = turn.seat.organization.name if turn.seat.organization else ""
        count[name] += 1
        kinds[name, turn.kind] += 1
        if turn.ended_at:
            seconds[name] += turn.time_spoken(turn.ended_at).total_seconds()
    beside = [kind for kind in BESIDE_THE_QUEUE if any(own is kind for _organization, own in kinds)]
    rows = [
        (name, str(n), *(str(kinds[name, kind]) for kind in beside), _length(seconds[name]))
        for name, n in count.most_common()
    ]
    headings = (
        _("Organization"),
        _("Turns"),
        *(_("of these: %(kind)s", kind=TURN_NAMES[kind]) for kind in beside),
        _("Speaking time (min:s)"),
    )
    return grid(_("The floor"), headings, rows)


def temperature(workshop: Workshop) -> Grid:
    """What the room was asked for ten seconds; the faces where enough answered to be told."""
    hour = _hours(workshop)
    rows = [
        (
            hour(check.opened_at),
            check.question,
            str(check.answered),
            ", ".join(f"{FACE_NAMES[face]}: {n}" for face, n in enumerate(check.counts, start=1))
            if check.counts
            else _("too few to show"),
        )
        for check in temperature_queries.counted(workshop)
    ]
    headings = (_("Hour"), _("Question"), _("Answers"), _("How often each face"))
    return grid(_("Temperature of the room"), headings, rows)


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
    titles = {row.id: row.title for row in proposals.proposals(workshop.theme_id)}

    def about(contribution: Contribution) -> str:
        if contribution.problem:
            return contribution.problem.text
        if contribution.idea_id:
            return _("Idea %(number)d", number=numbers[contribution.idea_id])
        return titles.get(contribution.proposal_id or 0, "")

    rows = [
        (
            _for_whom(contribution),
            about(contribution),
            _text_of(contribution),
        )
        for contribution in db.session.scalars(query)
    ]
    return grid(_("Contributions"), (_("Organization"), _("About"), _("Text")), rows)


def _said(entity: str, *sentences: str) -> str:
    """What an entity answered: each sentence with its end, however it was written."""
    ended = (text if text.endswith(ENDINGS) else f"{text}." for text in sentences if text)
    return f"{entity}: {' '.join(ended)}"


def _for_whom(contribution: Contribution) -> str:
    """The organization, and that the clerk wrote it down for somebody in the hall."""
    organization = contribution.seat.organization
    name = organization.name if organization else ""
    return _("%(name)s (through the clerk)", name=name) if contribution.clerk_seat_id else name


def _text_of(contribution: Contribution) -> str:
    """What was written, if the room saw it."""
    if contribution.hidden_at:
        return _("Hidden: %(reason)s", reason=contribution.reason)
    if contribution.is_held:
        return _("Held, and not shown to the room.")
    return contribution.text


def official_answers(workshop: Workshop) -> Grid:
    """For each problem the summary, and what each entity answered on record."""
    comments, summaries = said.comments(workshop), said.summaries(workshop)
    rows: list[Row] = []
    for problem in _places(workshop).in_order(said.problems(workshop), workshop.round):
        summary = summaries[problem.id].text if problem.id in summaries else ""
        answered = "\n".join(
            _said(
                comment.organization.short,
                str(STATUS_NAMES[comment.status]),
                comment.action,
                comment.text,
            )
            + _late(comment)
            for comment in comments.get(problem.id, [])
        )
        if summary or answered:
            rows.append((problem.text, summary, answered))
    headings = (_("Problem"), _("Summary"), _("What officials answer"))
    return grid(_("Problems"), headings, rows)


def _places(workshop: Workshop) -> Places:
    links = db.session.scalars(db.select(Link).filter_by(theme_id=workshop.theme_id))
    return Places([workshop], links)


def _yes_or_no(claim: bool | None) -> str:
    """A claim in words; nothing of what is not settled."""
    return "" if claim is None else yes_or_no(claim)


def answers_asked(workshop: Workshop) -> Grid:
    """Which entities the moderator asked to answer, and what: one problem, or all that is left."""
    hour = _hours(workshop)
    rows: list[Row] = [
        (
            hour(request.asked_at),
            request.organization.name,
            request.problem.text if request.problem else _("all that it has not answered"),
        )
        for request in said.requests(workshop)
    ]
    headings = (_("Hour"), _("Organization"), _("About"))
    return grid(_("Answers asked for by the moderator"), headings, rows)


def _late(answer: OfficialComment | Opinion) -> str:
    """That an answer came after the meeting, and on which day."""
    if not answer.is_late:
        return ""
    return " " + _("(late, %(day)s)", day=day_name(day_of(answer.written_at)))


def ranked_problems(workshop: Workshop) -> Grid:
    """Round 1's problems: place, and whether they go forward as settled or as the file says."""
    if workshop.subject is not Subject.PROBLEM:
        return grid("", (), [])
    places = _places(workshop)
    known = Known(workshop.theme.plan)
    is_imported = bool(log.imported_at(workshop))

    def row(problem: Problem) -> Row:
        if is_imported:
            details = known.details(RowKind.PROBLEM, problem.id)
            place = Place(details.get("rank"), details.get("prioritized"))
        else:
            place = places.of(problem, workshop.round)
        return (str(place.rank or ""), problem.text, _yes_or_no(place.is_prioritized))

    rows = [row(problem) for problem in places.in_order(said.problems(workshop), workshop.round)]
    if is_imported:
        rows.sort(key=lambda cells: (not cells[0], int(cells[0] or 0)))
    title = _("Ranked problems") if any(cells[0] for cells in rows) else _("Problems discussed")
    return grid(title, (_("Rank"), _("Problem"), _("Goes forward")), rows)


def solution_ideas(workshop: Workshop) -> Grid:
    """The ideas the room saw, under their problems: whose they are, what entities say of them."""
    by_idea, authors = services.opinions(workshop), listing.authors(workshop)

    def row(idea: Idea) -> list[str]:
        seats = [seat for seat in authors.get(idea.id, []) if seat.organization]
        by = dict.fromkeys(seat.organization.short for seat in seats if seat.organization)
        answered = "\n".join(
            _said(
                opinion.organization.short,
                str(FEASIBILITY_NAMES[opinion.feasibility]),
                str(BUDGET_NAMES[opinion.budget]),
                opinion.text,
            )
            + _late(opinion)
            for opinion in by_idea.get(idea.id, [])
        )
        state = IDEA_STATES[idea.state] + (f": {idea.reason}" if idea.reason else "")
        return [str(idea.number), idea.text, ", ".join(by), answered, state]

    rows: list[tuple[Cell | None, ...]] = []
    for problems, ideas in _by_problems(workshop):
        heading = span_rows(paragraphs(*problems), len(ideas))
        for place, idea in enumerate(ideas):
            cells = [paragraphs(*value.split("\n")) for value in row(idea)]
            rows.append((None if place else heading, *cells))
    headings = (
        *(_("Problem"), _("Number"), _("Idea"), _("Organization")),
        *(_("Opinion of the sectors"), _("State")),
    )
    return Grid(_("Solution ideas"), headings, tuple(rows))


def _by_problems(workshop: Workshop) -> Iterator[tuple[list[str], list[Idea]]]:
    """The ideas that answer the same problems, with these, in the order of the vote."""
    places, answered = _places(workshop), listing.problem_ids(workshop)
    problems = said.problems(workshop)
    groups: defaultdict[tuple[int, ...], list[Idea]] = defaultdict(list)
    for idea in listing.ideas(workshop, *IDEA_STATES):
        own = (n for n, row in enumerate(problems) if row.id in answered.get(idea.id, ()))
        groups[tuple(own)].append(idea)
    # Those that answer no problem of the list stand last.
    for numbers in sorted(groups, key=lambda key: (not key, key)):
        first = problems[numbers[0]].id if numbers else None
        ideas = places.in_order(groups[numbers], workshop.round, first)
        yield [problems[number].text for number in numbers], ideas


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
        said = f"{said} {doubles.counted_twice(contest)}".strip()
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
    headings = (
        _("Vote"),
        _("Rule"),
        _("Ballots cast"),
        _("Result"),
        _("Codes at opening and closing"),
    )
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
                row.amount if shows else "",
                _yes_or_no(row.is_carried),
            )
            for row in (standings(contest) if contest.state is ContestState.REVEALED else [])
        ]
    headings = (_("Vote"), _("Rank"), _("Option"), _("Count"), _("Goes forward by the count"))
    return grid(_("Results"), headings, rows)


def presented_proposals(workshop: Workshop) -> Grid:
    """What entities proposed in round 3, and what came of each."""
    if workshop.subject is not Subject.PROPOSAL:
        return grid("", (), [])
    rows = [
        (
            str(number),
            proposal.title,
            proposal.organization.name,
            ": ".join(filter(None, (str(PROPOSAL_STATES[proposal.state]), proposal.reason))),
        )
        for number, proposal in enumerate(
            (
                proposal
                for proposal in proposals.proposals(workshop.theme_id)
                if proposal.state is not ProposalState.DRAFT
            ),
            start=1,
        )
    ]
    headings = (_("Number"), _("Proposal"), _("Responsible entity"), _("Outcome"))
    return grid(_("Commitment proposals"), headings, rows)


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
        _("Answers at each level"),
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


def signatures(workshop: Workshop) -> Grid:
    """Lines to sign on, for those who moderated and for who was there; the names are left blank.

    A draft is not signed, nor here what was held elsewhere.
    """
    headings = (_("Role or organization"), _("Name and surname"), _("Signature"))
    rows: list[Row] = []
    if workshop.is_over and not log.imported_at(workshop):
        there = attendance.attendance([workshop])[workshop.id]
        names = [*_moderators(workshop), *(organization.name for organization in there)]
        rows = [(name, "", "") for name in names]
    plain = grid(_("Signatures"), headings, rows)
    return replace(plain, fixed=(4, 3, 3), row_height=SIGNED)
