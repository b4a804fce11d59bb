"""A plan that came as a file and is published step by step, each as the SGP presses it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from workshop import clock as wall_clock
from workshop.closing import due
from workshop.commitments.models import Commitment
from workshop.extensions import db
from workshop.planfile.reading import import_plan
from workshop.workshops.models import Workshop

JSON = {"Accept": "application/json"}
FILE = Path(__file__).parents[1] / "planfile" / "plan.json"


class Scene:
    """The plan of the tests' own file: three rounds of one theme, and the record they led to."""

    def __init__(self, app: Flask, sgp: FlaskClient) -> None:
        self.app, self.sgp = app, sgp
        self.document = json.loads(FILE.read_text("utf-8"))
        with app.app_context():
            plan, _is_new = import_plan(self.document, now=wall_clock.now())
            record = db.session.scalars(db.select(Commitment).filter_by(theme_id=plan.themes[0].id))
            self.id, self.record = plan.id, record.one().id
            workshops = db.select(Workshop).filter_by(theme_id=plan.themes[0].id)
            self.rounds = {
                workshop.round: workshop.id for workshop in db.session.scalars(workshops)
            }
            db.session.commit()

    def press(self, page: str, **fields: Any) -> None:
        sent = self.sgp.post(page, data=fields, headers=JSON)
        assert sent.status_code == 200, sent.text

    def answer(self) -> None:
        """Give every reasoned response that is missing."""
        with self.app.app_context():
            record = db.session.get_one(Commitment, self.record)
            missing = due.missing_responses([theme.id for theme in record.theme.plan.themes])
            about = [case.key for case in missing]
            entity = record.organization_id
        day = "2022-06-20"
        text = "For reasons that are told here."
        answer = {"about": about, "category": "other", "text": text, "answered_on": day}
        self.press(f"/plans/{self.id}/responses", organization_id=entity, **answer)

    def publish(self, *rounds: int) -> None:
        for number in rounds:
            self.press(f"/workshops/{self.rounds[number]}/close/publish")

    def mend(self) -> None:
        """Fill in what the record of the file lacks."""
        with self.app.app_context():
            record = db.session.get_one(Commitment, self.record)
            record.contribution = "Everyone will know."
            record.milestones[1].responsible_unit = "Network Office"
            record.milestones[1].means_of_verification = "The map"
            db.session.commit()

    def put_forward(self) -> None:
        """Take the record from draft to published: by the SGP, on what the entity wrote."""
        page = f"/plans/{self.id}/commitments/{self.record}"
        approval = {"instrument": "Resolution 2", "approved_on": "2022-06-01"}
        approval |= {"basis_kind": "letter", "basis_number": "12", "basis_on": "2022-05-30"}
        panel = self.sgp.get(f"{page}/panel").text
        for warning in re.findall(r'name="warning" value="([^"]+)"', panel):
            self.press(f"{page}/warnings/accept", warning=warning, note="It is so in the report.")
        for step in ("complete", "validate", "validate-sgp", "approve", "publish"):
            panel = self.sgp.get(f"{page}/panel").text
            [seen] = set(re.findall(r'name="seen" value="([^"]+)"', panel))
            self.press(f"{page}/{step}", seen=seen, reason="As agreed", **approval)
