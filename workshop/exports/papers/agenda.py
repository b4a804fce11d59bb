"""The agenda on paper: when each phase is planned, what it is for and who speaks."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from workshop.exports.layout import Cell, Grid, paragraphs
from workshop.exports.pdf_file import Document
from workshop.floor.parts import in_minutes
from workshop.language import current
from workshop.proposals import queries as proposals
from workshop.web import local_date, local_time
from workshop.workshops import agenda
from workshop.workshops.guides import PURPOSES, ROLE_NAMES, TITLES, Action, Role
from workshop.workshops.models import Phase, Workshop


def document(workshop: Workshop) -> Document:
    starts = agenda.planned_starts(workshop.starts_at, (phase.minutes for phase in workshop.phases))
    headings = proposals.headings(workshop)
    rows: list[tuple[Cell | None, ...]] = []
    for phase, starts_at in zip(workshop.phases, starts, strict=False):
        title = str(TITLES[phase.key])
        if heading := headings.get(phase.proposal_id or 0):
            title = _("%(phase)s of proposal %(number)d", phase=title, number=heading.number)
        cells = (local_time(starts_at), title, str(PURPOSES[phase.key]), _length(phase))
        rows.append(tuple(paragraphs(text) for text in (*cells, who_speaks(phase))))
    rows.append(tuple(paragraphs(text) for text in (local_time(starts[-1]), _("End"), "", "", "")))
    columns = (_("Hour"), _("Phase"), _("What it is for"), _("Minutes"), _("Who speaks"))
    publisher = current_app.config["PUBLISHER"]
    return Document(
        title=_("Agenda: %(theme)s", theme=workshop.theme.name),
        lines=tuple(filter(None, _lines(workshop))),
        parts=(Grid(_("Agenda"), columns, tuple(rows), fixed=(9, 26, 40, 16, 35)),),
        footer=f"{workshop.theme.plan.name} · {publisher}",
        publisher=publisher,
        language=current(),
        is_wide=True,
    )


def _lines(workshop: Workshop) -> list[str]:
    when = local_date(workshop.starts_at, is_year_known=not workshop.is_year_inferred)
    return [
        f"{workshop.theme.plan.name} · {_('Round %(number)s', number=workshop.round)}",
        when,
        _("Place: %(place)s", place=workshop.place) if workshop.place else "",
    ]


def _length(phase: Phase) -> str:
    if phase.minutes is None:
        return _("without limit")
    if phase.has_hard_end or phase.family.is_vote:
        return _("%(minutes)d, hard end", minutes=phase.minutes)
    return str(phase.minutes)


def who_speaks(phase: Phase) -> str:
    """The roles that have the floor, and for how long; nobody where there is none."""
    speakers = phase.family.allowed.get(Action.SPEAK, frozenset())
    roles = [ROLE_NAMES[role] for role in Role if role in speakers]
    if not roles:
        return _("the moderator")
    names = ", ".join(map(str, roles))
    if not phase.seconds_per_turn:
        return names
    return ngettext(
        "%(roles)s: %(minutes)s minute each",
        "%(roles)s: %(minutes)s minutes each",
        1 if phase.seconds_per_turn == 60 else 2,
        roles=names,
        minutes=in_minutes(phase.seconds_per_turn),
    )
