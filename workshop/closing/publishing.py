"""Publishing the results of a round: only when every vote is settled and every end answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.closing import due, tally
from workshop.closing.due import Owed
from workshop.closing.services import CLOSABLE
from workshop.errors import Refusal
from workshop.people.models import Person
from workshop.voting.models import Contest
from workshop.workshops import log
from workshop.workshops.models import Workshop, WorkshopState
from workshop.workshops.signals import results_published


@dataclass(frozen=True)
class Obstacles:
    """What keeps the results of a round from being published."""

    is_open: bool
    contests: list[Contest]
    responses: list[Owed]

    def __bool__(self) -> bool:
        return bool(self.is_open or self.contests or self.responses)

    @property
    def sentences(self) -> list[str]:
        said = []
        if self.is_open:
            said.append(_("The round is not closed: nobody has settled what goes forward."))
        if self.contests:
            said.append(_("A vote is neither shown to the end nor void."))
        if count := len(self.responses):
            sentence = ngettext(
                "%(num)s reasoned response is missing.",
                "%(num)s reasoned responses are missing.",
                count,
            )
            said.append(sentence)
        return said


def obstacles(workshop: Workshop) -> Obstacles:
    return Obstacles(
        is_open=workshop.cut_at is None,
        contests=tally.unsettled_contests(workshop),
        responses=due.missing_for(workshop),
    )


def publish(workshop: Workshop, by: Person, *, now: datetime) -> None:
    """Make the results of a round public. From then on they only change by a new version."""
    if workshop.state is WorkshopState.PUBLISHED:
        raise Refusal(_("The results of this round are published."))
    if workshop.state not in CLOSABLE:
        raise Refusal(_("First the meeting ends: the moderator closes the workshop."))
    if missing := obstacles(workshop):
        raise Refusal(
            _("It cannot be published yet. %(missing)s", missing=" ".join(missing.sentences))
        )
    workshop.state, workshop.published_at = WorkshopState.PUBLISHED, now
    log.record(workshop, "results published", by, now=now)
    results_published.send(workshop, now=now, by=by)
