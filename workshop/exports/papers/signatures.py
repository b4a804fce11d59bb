"""The sheet on which those who come sign. It holds names, so it is the staff's alone."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from workshop.exports.layout import Cell, Grid, paragraphs
from workshop.exports.pdf_file import Document
from workshop.language import current
from workshop.text import name_order
from workshop.web import local_date
from workshop.workshops import queries
from workshop.workshops.guides import ROLE_NAMES
from workshop.workshops.models import Seat, Workshop

# For those who come without having been invited.
EMPTY_LINES = 5
# Centimetres of a line that is signed on.
HEIGHT = 1.0


def document(workshop: Workshop) -> Document:
    seats = sorted(queries.seats(workshop.id), key=_order)
    rows = [
        (
            seat.organization.name if seat.organization else "",
            str(ROLE_NAMES[seat.role]),
            seat.name,
            "",
        )
        for seat in seats
    ]
    lines = [*rows, *[("", "", "", "")] * EMPTY_LINES]
    cells: tuple[tuple[Cell | None, ...], ...] = tuple(
        tuple(paragraphs(text) for text in row) for row in lines
    )
    columns = (_("Organization"), _("Role"), _("Name"), _("Signature"))
    publisher = current_app.config["PUBLISHER"]
    when = local_date(workshop.starts_at, is_year_known=not workshop.is_year_inferred)
    place = _("Place: %(place)s", place=workshop.place) if workshop.place else ""
    purpose = _("Who signs was present. The sheet stays with those who run the workshop.")
    return Document(
        title=_("Signature sheet: %(theme)s", theme=workshop.theme.name),
        lines=tuple(filter(None, (workshop.theme.plan.name, when, place, purpose))),
        parts=(Grid(_("Signatures"), columns, cells, fixed=(34, 17, 24, 25), row_height=HEIGHT),),
        footer=f"{workshop.theme.plan.name} · {publisher}",
        publisher=publisher,
        language=current(),
    )


def _order(seat: Seat) -> tuple[bool, object, object, int]:
    """By organization, then by name; those without an organization last."""
    organization = seat.organization
    name = name_order(organization.name if organization else "")
    return organization is None, name, name_order(seat.name), seat.id
