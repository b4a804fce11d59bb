"""Names of sectors, as people read them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from workshop.people.models import Sector

SECTOR_NAMES = {
    Sector.EXECUTIVE: _l("Executive"),
    Sector.LEGISLATIVE: _l("Legislative"),
    Sector.JUDICIAL: _l("Judicial"),
    Sector.AUTONOMOUS_PUBLIC_BODY: _l("Autonomous public body"),
    Sector.CIVIL_SOCIETY: _l("Civil society"),
    Sector.ACADEMIA: _l("Academia"),
    Sector.PRIVATE_SECTOR: _l("Private sector"),
    Sector.INTERNATIONAL_COOPERATION: _l("International cooperation"),
}


def sector_name(sector: Sector | None) -> str:
    """The sector in words; a seat without organization has none."""
    return str(SECTOR_NAMES[sector]) if sector else _("Without organization")
