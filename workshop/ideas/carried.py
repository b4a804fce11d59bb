"""The ideas that went forward from round 2: what an entity may take up in round 3."""

from __future__ import annotations

from workshop import links
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.links.models import Link, Relation
from workshop.workshops.models import Workshop


def carried_ideas(theme_id: int) -> list[Idea]:
    """The ideas that went forward from round 2, in their order: what an entity may take up.

    An idea that was offered and that nothing took up in round 3 is one of them.
    """
    query = (
        db.select(Idea)
        .join(Workshop, Workshop.id == Idea.workshop_id)
        .filter(
            Idea.theme_id == theme_id,
            Idea.state == IdeaState.LISTED,
            Workshop.cut_at.is_not(None),
        )
        .order_by(Idea.position, Idea.id)
    )
    ideas = list(db.session.scalars(query))
    onward = links.leading_from("idea", [idea.id for idea in ideas])
    return [
        idea for idea in ideas if not any(_ended_in_2(link) for link in onward.get(idea.id, []))
    ]


def _ended_in_2(link: Link) -> bool:
    return link.relation is Relation.NOT_TAKEN_UP and link.details.get(links.ROUND, 2) == 2
