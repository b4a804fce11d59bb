"""Bettering a proposal together: suggestions, each with its answer, and the live text.

A suggestion keeps the text it was made against. When the text has changed since, whoever decides
sees the differences to what stands now and says what becomes of both; nothing is merged silently.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop import links
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization, Person
from workshop.proposals import queries, services
from workshop.proposals.models import Field, Proposal, ProposalState, Suggestion, SuggestionState
from workshop.workshops import log
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Phase, Seat, Workshop
from workshop.workshops.services import require_in_time
from workshop.workshops.signals import Matter

MOST_CHECKS = 2


def may_change(workshop: Workshop, proposal: Proposal) -> bool:
    """Whether this is the moment to better this proposal's text."""
    phase = workshop.current_phase
    return (
        phase is not None
        and phase.kind_in_force is PhaseKind.STRENGTHENING
        and phase.proposal_id == proposal.id
        and proposal.state not in queries.ASIDE
        and len(queries.checks(proposal)) < MOST_CHECKS
        and not links.is_adopted(proposal)
    )


def _require_moment(workshop: Workshop, proposal: Proposal) -> None:
    if may_change(workshop, proposal):
        return
    require_in_time(workshop)
    if links.is_adopted(proposal):
        raise Refusal(_("This proposal is a draft commitment already; the text is changed there."))
    if len(queries.checks(proposal)) >= MOST_CHECKS:
        raise Refusal(_("The room was asked twice about this proposal; its text stays as it is."))
    raise Refusal(_("The text is bettered in the proposal's own phase. Your words were not sent."))


def suggest(
    seat: Seat,
    proposal: Proposal,
    subject: Field,
    text: str,
    organization: Organization | None,
    note: str,
    seen: int,
    *,
    now: datetime,
    clerk: Seat | None = None,
) -> Suggestion:
    """Suggest another title, scope or entity; `seen` is the wording it was made against.

    `clerk` is who writes it down for somebody in the hall without a device.
    """
    _require_moment(seat.workshop, proposal)
    wording = queries.wording_of(proposal, seen)
    if wording is None:
        raise Refusal(_("This version of the proposal does not exist. Look at it again."))
    former = (
        wording.organization.name if subject is Field.ORGANIZATION else getattr(wording, subject)
    )
    wanted = organization.name if organization else text
    if wanted == former:
        raise Refusal(_("This is what the proposal says already. Change something in it first."))
    suggestion = Suggestion(
        proposal_id=proposal.id,
        seat=seat,
        clerk_seat_id=clerk.id if clerk else None,
        field=subject,
        former=former,
        text=wanted,
        organization=organization,
        note=note,
        state=SuggestionState.OPEN,
        written_at=now,
    )
    db.session.add(suggestion)
    db.session.flush()
    acting, through = log.actor(seat, clerk)
    details = {"wording": seen, "note": note, **through}
    _note(seat.workshop, "suggestion made", suggestion, acting, now, **details)
    return suggestion


def accept(
    workshop: Workshop,
    suggestion: Suggestion,
    text: str,
    reason: str,
    revision: int,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Take a suggestion up, as it was made or as `text` says it; a new version stands."""
    proposal = suggestion.proposal
    _require_moment(workshop, proposal)
    _require_undecided(suggestion)
    require_text_as_seen(proposal, suggestion.field, revision)
    if suggestion.field is Field.ORGANIZATION:
        assert suggestion.organization is not None
        proposal.organization = suggestion.organization
    else:
        setattr(proposal, suggestion.field, text or suggestion.text)
    _decide(suggestion, SuggestionState.ACCEPTED, reason, by, now)
    _keep_version(proposal, reason, by, now, suggestion)
    _note(workshop, "suggestion accepted", suggestion, by, now, reason=reason, became=text)


def require_text_as_seen(proposal: Proposal, subject: Field, revision: int) -> None:
    """Refuse what was decided in sight of an older text, and show what stands now."""
    if proposal.revision == revision:
        return
    texts = {} if subject is Field.ORGANIZATION else {"text": getattr(proposal, subject)}
    raise Refusal(
        _("The text has changed meanwhile. Look at the differences again, then decide."),
        current={**texts, "revision": proposal.revision},
    )


def decline(
    workshop: Workshop, suggestion: Suggestion, reason: str, by: Person, *, now: datetime
) -> None:
    """Not take a suggestion up, and say why."""
    _require_undecided(suggestion)
    if not reason.strip():
        raise Refusal(_("Decline the suggestion with a reason; the room reads it."))
    _decide(suggestion, SuggestionState.DECLINED, reason, by, now)
    _note(workshop, "suggestion declined", suggestion, by, now, reason=reason)


def withdraw(seat: Seat, suggestion: Suggestion, *, now: datetime) -> None:
    """Take one's own suggestion back before it is decided."""
    _require_undecided(suggestion)
    _decide(suggestion, SuggestionState.WITHDRAWN, "", seat.person, now)
    _note(seat.workshop, "suggestion withdrawn", suggestion, seat.person, now)


def _require_undecided(suggestion: Suggestion) -> None:
    if suggestion.state is not SuggestionState.OPEN:
        raise Refusal(_("This suggestion has been answered already."))


def _decide(
    suggestion: Suggestion, state: SuggestionState, reason: str, by: Person, now: datetime
) -> None:
    suggestion.state, suggestion.reason = state, reason
    suggestion.decided_by, suggestion.decided_at = by, now


def edit(
    workshop: Workshop,
    proposal: Proposal,
    title: str,
    scope: str,
    organization: Organization,
    reason: str,
    revision: int,
    by: Person,
    *,
    now: datetime,
) -> None:
    """Settle the live text directly, with the reason."""
    _require_moment(workshop, proposal)
    services.require_as_seen(proposal, revision)
    if (title, scope, organization.id) == (
        proposal.title,
        proposal.scope,
        proposal.organization_id,
    ):
        raise Refusal(_("The text is the same as before."))
    proposal.title, proposal.scope, proposal.organization = title, scope, organization
    _keep_version(proposal, reason, by, now)
    log.record(
        workshop,
        "proposal reworded",
        by,
        now=now,
        proposal=proposal.id,
        wording=proposal.wordings[-1].number,
        title=title,
        scope=scope,
        organization=organization.id,
        reason=reason,
    )


def _keep_version(
    proposal: Proposal, reason: str, by: Person, now: datetime, suggestion: Any = None
) -> None:
    """Keep the new version. What the room said of the former one is not said of this."""
    db.session.flush()
    proposal.revision += 1
    if services.add_wording(proposal, reason, by, now=now, suggestion=suggestion):
        proposal.state = ProposalState.PRESENTED


def _note(
    workshop: Workshop,
    verb: str,
    suggestion: Suggestion,
    by: Person,
    now: datetime,
    **details: object,
) -> None:
    db.session.flush()
    log.record(
        workshop,
        verb,
        by,
        now=now,
        proposal=suggestion.proposal_id,
        suggestion=suggestion.id,
        field=suggestion.field,
        text=suggestion.text,
        **details,
    )


def open_suggestions(proposal: Proposal) -> list[Suggestion]:
    """The suggestions without an answer."""
    return [
        suggestion
        for suggestion in queries.suggestions(proposal)
        if suggestion.state is SuggestionState.OPEN
    ]


def under_way(phase: Phase, now: datetime) -> Matter | None:
    """The room is asked about a text only when every suggestion has its answer."""
    if phase.kind is not PhaseKind.STRENGTHENING or phase.proposal_id is None:
        return None
    left = len(open_suggestions(db.session.get_one(Proposal, phase.proposal_id)))
    if not left:
        return None
    return Matter(
        ngettext(
            "%(num)d suggestion has no answer yet. Accept or decline it first.",
            "%(num)d suggestions have no answer yet. Accept or decline them first.",
            left,
        ),
        ngettext(
            "%(num)d suggestion has no answer yet; it waits until you come back. Stop here all the"
            " same?",
            "%(num)d suggestions have no answer yet; they wait until you come back. Stop here all"
            " the same?",
            left,
        ),
    )
