"""What owes a reasoned response in these themes, with the responses that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload

from workshop import links
from workshop.closing.due_rule import Cause, Facts, cause
from workshop.closing.models import Kind, Response
from workshop.commitments.editing.versions import scope_digest
from workshop.commitments.models import Commitment
from workshop.contributions.groups import groups
from workshop.diagnoses.models import Problem
from workshop.extensions import db
from workshop.ideas.models import Idea, IdeaState
from workshop.links.models import Link, Relation
from workshop.plans.models import Theme
from workshop.proposals.models import Proposal
from workshop.workshops.interruptions import interruptions
from workshop.workshops.models import Workshop, WorkshopState

# The round that takes an item further: once it is closed, what leads nowhere has ended.
TAKEN_ON_IN = {Kind.IDEA: 3, Kind.PROPOSAL: 3, Kind.RECORD: 3}
SEEN = 12  # how much of a digest a form carries
UNSEEN = (IdeaState.DRAFT, IdeaState.HANDED_IN, IdeaState.UNDONE)


@dataclass(frozen=True)
class Owed:
    """One item that owes a response, why, and the response if it is there."""

    kind: Kind
    item: Any
    theme: Theme
    # The round whose results wait for the response; 0 for a theme as a whole.
    round: int
    cause: Cause
    # What was said when it ended or changed.
    note: str
    response: Response | None

    @property
    def key(self) -> str:
        """How forms name it, for example "idea-12"."""
        return f"{self.kind}-{self.item.id}"

    @property
    def is_record(self) -> bool:
        return self.kind is Kind.RECORD

    @property
    def is_contributions(self) -> bool:
        return self.kind is Kind.CONTRIBUTIONS

    @property
    def mark(self) -> str:
        """What its box sends: a record also which words of it were on the screen."""
        if self.kind is not Kind.RECORD:
            return self.key
        return f"{self.key}@{scope_digest(self.item)[:SEEN]}"

    @property
    def text(self) -> str:
        return wording(self.item)

    @property
    def own_response(self) -> Response | None:
        """The response, unless a file gave it to the proposal that the record adopts."""
        is_own = self.response and self.response.about == (self.kind, self.item.id)
        return self.response if is_own else None

    @property
    def is_missing(self) -> bool:
        """Whether it is not answered; a record that changed since is not, as it now stands."""
        return self.response is None or self.is_outdated

    @property
    def is_outdated(self) -> bool:
        """Whether the record has changed since it was answered for."""
        answered = self.response
        if answered is None or self.kind is not Kind.RECORD:
            return False
        return answered.scope_digest != scope_digest(self.item)


def wording(item: Any) -> str:
    """What an item says, whatever its table calls that."""
    for name in ("text", "title", "name"):
        if hasattr(item, name):
            return str(getattr(item, name))
    raise TypeError(type(item))


def owed_responses(theme_ids: Iterable[int]) -> list[Owed]:
    """Everything that owes a response, by theme in the plan's order, round and position."""
    ids = list(theme_ids)
    themes = {
        theme.id: theme
        for theme in db.session.scalars(
            db.select(Theme).filter(Theme.id.in_(ids)).order_by(Theme.position, Theme.id)
        )
    }
    gathered = _Gathered(themes)
    cases = [_owed_for_theme(theme, gathered) for theme in themes.values()]
    cases += [_owed_for_item(kind, item, gathered) for kind, item in gathered.items]
    places = {theme_id: place for place, theme_id in enumerate(themes)}
    return sorted(
        (case for case in cases if case),
        key=lambda case: (places[case.theme.id], case.round, case.kind),
    )


def missing_responses(theme_ids: Iterable[int]) -> list[Owed]:
    """What still owes its response."""
    return [case for case in owed_responses(theme_ids) if case.is_missing]


def missing_for(workshop: Workshop) -> list[Owed]:
    """What keeps the results of this workshop from being published."""
    return [
        case for case in missing_responses([workshop.theme_id]) if case.round in (0, workshop.round)
    ]


def missing_for_record(commitment: Commitment) -> list[Owed]:
    """What keeps a record from being published: the response to how it was changed."""
    return [
        case
        for case in missing_responses([commitment.theme_id])
        if case.kind is Kind.RECORD and case.item.id == commitment.id
    ]


def response_to_record(commitment: Commitment) -> Response | None:
    """What is answered for how a record was changed, by itself or with its proposal."""
    cases = owed_responses([commitment.theme_id])
    return next(
        (
            case.response
            for case in cases
            if case.kind is Kind.RECORD and case.item.id == commitment.id
        ),
        None,
    )


class _Gathered:
    """All rows that are looked at, in as many statements for many themes as for one."""

    def __init__(self, themes: dict[int, Theme]) -> None:
        self.themes = themes
        theme_ids = list(themes)
        self.closed = set(
            db.session.execute(
                db.select(Workshop.theme_id, Workshop.round).filter(
                    Workshop.theme_id.in_(theme_ids), Workshop.cut_at.is_not(None)
                )
            )
        )
        self.cancelled = _cancellation_reasons(theme_ids)
        self.onward: defaultdict[tuple[str, int], list[Link]] = defaultdict(list)
        for link in links.links_of(theme_ids):
            for kind in (Kind.PROBLEM, Kind.IDEA, Kind.PROPOSAL):
                if (item_id := getattr(link, f"from_{kind}_id")) is not None:
                    self.onward[kind, item_id].append(link)
            if link.to_commitment_id and link.from_proposal_id:
                self.onward[Kind.RECORD, link.to_commitment_id].append(link)
        self.responses = {response.about: response for response in _responses(theme_ids)}
        proposals = _rows(Proposal, theme_ids)
        titles = {proposal.id: proposal.title for proposal in proposals}
        self.items = [
            *((Kind.PROBLEM, problem) for problem in _rows(Problem, theme_ids)),
            *((Kind.IDEA, idea) for idea in _rows(Idea, theme_ids) if idea.state not in UNSEEN),
            *((Kind.PROPOSAL, proposal) for proposal in proposals),
            *((Kind.RECORD, commitment) for commitment in _rows(Commitment, theme_ids)),
            *((Kind.CONTRIBUTIONS, group) for group in groups(theme_ids, titles)),
        ]

    def response_to(self, kind: Kind, item: Any) -> Response | None:
        """Its response; for a record also what a file says of the proposal that it adopts."""
        response = self.responses.get((kind, item.id))
        if response is None and kind is Kind.RECORD:
            sources = [link.from_proposal_id for link in self.onward[kind, item.id]]
            said = [self.responses.get((Kind.PROPOSAL, source or 0)) for source in sources]
            return next((answer for answer in said if answer and answer.scope_digest), None)
        return response


def _cancellation_reasons(theme_ids: list[int]) -> dict[int, str]:
    """Why a workshop of a theme was cancelled, by theme."""
    query = db.select(Workshop).filter(
        Workshop.theme_id.in_(theme_ids), Workshop.state == WorkshopState.CANCELLED
    )
    workshops = list(db.session.scalars(query))
    by_workshop = interruptions(workshops)
    return {
        workshop.theme_id: by_workshop[workshop.id].reason if workshop.id in by_workshop else ""
        for workshop in workshops
    }


def _rows(model: Any, theme_ids: list[int]) -> list[Any]:
    places = [model.position] if hasattr(model, "position") else []
    query = (
        db.select(model)
        .filter(model.theme_id.in_(theme_ids))
        .options(joinedload(model.theme), joinedload(model.organization))
        .order_by(*places, model.id)
    )
    return list(db.session.scalars(query))


def _responses(theme_ids: list[int]) -> list[Response]:
    query = (
        db.select(Response)
        .filter(Response.theme_id.in_(theme_ids))
        .options(joinedload(Response.organization))
    )
    return list(db.session.scalars(query))


def _owed_for_theme(theme: Theme, gathered: _Gathered) -> Owed | None:
    why, note = Cause.NOT_DEVELOPED, theme.note
    if theme.is_developed:
        why, note = Cause.CANCELLED, gathered.cancelled.get(theme.id, "")
    if theme.is_developed and theme.id not in gathered.cancelled:
        return None
    response = gathered.responses.get((Kind.THEME, theme.id))
    return Owed(Kind.THEME, theme, theme, 0, why, note, response)


def _owed_for_item(kind: Kind, item: Any, gathered: _Gathered) -> Owed | None:
    onward = gathered.onward[kind, item.id]
    taken_on_in = TAKEN_ON_IN.get(kind) or item.round
    facts = Facts(
        kind,
        str(getattr(item, "state", "")),
        frozenset(link.relation for link in onward),
        (item.theme_id, taken_on_in) in gathered.closed,
    )
    why = cause(facts)
    if why is None:
        return None
    response = gathered.response_to(kind, item)
    round = _round(kind, item, why, onward)
    theme = gathered.themes[item.theme_id]
    return Owed(kind, item, theme, round, why, _note(item, why, onward), response)


def _round(kind: Kind, item: Any, why: Cause, onward: list[Link]) -> int:
    if kind in (Kind.PROBLEM, Kind.CONTRIBUTIONS):
        return int(item.round)
    if kind in (Kind.PROPOSAL, Kind.RECORD) or why is Cause.WITHOUT_SUCCESSOR:
        return 3
    ends = [link for link in onward if link.relation is Relation.NOT_TAKEN_UP]
    return int(ends[0].details.get(links.ROUND, 2)) if ends else 2


def _note(item: Any, why: Cause, onward: list[Link]) -> str:
    """The reason on the item itself or on the links that lead on from it."""
    notes = [link.note for link in onward if str(link.relation) == str(why) and link.note]
    return notes[0] if notes else str(getattr(item, "reason", ""))
