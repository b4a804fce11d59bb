"""The agreement check: how far each organization supports the proposal as it now stands.

It opens with its phase and is closed by the moderator before the phase is left. Until then nobody
sees more than how many have answered. It is held once more when the text has changed
since, and no third time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop import links
from workshop.errors import Question, Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.proposals import queries
from workshop.proposals.agreement import outcome
from workshop.proposals.models import AgreementAnswer, AgreementCheck, Proposal, ProposalState
from workshop.proposals.strengthening.services import MOST_CHECKS
from workshop.workshops import log
from workshop.workshops import services as live_services
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase, PhaseState, Seat, Workshop
from workshop.workshops.signals import Matter


def open_check(phase: Phase, by: Person, *, now: datetime) -> AgreementCheck | None:
    """Ask the room about the proposal of this phase; None when there is nothing new to ask."""
    proposal = db.session.get(Proposal, phase.proposal_id) if phase.proposal_id else None
    if proposal is None or proposal.state in queries.ASIDE:
        return None
    former, wording = queries.last_check(proposal), proposal.wordings[-1]
    if former and (former.wording_id == wording.id or former.number == MOST_CHECKS):
        return None
    check = AgreementCheck(
        proposal_id=proposal.id,
        workshop_id=phase.workshop_id,
        phase_id=phase.id,
        number=former.number + 1 if former else 1,
        wording_id=wording.id,
        opened_at=now,
    )
    db.session.add(check)
    db.session.flush()
    _note(check, phase.workshop, "agreement check opened", by, now, wording=wording.number)
    return check


def answer(
    seat: Seat,
    check: AgreementCheck,
    level: int,
    reservation: str,
    revision: int,
    *,
    now: datetime,
) -> AgreementAnswer:
    """Say how far one's organization supports the proposal; it can be changed until the close."""
    if check.closed_at is not None:
        raise Refusal(_("The check is closed. Your answer was not taken."))
    live_services.require_in_time(check.workshop)
    if seat not in queries.entitled_seats(check.workshop):
        raise Refusal(_("Your organization's answer is given by whoever holds its vote."))
    if level >= outcome.RESERVATION and not reservation:
        raise Refusal(_("Write down your reservation or objection: it is read out and published."))
    kept = _answer_of(check, seat)
    if kept is None:
        kept = AgreementAnswer(
            check_id=check.id, organization_id=seat.organization_id, revision=0, level=level
        )
    if kept.revision != revision:
        raise Refusal(
            _("A colleague has answered for your organization meanwhile."),
            current={"reservation": kept.reservation, "revision": kept.revision},
        )
    kept.seat_id, kept.level, kept.answered_at = seat.id, level, now
    kept.reservation = reservation if level >= outcome.RESERVATION else ""
    kept.revision += 1
    db.session.add(kept)
    db.session.flush()
    _note(
        check,
        seat.workshop,
        "agreement answered",
        seat.person,
        now,
        organization=seat.organization_id,
        level=level,
        reservation=kept.reservation,
    )
    return kept


def _answer_of(check: AgreementCheck, seat: Seat) -> AgreementAnswer | None:
    return db.session.scalar(
        db.select(AgreementAnswer).filter_by(
            check_id=check.id, organization_id=seat.organization_id
        )
    )


def on_organizations_merging(
    former: Organization, *, kept: Organization, by: Person, now: datetime, **_details: Any
) -> None:
    """While a check is open one answer is left of two, the later one; a closed one stands."""
    query = (
        db.select(AgreementAnswer)
        .join(AgreementCheck)
        .filter(
            AgreementAnswer.organization_id.in_((former.id, kept.id)),
            AgreementCheck.closed_at.is_(None),
        )
        .order_by(AgreementAnswer.answered_at)
    )
    by_check: dict[int, list[AgreementAnswer]] = {}
    for answer in db.session.scalars(query):
        by_check.setdefault(answer.check_id, []).append(answer)
    for check_id, (earlier, *later) in by_check.items():
        if later:
            check = db.session.get_one(AgreementCheck, check_id)
            gone = earlier.organization_id
            db.session.delete(earlier)
            db.session.flush()
            _note(check, check.workshop, "agreement answer taken out", by, now, organization=gone)


def own_answer(check: AgreementCheck, seat: Seat) -> AgreementAnswer | None:
    """What this seat's organization has answered, whoever did it."""
    return _answer_of(check, seat)


def still_silent(check: AgreementCheck) -> list[Seat]:
    """The seats from which an answer is still missing."""
    answered = {answer.organization_id for answer in queries.answers(check)}
    return [
        seat
        for seat in queries.entitled_seats(check.workshop)
        if seat.organization_id not in answered
    ]


def close_as_it_stands(
    check: AgreementCheck, by: Person, *, now: datetime, confirmed: bool = True
) -> None:
    """Close the check with the answers there are; it asks first, for it is for good."""
    if check.closed_at is not None:
        raise Refusal(_("The check is closed already."))
    if not confirmed:
        raise Question(_closing_question(check))
    close(check, by, now=now)


def _closing_question(check: AgreementCheck) -> str:
    answered, silent = len(queries.answers(check)), still_silent(check)
    if not silent:
        return ngettext(
            "The check closes with the answer of %(num)d organization, and the room reads the"
            " outcome. This cannot be undone.",
            "The check closes with the answers of all %(num)d organizations, and the room reads the"
            " outcome. This cannot be undone.",
            answered,
        )
    names = ", ".join(seat.organization.short for seat in silent if seat.organization)
    return _(
        "The check closes with %(answered)d of %(entitled)d answers, and the room reads the"
        " outcome. Still missing: %(names)s. This cannot be undone.",
        answered=answered,
        entitled=answered + len(silent),
        names=names,
    )


def under_way(phase: Phase, now: datetime) -> Matter | None:
    """The check that the room is answering now."""
    check = queries.open_check(phase.workshop)
    if check is None or phase.kind is not PhaseKind.AGREEMENT:
        return None
    answered, entitled = len(queries.answers(check)), len(queries.entitled_seats(phase.workshop))
    refusal = _(
        "The agreement check is open: %(answered)d of %(entitled)d have answered. Close it before"
        " the phase ends.",
        answered=answered,
        entitled=entitled,
    )
    question = _(
        "Nobody has answered the agreement check yet; it waits until you come back."
        " Stop here all the same?"
    )
    return Matter(refusal, "" if answered else question)


def close(check: AgreementCheck, by: Person, *, now: datetime) -> None:
    """Settle what the check came to; its answers stay as they are."""
    levels = [answer.level for answer in queries.answers(check)]
    check.closed_at, check.outcome = now, outcome.outcome(levels)
    check.proposal.state = ProposalState(check.outcome.value)
    check.proposal.revision += 1
    db.session.flush()
    _note(
        check,
        check.workshop,
        "agreement check closed",
        by,
        now,
        outcome=check.outcome,
        levels=[outcome.counts(levels)[level] for level in outcome.LEVELS],
        entitled=len(queries.entitled_seats(check.workshop)),
    )


def back_to_strengthening(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> Phase:
    """Return from the outcome to the text, so that the room can be asked once more."""
    phase = workshop.current_phase
    if phase is None or not phase.family.checks_support:
        raise Refusal(_("One goes back to the text after the room was asked about it."))
    proposal = queries.current(workshop)
    if proposal is None or len(queries.checks(proposal)) >= MOST_CHECKS:
        raise Refusal(_("The room was asked twice about this proposal; its text stays as it is."))
    if links.is_adopted(proposal):
        raise Refusal(_("This proposal is a draft commitment already; the text is changed there."))
    before = [own_phase for own_phase in workshop.phases if own_phase.proposal_id == proposal.id]
    if all(own_phase.kind is not PhaseKind.STRENGTHENING for own_phase in before):
        raise Refusal(_("The agenda of this proposal has no phase for its text."))
    earlier = live_services.go_back(workshop, reason, by, now=now)
    while earlier.kind is not PhaseKind.STRENGTHENING:
        earlier = live_services.go_back(workshop, reason, by, now=now)
    return earlier


def _note(
    check: AgreementCheck,
    workshop: Workshop,
    verb: str,
    by: Person,
    now: datetime,
    **details: object,
) -> None:
    log.record(
        workshop,
        verb,
        by,
        now=now,
        proposal=check.proposal_id,
        check=check.id,
        number=check.number,
        **details,
    )


def on_phase_started(phase: Phase, *, now: datetime, by: Person, **_details: Any) -> None:
    """A phase without a proposal cannot be held; that of the check asks the room."""
    if phase.kind is PhaseKind.PRESENTATION and phase.proposal_id is None:
        raise Refusal(_("There is no proposal to present. The workshop can be closed without."))
    if phase.kind is PhaseKind.AGREEMENT:
        open_check(phase, by, now=now)


def on_phase_leaving(
    phase: Phase, *, now: datetime, by: Person, is_final: bool, **_details: Any
) -> None:
    """A check that nobody answered was not held if one goes back; any other is closed before."""
    check = queries.open_check(phase.workshop)
    if phase.kind is not PhaseKind.AGREEMENT or check is None or is_final:
        return
    _note(check, phase.workshop, "agreement check taken back", by, now)
    db.session.delete(check)
    db.session.flush()


def close_without_proposals(
    workshop: Workshop, reason: str, by: Person, *, now: datetime, confirmed: bool = True
) -> None:
    """End a round 3 to which no entity brought a proposal."""
    if queries.standing_proposals(workshop):
        raise Refusal(_("There are proposals: the room goes through them."))
    if not reason.strip():
        raise Refusal(_("Say why the workshop closes without proposals; the reason is published."))
    live_services.ask_about_day(workshop, now, confirmed=confirmed)
    if workshop.opened_at is None:
        workshop.opened_at = now
        log.record(workshop, "workshop opened", by, now=now)
    for _phase in [phase for phase in workshop.phases if phase.state in LEFT]:
        live_services.skip_phase(workshop, reason, by, now=now)
    log.record(workshop, "closed without proposals", by, now=now, reason=reason)
    live_services.close_workshop(workshop, by, now=now)


LEFT = (PhaseState.PENDING, PhaseState.CURRENT)
