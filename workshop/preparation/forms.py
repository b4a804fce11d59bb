"""What the preparation of a workshop may send, one form for each section of the page.

Several forms share one page, so the names of their fields begin with a word of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import to_user_timezone, to_utc
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)

from workshop import clock
from workshop.forms import Form
from workshop.people.models import Organization, Person
from workshop.plans.forms import choice_of, web_address, words
from workshop.preparation.services import SETTABLE
from workshop.workshops.guides import ROLE_NAMES, Action, FloorOrder, Role
from workshop.workshops.models import Phase, Workshop, WorkshopState
from workshop.workshops.services import SHORTEST_VOTE

FLOOR_ORDER_NAMES = {
    FloorOrder.NEW_VOICES: _l("Those who have not spoken first"),
    FloorOrder.SECTOR_BALANCE: _l("Sectors that have spoken least first"),
    FloorOrder.FIRST_COME: _l("In the order in which they ask"),
    FloorOrder.TIME_SPOKEN: _l("Organizations that have spoken the shortest time first"),
}
FLOOR_ORDER_SENTENCES = {
    FloorOrder.NEW_VOICES: _l(
        "Whoever has had fewer turns is placed before those who have had more."
    ),
    FloorOrder.SECTOR_BALANCE: _l(
        "Whoever is of a sector that will have had fewer turns by then is placed before the others."
    ),
    FloorOrder.FIRST_COME: _l("Nobody is placed before anybody else."),
    FloorOrder.TIME_SPOKEN: _l(
        "Whoever speaks for an organization that has spoken fewer seconds so far, replies included,"
        " is placed before those of organizations that have spoken longer."
    ),
}
STAFF_ROLES = (Role.MODERATOR, Role.DEPUTY, Role.RAPPORTEUR, Role.CLERK)
PARTICIPANT_ROLES = (
    Role.TITULAR,
    Role.ALTERNATE,
    Role.OFFICIAL,
    Role.OBSERVER,
    Role.RAPPORTEUR,
    Role.CLERK,
)
TIME_FACTORS = [
    SelectChoice("100", _l("Normal time")),
    SelectChoice("150", _l("Time × 1.5")),
    SelectChoice("200", _l("Time × 2")),
]


class PlaceForm(Form):
    """Where people meet; the only thing that may still change once the workshop has begun."""

    place = words(_l("Place"), 200)
    video_url = web_address(_l("Video link"))

    @property
    def values(self) -> dict[str, Any]:
        return {"place": self.place.data, "video_url": self.video_url.data}


class MeetingForm(PlaceForm):
    """When and where. Times are those of the workshop's place, stored as instants."""

    day = DateField(_l("Date"), validators=[InputRequired(_l("Give the date."))])
    time = TimeField(_l("Start time"), validators=[InputRequired(_l("Give the start time."))])

    @property
    def values(self) -> dict[str, Any]:
        typed = datetime.combine(self.day.data, self.time.data)
        return {**super().values, "starts_at": to_utc(typed).replace(tzinfo=UTC)}


def meeting_form(workshop: Workshop, **options: Any) -> PlaceForm:
    """The form for a workshop as it stands, with what it holds already."""
    if workshop.opened_at is not None:
        return PlaceForm(obj=workshop, **options)
    local = to_user_timezone(workshop.starts_at)
    return MeetingForm(obj=workshop, day=local.date(), time=local.time(), **options)


def reason_field() -> Any:
    return words(_l("Reason"), 300, _l("Say why; everyone who is invited reads it."), lines=True)


class PostponeForm(Form):
    """Another day, if it is known yet, and why."""

    day = DateField(_l("New date, if it is known"), validators=[Optional()])
    time = TimeField(_l("Time"), validators=[Optional()])
    reason = reason_field()

    def __init__(self, **options: Any) -> None:
        super().__init__(prefix="postpone-", **options)

    def validate_day(self, field: DateField) -> None:
        """Not to a day, or an hour, that is past."""
        if field.data is None:
            return
        time = self.time.data or datetime.max.time()
        if to_utc(datetime.combine(field.data, time)).replace(tzinfo=UTC) <= clock.now():
            raise ValidationError(_("This date is past. Choose a later one."))

    def new_start(self, former: datetime) -> datetime | None:
        """The new instant, at the former time of day unless another is given; None: not known."""
        if self.day.data is None:
            return None
        time = self.time.data or to_user_timezone(former).time()
        return to_utc(datetime.combine(self.day.data, time)).replace(tzinfo=UTC)


class CancelForm(Form):
    reason = reason_field()

    def __init__(self, **options: Any) -> None:
        super().__init__(prefix="cancel-", **options)


class StateForm(Form):
    state = SelectField(
        choices=[SelectChoice(state.value) for state in SETTABLE], coerce=WorkshopState
    )


class PhaseForm(Form):
    """One line of the agenda; `prefix` tells the lines apart."""

    minutes = IntegerField(
        _l("Minutes"),
        validators=[Optional(), NumberRange(1, 240, _l("A phase takes 1 to 240 minutes."))],
    )
    seconds_per_turn = IntegerField(
        _l("Seconds per turn"),
        validators=[Optional(), NumberRange(15, 1800, _l("A turn takes 15 to 1800 seconds."))],
    )
    floor_order = choice_of(_l("Who speaks next"), FLOOR_ORDER_NAMES)
    protected_places = IntegerField(
        _l("Protected places"),
        validators=[
            InputRequired(_l("Give a number, 0 for none.")),
            NumberRange(0, 10, _l("At most 10 places are protected.")),
        ],
    )
    has_hard_end = BooleanField(_l("Hard end: when time is up, nothing more is accepted"))
    holds_contributions = BooleanField(_l("Contributions wait until the moderator shows them"))

    def __init__(self, phase: Phase, **options: Any) -> None:
        super().__init__(obj=phase, prefix=f"phase{phase.id}-", **options)
        self.phase = phase
        if not self.has_turns:
            del self.seconds_per_turn, self.floor_order, self.protected_places
        if phase.family.is_vote:  # its end is a hard one in any case
            del self.has_hard_end
        if Action.CONTRIBUTE not in phase.family.allowed:
            del self.holds_contributions

    @property
    def has_turns(self) -> bool:
        return self.phase.family.has_floor

    @property
    def options(self) -> list[Field]:
        """What is ticked beside the numbers, as far as this phase has it."""
        return [self._fields[name] for name in AGENDA_OPTIONS if name in self._fields]

    @property
    def values(self) -> dict[str, Any]:
        names = (*AGENDA_FIELDS, *AGENDA_OPTIONS)
        return {name: field.data for name, field in self._fields.items() if name in names}

    def validate_has_hard_end(self, field: Field) -> None:
        if field.data and self.minutes.data is None:
            raise ValidationError(_("A hard end needs the minutes after which it comes."))

    def validate_minutes(self, field: Field) -> None:
        if field.data is None and self.phase.spec.minutes is not None:
            raise ValidationError(_("Say how many minutes it takes."))
        if self.phase.family.is_vote and (field.data or 0) < SHORTEST_VOTE:
            raise ValidationError(_("A vote takes at least 3 minutes."))


AGENDA_FIELDS = ("minutes", "seconds_per_turn", "floor_order", "protected_places")
AGENDA_OPTIONS = ("has_hard_end", "holds_contributions")


class AppointForm(Form):
    """A member of staff who moderates, stands in, or writes the minutes."""

    person_id = SelectField(
        _l("Member of staff"), coerce=int, validators=[DataRequired(_l("Choose a person."))]
    )
    role = choice_of(_l("Role"), {role: ROLE_NAMES[role] for role in STAFF_ROLES})

    def __init__(self, staff: list[Person], **options: Any) -> None:
        super().__init__(prefix="staff-", **options)
        self.person_id.choices = [
            SelectChoice("0", _("Choose a person")),
            *(SelectChoice(str(person.id), person.name) for person in staff),
        ]


class SeatForm(Form):
    """A person who takes part for an organization, or watches for one."""

    name = words(_l("Name"), 120, _l("Give the person's name."), is_name=True)
    email = EmailField(
        _l("E-mail"),
        validators=[Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
        filters=[lambda text: text.lower() or None],
    )
    organization_id = SelectField(
        _l("Organization"),
        coerce=int,
        validators=[DataRequired(_l("Choose the organization the person sits for."))],
    )
    role = choice_of(_l("Role"), {role: ROLE_NAMES[role] for role in PARTICIPANT_ROLES})
    time_percent = SelectField(_l("Speaking time"), choices=TIME_FACTORS, coerce=int, default=100)

    def __init__(self, organizations: list[Organization], **options: Any) -> None:
        super().__init__(prefix="seat-", **options)
        self.organizations = {organization.id: organization for organization in organizations}
        self.organization_id.choices = [
            SelectChoice("0", _("Choose an organization")),
            *(
                SelectChoice(str(organization.id), organization.name)
                for organization in organizations
            ),
        ]

    @property
    def organization(self) -> Organization:
        return self.organizations[self.organization_id.data]

    def validate_role(self, field: Field) -> None:
        chosen = self.organizations.get(self.organization_id.data)
        if field.data is Role.OFFICIAL and chosen and not chosen.sector.is_public:
            raise StopValidation(
                _("Officials come from an entity of the State; choose another role.")
            )


class TimeFactorForm(Form):
    time_percent = SelectField(_l("Time for each turn"), choices=TIME_FACTORS, coerce=int)
