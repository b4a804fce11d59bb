"""Writing and reading links: `connect` is the one way in.

An item is a row of diagnosis, problem, idea, proposal, commitment or milestone; which column holds
it follows from its table. That a diagnosis raised a problem is written on the problem itself
(`Problem.diagnosis_id`); the graph reads it as the link `raised_by`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from workshop.extensions import db
from workshop.links.models import ENDS, Link, Relation
from workshop.people.models import Person

# In the details of an end: the round in which it came about.
ROUND = "round"

# Any row that can be linked; all of them know their theme, a milestone through its commitment.
Item = Any


def column(end: str, item: Item) -> str:
    """The column of `Link` for an item: column("from", idea) is "from_idea_id"."""
    return f"{end}_{item.__tablename__}_id"


def theme_id_of(item: Item) -> int:
    owner = item.commitment if item.__tablename__ == "milestone" else item
    theme_id: int = owner.theme_id
    return theme_id


def connect(
    relation: Relation,
    source: Item | None,
    target: Item | None,
    *,
    note: str = "",
    by: Person | None,
    now: datetime,
) -> Link:
    """Link two items. Ends (`dropped`, `not_taken_up`) have no target, introductions no source.

    `by` is nobody for what the count decides and for what was imported. Raises `ValueError` for a
    relation with the wrong ends; what may be linked when is for the caller to know.
    """
    if (target is None) != (relation in ENDS):
        raise ValueError(f"{relation} has the wrong target")
    if (source is None) != (relation is Relation.INTRODUCED):
        raise ValueError(f"{relation} has the wrong source")
    ends = {column("from", source): source.id} if source is not None else {}
    if target is not None:
        ends[column("to", target)] = target.id
    link = Link(
        theme_id=theme_id_of(target if source is None else source),
        relation=relation,
        note=note,
        person_id=by.id if by else None,
        created_at=now,
        details={},
        **ends,
    )
    db.session.add(link)
    db.session.flush()
    return link


def unlink(link: Link) -> None:
    """Take back a link with the very act that made it; nothing else may delete one."""
    db.session.delete(link)
    db.session.flush()


def links_from(item: Item) -> list[Link]:
    """The links that lead on from an item, oldest first."""
    return _links(**{column("from", item): item.id})


def links_to(item: Item) -> list[Link]:
    """The links that lead to an item, oldest first."""
    return _links(**{column("to", item): item.id})


def _links(**ends: int) -> list[Link]:
    return list(db.session.scalars(db.select(Link).filter_by(**ends).order_by(Link.id)))


def links_of(theme_ids: Iterable[int]) -> list[Link]:
    """All links of these themes, oldest first."""
    query = db.select(Link).filter(Link.theme_id.in_(list(theme_ids))).order_by(Link.id)
    return list(db.session.scalars(query))


def leading_from(kind: str, ids: Iterable[int]) -> dict[int, list[Link]]:
    """The links that lead on from many items of one table ("problem", "idea", …), by item."""
    return _links_by(getattr(Link, f"from_{kind}_id"), ids)


def leading_to(kind: str, ids: Iterable[int]) -> dict[int, list[Link]]:
    """The links that lead to many items of one table, by item."""
    return _links_by(getattr(Link, f"to_{kind}_id"), ids)


def _links_by(end: Any, ids: Iterable[int]) -> dict[int, list[Link]]:
    by_end: defaultdict[int, list[Link]] = defaultdict(list)
    for link in db.session.scalars(db.select(Link).filter(end.in_(list(ids))).order_by(Link.id)):
        by_end[getattr(link, end.key)].append(link)
    return dict(by_end)


def is_adopted(proposal: Item) -> bool:
    """Whether a commitment has come of the proposal."""
    query = db.select(Link.id).filter(
        Link.from_proposal_id == proposal.id, Link.to_commitment_id.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None
