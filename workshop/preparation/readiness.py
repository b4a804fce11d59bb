"""Whether a workshop can begin: what it needs, what it should have, and what is missing.

The checks look at facts that were loaded before, so that one page can judge many workshops.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.diagnoses import lead_time
from workshop.diagnoses.models import Diagnosis, Problem
from workshop.language import day_of
from workshop.text import name_order
from workshop.workshops.guides import VOTING, Role, Subject
from workshop.workshops.models import Seat, VoteUnit, Workshop

FEWEST_PROBLEMS = 2
# With fewer voters than this a contest is void.
FEWEST_VOTERS = 3


@dataclass(frozen=True)
class Check:
    """One thing a workshop needs (`is_required`) or should have, and where to mend it."""

    key: str
    section: str
    is_met: bool
    sentence: str
    is_required: bool = False


@dataclass(frozen=True)
class Facts:
    """What the checks look at: a workshop, who is seated in it, what it will discuss."""

    workshop: Workshop
    seats: Sequence[Seat]
    problems: Sequence[Problem]
    diagnoses: Sequence[Diagnosis]
    # How many proposals are presented, for a workshop that discusses proposals.
    proposals: int = 0

    @property
    def voting_seats(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.role in VOTING]


def checks(facts: Facts) -> list[Check]:
    """Every check, in the order in which a workshop is prepared."""
    return [check(facts) for check in CHECKS]


def unmet_checks(facts: Facts) -> list[Check]:
    """The checks that do not hold, the required ones first."""
    unmet = [check for check in checks(facts) if not check.is_met]
    return sorted(unmet, key=lambda check: not check.is_required)


def working_day(facts: Facts) -> Check:
    is_met = lead_time.is_working_day(day_of(facts.workshop.starts_at))
    sentence = (
        _("The date is a working day.") if is_met else _("The date is a weekend or a holiday.")
    )
    return Check("working_day", "meeting", is_met, sentence)


def place(facts: Facts) -> Check:
    is_met = bool(facts.workshop.place or facts.workshop.video_url)
    sentence = (
        _("People know where to meet.")
        if is_met
        else _("There is neither a place nor a video link.")
    )
    return Check("place", "meeting", is_met, sentence)


def moderator(facts: Facts) -> Check:
    is_met = any(seat.role is Role.MODERATOR for seat in facts.seats)
    sentence = _("A moderator is appointed.") if is_met else _("There is no moderator.")
    return Check("moderator", "seats", is_met, sentence, is_required=True)


def agenda(facts: Facts) -> Check:
    is_met = bool(facts.workshop.phases)
    sentence = _("The agenda is set.") if is_met else _("There is no agenda.")
    return Check("agenda", "agenda", is_met, sentence, is_required=True)


def subject(facts: Facts) -> Check:
    """What the room is to discuss: problems, or in round 3 proposals."""
    if facts.workshop.subject is Subject.PROPOSAL:
        return proposals(facts)
    return problems(facts)


def proposals(facts: Facts) -> Check:
    count = facts.proposals
    sentence = ngettext("%(num)s proposal is presented.", "%(num)s proposals are presented.", count)
    if count == 0:
        sentence = _("No entity has presented a proposal yet.")
    return Check("proposals", "proposals", count > 0, sentence, is_required=True)


def problems(facts: Facts) -> Check:
    count = len(facts.problems)
    sentence = ngettext(
        "There is %(num)s problem on the list.", "There are %(num)s problems on the list.", count
    )
    if count == 0:
        sentence = _("There are no problems on the list.")
    elif count < FEWEST_PROBLEMS:
        sentence = _("There is only one problem on the list: nothing can be ranked.")
    return Check("problems", "problems", count >= FEWEST_PROBLEMS, sentence, is_required=True)


def places(facts: Facts) -> Check:
    """Whether the vote on problems decides anything. What is voted on later is not there yet."""
    workshop, count = facts.workshop, len(facts.problems)
    is_voted_on = workshop.subject is Subject.PROBLEM and count >= FEWEST_PROBLEMS
    is_met = not is_voted_on or (workshop.carry_limit or 0) < count
    sentence = (
        _("Fewer go on than are voted on.")
        if is_met
        else _(
            "%(places)d go on and %(count)d are voted on: the vote decides nothing.",
            places=workshop.carry_limit,
            count=count,
        )
    )
    return Check("places", "voting", is_met, sentence)


def participants(facts: Facts) -> Check:
    count = len(facts.voting_seats)
    sentence = ngettext("%(num)s person takes part.", "%(num)s persons take part.", count)
    if count == 0:
        sentence = _("There are no seats for participants.")
    return Check("participants", "seats", count > 0, sentence, is_required=True)


def voters(facts: Facts) -> Check:
    workshop = facts.workshop
    seats = [s for s in facts.voting_seats if workshop.officials_vote or s.role != Role.OFFICIAL]
    if workshop.vote_unit is VoteUnit.ORGANIZATION:
        seats = [seat for seat in seats if seat.holds_vote]
    is_met = len(seats) >= FEWEST_VOTERS
    sentence = (
        _("Enough people are entitled to vote: %(count)s.", count=len(seats))
        if is_met
        else _("Fewer than three are entitled to vote: the vote would be void.")
    )
    return Check("voters", "seats", is_met, sentence)


def voting_rights(facts: Facts) -> Check:
    held = {seat.organization_id for seat in facts.seats if seat.holds_vote}
    by_person = facts.workshop.vote_unit is VoteUnit.PERSON
    without = {
        seat.organization.short
        for seat in facts.voting_seats
        if seat.organization and seat.organization_id not in held and not by_person
    }
    sentence = (
        _("Nobody holds the voting right of: %(names)s.", names=join_names(without))
        if without
        else _("Every organization has someone who votes for it.")
    )
    return Check("voting_rights", "seats", not without, sentence)


def officials(facts: Facts) -> Check:
    is_met = any(seat.role is Role.OFFICIAL for seat in facts.seats)
    sentence = (
        _("Officials are seated.")
        if is_met
        else _("No official is seated: nobody can answer for the State.")
    )
    return Check("officials", "seats", is_met, sentence)


def authors(facts: Facts) -> Check:
    seated = {seat.organization_id for seat in facts.seats}
    absent = {d.organization.short for d in facts.diagnoses if d.organization_id not in seated}
    sentence = (
        _("Nobody is seated for the author of a diagnosis: %(names)s.", names=join_names(absent))
        if absent
        else _("The authors of the diagnoses are seated.")
    )
    return Check("authors", "seats", not absent, sentence)


def diagnoses(facts: Facts) -> Check:
    meeting = day_of(facts.workshop.starts_at)
    late = [d.title for d in facts.diagnoses if lead_time.is_late(d.shared_on, meeting)]
    if late:
        sentence = _(
            "Not shared ten working days before the workshop: %(titles)s.", titles=join_names(late)
        )
    elif facts.diagnoses:
        sentence = _("The diagnoses were shared in time.")
    else:
        sentence = _("There is no diagnosis of the theme.")
    return Check("diagnoses", "diagnoses", bool(facts.diagnoses) and not late, sentence)


def join_names(names: Iterable[str]) -> str:
    return "; ".join(sorted(names, key=name_order))


CHECKS = (
    working_day,
    place,
    agenda,
    diagnoses,
    subject,
    places,
    moderator,
    participants,
    voters,
    voting_rights,
    officials,
    authors,
)
