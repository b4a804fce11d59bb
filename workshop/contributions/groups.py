"""What was written in one phase of a meeting, taken together: it gets one answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from workshop.contributions.models import Contribution
from workshop.extensions import db
from workshop.people.models import Organization
from workshop.workshops.guides import TITLES
from workshop.workshops.models import Phase, Seat, Workshop


@dataclass(frozen=True)
class ContributionGroup:
    """The contributions of a phase that stand, oldest first; `subject` is what the phase is about,
    in a round that goes through its phases for each proposal."""

    phase: Phase
    contributions: list[Contribution]
    subject: str = ""

    @property
    def id(self) -> int:
        return self.phase.id

    @property
    def theme_id(self) -> int:
        return self.phase.workshop.theme_id

    @property
    def round(self) -> int:
        return self.phase.workshop.round

    @property
    def text(self) -> str:
        names = {"phase": str(TITLES[self.phase.key]), "subject": self.subject}
        if self.subject:
            return _("Contributions in “%(phase)s”: %(subject)s", **names)
        return _("Contributions in “%(phase)s”", **names)

    @property
    def organizations(self) -> list[Organization]:
        """Whose they are, each once; never a person's."""
        wrote = [contribution.seat.organization for contribution in self.contributions]
        return list(dict.fromkeys(filter(None, wrote)))


def groups(theme_ids: Collection[int], subjects: Mapping[int, str]) -> list[ContributionGroup]:
    """The contributions of these themes by phase, in the order of the agendas.

    What is hidden is not answered. `subjects` are the titles of the proposals, by number.
    """
    query = (
        db.select(Contribution)
        .join(Contribution.workshop)
        .join(Contribution.phase)
        .filter(Workshop.theme_id.in_(theme_ids), Contribution.hidden_at.is_(None))
        .options(
            joinedload(Contribution.phase).joinedload(Phase.workshop).joinedload(Workshop.theme),
            joinedload(Contribution.seat).joinedload(Seat.organization),
        )
        .order_by(Workshop.round, Phase.position, Contribution.id)
    )
    by_phase: defaultdict[Phase, list[Contribution]] = defaultdict(list)
    for contribution in db.session.scalars(query):
        by_phase[contribution.phase].append(contribution)
    return [
        ContributionGroup(phase, several, subjects.get(phase.proposal_id or 0, ""))
        for phase, several in by_phase.items()
    ]
