"""What the SGP does at its desk: responses to what ended, and the records of a plan."""

from __future__ import annotations

import re
from typing import Any

from visit import Visit

FULL = {
    "problem": "Los datos ambientales están dispersos.\n\n- Llegan tarde.\n- No se entienden.",
    "description": "Un portal único con los datos de todas las entidades.",
    "contribution": "La ciudadanía encuentra los datos en un solo lugar.",
    "relevance": "Transparencia y participación.",
    "so_far": "Existe un piloto en dos regiones.",
    "novelty": "Por primera vez se integran los tres niveles de gobierno.",
    "stakeholders": "Ministerio del Ambiente\n- Dirección de Información\nOXFAM",
    "final_products": "Portal publicado\nManual de uso",
}


SGP = "sgp"


class Papers:
    def __init__(self, visit: Visit, plan: int) -> None:
        self.visit, self.plan = visit, f"/plans/{plan}"

    def press(self, address: str, /, **fields: Any) -> None:
        self.visit.press(SGP, address, **fields)

    def page(self, record: int) -> str:
        return f"{self.plan}/commitments/{record}"

    def answer_all(self, page: str) -> None:
        """Give every reasoned response that is missing."""
        _head, _list, shown = self.visit.get(SGP, page).text.partition('id="missing"')
        shown = shown.partition('id="answer')[0]
        missing = re.findall(r'<li class="[^"]*owed[^"]*" id="([^"]+)"', shown)
        if missing:
            entity = self.visit.value("SELECT min(id) FROM organization WHERE sector = 'executive'")
            day = self.visit.still.instant.date().isoformat()
            said = {"category": "no_budget", "text": "No hay presupuesto antes de 2029."}
            self.press(page, about=missing, organization_id=entity, answered_on=day, **said)

    def fill_in(self, record: int) -> None:
        """Write every section of a record, and two milestones."""
        for section, text in FULL.items():
            self.save(record, section, **{section: text})
        [(title, entity)] = self.visit.rows(
            "SELECT title, organization_id FROM commitment WHERE id = ?", record
        )
        period = {"period_start": "2027-01", "period_end": "2028-12", "number": str(record)}
        self.save(record, "heading", title=title, organization_id=entity, **period)
        self.save(record, "monitoring", monitoring_entity="PCM", monitoring_unit="SGP")
        self.save(record, "values", **dict.fromkeys(("transparency", "participation"), "y"))
        self.save(record, "supporters", government="PCM", civil_society="OXFAM\nDAR", other="")
        indicator = {"indicator-0": "Portales", "baseline-0": "0", "target-0": "1"}
        self.save(record, "outcome_indicators", **indicator)
        for number in (1, 2):
            self.press(f"{self.page(record)}/milestones")
            row = {"activity": f"Actividad {number}", "unit": "DGICA", "means": "Informe"}
            row |= {"start": "2027-H1", "end": "2027-H2", "footnote": ""}
            self.save_milestone(record, self.visit.value("SELECT max(id) FROM milestone"), row)
        self.let_warnings_stand(record)

    def mend(self, record: int) -> None:
        """Fill in what a record that came as a file lacks."""
        contribution = "SELECT contribution FROM commitment WHERE id = ?"
        if not self.visit.value(contribution, record):
            self.save(record, "contribution", contribution=FULL["contribution"])
        rows = self.visit.rows(
            """SELECT id, activity, responsible_unit, means_of_verification, start_half, end_half,
            footnote FROM milestone WHERE commitment_id = ? ORDER BY id""",
            record,
        )
        for number, activity, unit, means, start, end, footnote in rows:
            if not (unit and means):
                row = {"activity": activity, "unit": unit or "Oficina", "means": means or "Informe"}
                row |= {"start": start, "end": end, "footnote": footnote}
                self.save_milestone(record, number, row)
        self.let_warnings_stand(record)

    def revision(self, page: str, action: str) -> str:
        """The digest of what a form of the record was drawn with."""
        shown = self.visit.get(SGP, page).text
        form = shown.split(f'action="{page}/{action}"', 1)[1]
        match = re.search(r'name="revision" value="([^"]*)"', form)
        return match[1] if match else ""

    def save(self, record: int, section: str, **fields: Any) -> None:
        page, address = self.page(record), f"sections/{section}"
        self.press(f"{page}/{address}", revision=self.revision(page, address), **fields)

    def save_milestone(self, record: int, milestone: int, row: dict[str, str]) -> None:
        page, address = self.page(record), f"milestones/{milestone}"
        self.press(f"{page}/{address}", revision=self.revision(page, address), **row)

    def let_warnings_stand(self, record: int) -> None:
        page = self.page(record)
        panel = self.visit.get(SGP, f"{page}/panel").text
        for warning in re.findall(r'name="warning" value="([^"]+)"', panel):
            self.press(f"{page}/warnings/accept", warning=warning, note="Se ve en el informe.")

    def put_forward(self, record: int) -> None:
        """Take a record from draft to published."""
        page = self.page(record)
        approval = {"instrument": "Resolución 2", "approved_on": "2027-03-01"}
        approval |= {"basis_kind": "letter", "basis_number": "12", "basis_on": "2027-02-26"}
        for step in ("complete", "validate", "validate-sgp", "approve", "publish"):
            panel = self.visit.get(SGP, f"{page}/panel").text
            seen = re.search(r'name="seen" value="([^"]+)"', panel)
            assert seen, panel
            self.press(f"{page}/{step}", seen=seen[1], reason="Como se acordó", **approval)
