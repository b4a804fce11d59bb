"""What a correction was of, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.people.models import SECTOR_NAMES, Sector
from workshop.workshops.guides import ROLE_NAMES, Role
from workshop.workshops.models import Corrected, Correction

FIELD_NAMES = {
    Corrected.NAME: _l("Name"),
    Corrected.ORGANIZATION: _l("Organization"),
    Corrected.EMAIL: _l("E-mail"),
    Corrected.ROLE: _l("Role"),
    Corrected.ACRONYM: _l("Acronym"),
    Corrected.SECTOR: _l("Sector"),
    Corrected.MERGED: _l("Joined as the same"),
}


def in_words(correction: Correction) -> tuple[str, str]:
    """The former and the new value as people read them; "–" for none."""
    former, new = (_value(correction.field, kept) for kept in (correction.former, correction.new))
    return former, new


def _value(field: Corrected, kept: str) -> str:
    if field is Corrected.ROLE:
        return str(ROLE_NAMES[Role(kept)])
    if field is Corrected.SECTOR:
        return str(SECTOR_NAMES[Sector(kept)])
    return kept or "–"


def listed(corrections: list[Correction]) -> list[tuple[Correction, str, str, str]]:
    """Each correction with what it was of, and its two values in words."""
    return [(row, str(FIELD_NAMES[row.field]), *in_words(row)) for row in corrections]
