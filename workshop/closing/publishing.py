"""Publishing the results of a round: only when every vote is settled and every end answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.closing import due, tally
from workshop.closing.due import Owed
from workshop.closing.services import CLOSABLE
from workshop.commitments.models import Commitment
from workshop.errors import Refusal
from workshop.extensions import db
from workshop.people.models import Person
from workshop.voting.models import Contest
from workshop.workshops import log
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.signals import results_published


def unpublished_before(workshop: Workshop) -> list[Workshop]:
    """The theme's earlier rounds that are not public yet; one that was cancelled never will be."""
    settled = (WorkshopState.PUBLISHED, WorkshopState.CANCELLED)
    query = (
        db.select(Workshop)
        .filter(Workshop.theme_id == workshop.theme_id, Workshop.round < workshop.round)
        .order_by(Workshop.round)
    )
    return [earlier for earlier in db.session.scalars(query) if earlier.state not in settled]


def early_sentence(earlier: Sequence[Workshop]) -> str:
    """In a sentence which earlier rounds are not public; empty when all are."""
    if not earlier:
        return ""
    rounds = ", ".join(str(workshop.round) for workshop in earlier)
    return ngettext(
        "Round %(rounds)s of this theme is not published yet.",
        "Rounds %(rounds)s of this theme are not published yet.",
        len(earlier),
        rounds=rounds,
    )


def missing_answers(commitment: Commitment) -> list[str]:
    """What a record waits for, as sentences: the response to how it was changed."""
    return [
        _("The record has changed since it was answered for: it needs a new reasoned response.")
        if case.is_outdated
        else _("It was adopted with changes: its reasoned response is missing.")
        for case in due.missing_for_record(commitment)
    ]


@dataclass(frozen=True)
class Obstacles:
    """What keeps the results of a round from being published."""

    is_open: bool
    contests: list[Contest]
    responses: list[Owed]

    def __bool__(self) -> bool:
        return bool(self.is_open or self.contests or self.responses)

    @property
    def waits(self) -> list[tuple[str, str]]:
        """What is missing, each as a sentence, and who sees to it."""
        waits = []
        if self.is_open:
            waits.append(
                (
                    _("The round is not closed: nobody has settled what goes forward."),
                    _("The moderator or the SGP closes it."),
                )
            )
        if self.contests:
            waits.append(
                (
                    _("A vote is neither shown to the end nor void."),
                    _("The moderator shows it, or declares it void."),
                )
            )
        if count := len(self.responses):
            sentence = ngettext(
                "%(num)s reasoned response is missing.",
                "%(num)s reasoned responses are missing.",
                count,
            )
            waits.append((sentence, _("The moderator or the SGP writes it for the entity.")))
        return waits

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence, _whom in self.waits]


def unpublished(theme_ids: Iterable[int]) -> list[Workshop]:
    """The rounds of these themes whose meeting is over and whose results are not public yet."""
    query = (
        db.select(Workshop)
        .filter(Workshop.theme_id.in_(theme_ids), Workshop.state.in_(CLOSABLE))
        .order_by(Workshop.theme_id, Workshop.round)
    )
    return list(db.session.scalars(query))


def obstacles(workshop: Workshop) -> Obstacles:
    return Obstacles(
        is_open=workshop.cut_at is None,
        contests=tally.unsettled_contests(workshop),
        responses=due.missing_for(workshop),
    )


def publish(workshop: Workshop, reason: str, by: Person, *, now: datetime) -> None:
    """Make the results of a round public. From then on they only change by a new version.

    Before an earlier round of its theme only with a `reason`, which is published with it.
    """
    if workshop.state is WorkshopState.PUBLISHED:
        raise Refusal(_("The results of this round are published."))
    if workshop.state not in CLOSABLE:
        raise Refusal(_("First the meeting ends: the moderator closes the workshop."))
    if missing := obstacles(workshop):
        raise Refusal(
            _("It cannot be published yet. %(missing)s", missing=" ".join(missing.sentences))
        )
    earlier = unpublished_before(workshop)
    if earlier and not reason.strip():
        raise Refusal(
            _(
                "%(earlier)s Say why this one comes first; the reason is published with it.",
                earlier=early_sentence(earlier),
            )
        )
    workshop.state, workshop.published_at = WorkshopState.PUBLISHED, now
    workshop.early_reason = reason.strip() if earlier else ""
    details = {"before": [other.round for other in earlier], "reason": workshop.early_reason}
    log.record(workshop, "results published", by, now=now, **(details if earlier else {}))
    results_published.send(workshop, now=now, by=by)
