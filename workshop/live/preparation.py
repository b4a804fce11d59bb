"""Preparing a workshop: one page with its meeting, agenda, seats, problems and readiness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from workshop import clock
from workshop.diagnoses import lead_time
from workshop.diagnoses import queries as diagnoses
from workshop.diagnoses.forms import DiagnosisForm, ProblemForm
from workshop.errors import require
from workshop.live import (
    agenda,
    forms_preparation,
    news,
    preparation_seats,
    preparing,
    queries,
    readiness,
    screens,
)
from workshop.live.forms_preparation import (
    AppointForm,
    MeetingForm,
    PhaseForm,
    SeatForm,
    StateForm,
    VotingForm,
)
from workshop.live.guides import PURPOSES, ROLE_NAMES, TITLES
from workshop.live.models import SeatState, Workshop
from workshop.live.permissions import can_prepare
from workshop.people import links
from workshop.people import queries as people
from workshop.plans.order import moved
from workshop.web import act, checked, done

bp = Blueprint("preparation", __name__, url_prefix="/workshops/<int:workshop_id>/prepare")
bp.register_blueprint(preparation_seats.bp)


def prepared(workshop_id: int) -> Workshop:
    """The workshop, held for this act, if the person prepares it."""
    workshop = queries.lock(workshop_id)
    require(can_prepare(current_user, workshop))
    return workshop
