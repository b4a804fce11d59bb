"""What the preparation of a workshop settles about secrecy: the mode and the scrutineers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField

from workshop.forms import Form
from workshop.people.models import Person
from workshop.preparation import services
from workshop.voting.record import scrutineers
from workshop.workshops.models import Seat, Workshop

MODES = {
    "secret": _l("Secret ballot"),
    "roll-call": _l("Roll call"),
}
MODE_SENTENCES = {
    "secret": _l(
        "Who voted what is known to nobody once the vote has closed. For people who speak for"
        " themselves."
    ),
    "roll-call": _l(
        "Each organization's ballot is published under its name with the result. For the official"
        " positions of institutions."
    ),
}


class SecrecyForm(Form):
    """Secret or by roll call, and the two who may take a secret vote's ballots."""

    mode = RadioField(
        _l("Secrecy of the vote"), choices=[SelectChoice(key, name) for key, name in MODES.items()]
    )
    state = SelectField(_l("Scrutineer from the State"), coerce=int)
    society = SelectField(_l("Scrutineer from outside the State"), coerce=int)

    def __init__(self, workshop: Workshop, **options: Any) -> None:
        standing = {
            "mode": "secret" if workshop.is_secret else "roll-call",
            "state": workshop.state_scrutineer_id or 0,
            "society": workshop.society_scrutineer_id or 0,
        }
        super().__init__(prefix="secrecy-", data=standing, **options)
        self.state.choices = _choices(scrutineers.candidates(workshop, of_state=True))
        self.society.choices = _choices(scrutineers.candidates(workshop, of_state=False))
        if workshop.opened_at is not None:
            del self.mode


def _choices(seats: list[Seat]) -> list[SelectChoice]:
    return [
        SelectChoice("0", _("Nobody")),
        *(
            SelectChoice(str(seat.person_id), f"{seat.name} ({seat.organization.short})")
            for seat in seats
            if seat.organization
        ),
    ]


def settle(workshop: Workshop, form: SecrecyForm, by: Person, *, now: datetime) -> None:
    """Keep what the form says; what has not changed is left alone."""
    if "mode" in form:
        values = {"is_secret": form.mode.data == "secret"}
        services.settle(workshop, values, by, now=now)
    chosen = form.state.data or None, form.society.data or None
    if chosen != (workshop.state_scrutineer_id, workshop.society_scrutineer_id):
        scrutineers.name_scrutineers(workshop, *chosen, by, now=now)


def section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """What the section of the preparation page is drawn from."""
    return {
        "secrecy_form": sent_forms.get("secrecy") or SecrecyForm(workshop, formdata=None),
        "mode_sentences": MODE_SENTENCES,
        "mode_sentence": MODE_SENTENCES["secret" if workshop.is_secret else "roll-call"],
        "can_name_scrutineers": scrutineers.can_be_named(workshop),
    }
