"""The agenda of round 3: the phases of its guide once for each proposal, in their order.

Until a proposal is presented the guide stands once, for nobody, and its times can be settled; the
first proposal takes it over and the others copy its times. Once the workshop has opened nothing is
moved: what is presented then comes last, and what is withdrawn is skipped.
"""

from __future__ import annotations

from workshop.extensions import db
from workshop.proposals import queries
from workshop.proposals.models import Proposal
from workshop.workshops.models import Phase, PhaseState, Workshop

COPIED = (
    "key",
    "kind",
    "minutes",
    "seconds_per_turn",
    "floor_order",
    "protected_places",
    "has_hard_end",
    "holds_contributions",
)


def lay_out(workshop: Workshop) -> None:
    """Bring the agenda into line with the proposals that are presented."""
    if workshop.opened_at is None:
        _lay_out_anew(workshop)
    else:
        _append_missing(workshop)
    workshop.agenda_version += 1
    db.session.flush()
    db.session.expire(workshop, ["phases"])


def _lay_out_anew(workshop: Workshop) -> None:
    groups = _groups(workshop)
    template = groups.get(None) or next(iter(groups.values()))
    presented = queries.standing_proposals(workshop)
    wanted = {proposal.id for proposal in presented}
    free = [groups[key] for key in groups if key not in wanted]
    ordered: list[Phase] = []
    for proposal in presented:
        group = groups.get(proposal.id) or (free.pop(0) if free else _copy(workshop, template))
        for phase in group:
            phase.proposal_id = proposal.id
        ordered += group
    if not presented:
        ordered = free.pop(0)
        for phase in ordered:
            phase.proposal_id = None
    for phase in (phase for group in free for phase in group):
        workshop.phases.remove(phase)
    for position, phase in enumerate(ordered):
        phase.position = position


def _append_missing(workshop: Workshop) -> None:
    groups = _groups(workshop)
    template = next(iter(groups.values()))
    for proposal in queries.standing_proposals(workshop):
        if proposal.id in groups:
            continue
        waiting = [phase for phase in groups.pop(None, []) if phase.state is PhaseState.PENDING]
        if len(waiting) < len(template):
            last = max(phase.position for phase in workshop.phases)
            waiting = _copy(workshop, template)
            for position, phase in enumerate(waiting, start=last + 1):
                phase.position = position
        for phase in waiting:
            phase.proposal_id = proposal.id
    db.session.flush()


def _groups(workshop: Workshop) -> dict[int | None, list[Phase]]:
    groups: dict[int | None, list[Phase]] = {}
    for phase in workshop.phases:
        groups.setdefault(phase.proposal_id, []).append(phase)
    return groups


def _copy(workshop: Workshop, template: list[Phase]) -> list[Phase]:
    copies = [
        Phase(
            workshop_id=workshop.id,
            position=len(workshop.phases),
            **{name: getattr(phase, name) for name in COPIED},
        )
        for phase in template
    ]
    workshop.phases.extend(copies)
    return copies


def skip_rest(workshop: Workshop, proposal: Proposal, reason: str) -> None:
    """Skip the phases of a withdrawn proposal that have not begun."""
    for phase in workshop.phases:
        if phase.proposal_id == proposal.id and phase.state is PhaseState.PENDING:
            phase.state, phase.reason = PhaseState.SKIPPED, reason
    workshop.agenda_version += 1
    db.session.flush()


def has_begun(workshop: Workshop, proposal: Proposal) -> bool:
    """Whether a phase of the agenda has dealt with it."""
    return any(
        phase.proposal_id == proposal.id and (phase.spans or phase.state is not PhaseState.PENDING)
        for phase in workshop.phases
    )
