"""Filling in a commitment record, section by section, while it is a draft."""

from __future__ import annotations

from flask_babel import gettext as _

from workshop import links
from workshop.commitments import queries as queries
from workshop.commitments.editing import sections as sections
from workshop.commitments.editing.sections import Shown
from workshop.commitments.fields import LABELS
from workshop.commitments.labels import half_name, month_name
from workshop.commitments.models import Commitment, CommitmentState, Milestone
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.plans.models import Identifier, Kind, Plan
from workshop.plans.order import move_item


def require_draft(commitment: Commitment) -> None:
    if commitment.state is not CommitmentState.DRAFT:
        raise Refusal(_("The record is no longer a draft. Send it back to draft to change it."))


def save(commitment: Commitment, section: str, sent: Shown, revision: str) -> None:
    """Keep what a section's form says, unless someone has changed that section meanwhile."""
    require_draft(commitment)
    kept = sections.section_values(commitment, section)
    # A tick is not a text: the last one holds.
    if section != "values":
        _require_unchanged(kept, sent, revision)
    if section == "heading":
        _require_entity(kept, sent)
        _require_free_number(commitment, sent["number"])
    if sent != kept:
        sections.write(commitment, section, sent)
        if section == "heading":
            _forget_print(commitment, kept, sent)
        commitment.revision += 1
        db.session.flush()


# What an imported file printed of the heading, and the fields of which it would no longer be true.
PRINTED = {"period": ("period_start", "period_end"), "leading_entity": ("organization_id",)}

# What it printed in the list of commitments, and the field of the record that it stood for.
IN_LIST = {"title_in_list": "title", "entity_in_list": "organization_id"}


def _forget_print(commitment: Commitment, kept: Shown, sent: Shown) -> None:
    query = db.select(Identifier).filter_by(kind=Kind.COMMITMENT, row_id=commitment.id)
    for row in db.session.scalars(query):
        details = dict(row.details)
        for part, names in PRINTED.items():
            if any(kept[name] != sent[name] for name in names):
                details[part] = {
                    name: said for name, said in details.get(part, {}).items() if name != "printed"
                }
        for part, name in IN_LIST.items():
            if kept[name] != sent[name]:
                details.pop(part, None)
        row.details = details


def _require_unchanged(kept: Shown, sent: Shown, revision: str) -> None:
    now = sections.digest(kept)
    if sent == kept or revision == now:
        return
    message = _("Someone else has changed this section meanwhile.")
    if dates := _their_dates(kept, sent):
        message = _(
            "Someone else has changed this section meanwhile. Its dates are now: %(dates)s",
            dates=dates,
        )
    raise Refusal(message, current={**kept, "revision": now})


def _their_dates(kept: Shown, sent: Shown) -> str:
    """The dates that differ, in words: the page itself shows only what is written."""
    names = {
        "period_start": (_("First month"), month_name),
        "period_end": (_("Last month"), month_name),
        "start": (LABELS["start"], half_name),
        "end": (LABELS["end"], half_name),
    }
    return "; ".join(
        f"{label}: {said(kept[name]) or '–'}"
        for name, (label, said) in names.items()
        if name in kept and kept[name] != sent[name]
    )


def _require_entity(kept: Shown, sent: Shown) -> None:
    if sent["organization_id"] == kept["organization_id"]:
        return
    entity = db.session.get(Organization, int(sent["organization_id"]))
    if entity is None or not entity.sector.is_public:
        raise Refusal(_("A commitment is led by an entity of the State."))


def _require_free_number(commitment: Commitment, number: str) -> None:
    """The plan is held until the act is kept, so that two cannot take one number at once."""
    if not number or int(number) == commitment.number:
        return
    plan_id = commitment.plan_id
    db.session.execute(db.select(Plan.id).filter_by(id=plan_id).with_for_update())
    taken = queries.commitment_numbered(plan_id, int(number))
    if taken and taken.id != commitment.id:
        raise Refusal(_("This number is taken by: %(title)s", title=taken.title))


def save_milestone(milestone: Milestone, sent: Shown, revision: str) -> None:
    """The same for one milestone."""
    require_draft(milestone.commitment)
    kept = sections.milestone_values(milestone)
    _require_unchanged(kept, sent, revision)
    if sent != kept:
        sections.write_milestone(milestone, sent)
        milestone.commitment.revision += 1
        db.session.flush()


def add_milestone(commitment: Commitment) -> Milestone:
    """An empty one, after the others."""
    require_draft(commitment)
    last = max((other.position for other in commitment.milestones), default=-1)
    milestone = Milestone(position=last + 1)
    commitment.milestones.append(milestone)
    commitment.revision += 1
    db.session.flush()
    return milestone


def remove_milestone(milestone: Milestone) -> None:
    commitment = milestone.commitment
    require_draft(commitment)
    if links.links_to(milestone):
        raise Refusal(_("This milestone carries out an idea, so it stays. Change its words."))
    db.session.execute(db.delete(Identifier).filter_by(kind=Kind.MILESTONE, row_id=milestone.id))
    commitment.milestones.remove(milestone)
    commitment.revision += 1
    db.session.flush()


def move_milestone(milestone: Milestone, step: int, seen: int | None = None) -> None:
    """One place up (-1) or down (1) from where it was seen."""
    commitment = milestone.commitment
    require_draft(commitment)
    ordered = move_item(commitment.milestones, milestone, step, seen)
    if ordered == commitment.milestones:
        return
    for position, row in enumerate(ordered):
        row.position = position
    commitment.revision += 1
    db.session.flush()
    db.session.refresh(commitment, ["milestones"])
