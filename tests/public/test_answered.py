"""Whatever is answered is in public with its answer, each leading to the other."""

import csv
import io
import json
import re
import zipfile

import pytest

from tests.public import scene
from tests.public.scene import JSON, Scene
from workshop.closing.models import Kind
from workshop.commitments.models import Commitment
from workshop.extensions import db
from workshop.links.models import Link
from workshop.planfile.items import Items

WRITTEN = {
    "id": "R1-AGU-A1",
    "phase": "open_discussion",
    "position": 0,
    "number": 4,
    "orgs": ["sunass"],
}
THANKS = "Lo escrito se recoge en el problema 1."


def changed(document):
    """The tests' own plan with contributions that were answered; its record adopts with changes."""
    [link] = [link for link in document["lineage"] if link["relation"] == "adopted"]
    link |= {"relation": "adopted_changed", "note": "El plazo."}
    document["rounds"][0]["workshops"][0]["contributions"] = [WRITTEN]
    answer = {"about": WRITTEN["id"], "category": "taken_into_account", "text": THANKS}
    document["responses"].append({**answer, "org": "sunass", "date": "2025-03-12"})
    return document


@pytest.fixture
def plan(app, make_admin, sign_in, monkeypatch, tmp_path):
    document = changed(json.loads(scene.FILE.read_text("utf-8")))
    monkeypatch.setattr(scene, "FILE", tmp_path / "plan.json")
    scene.FILE.write_text(json.dumps(document), "utf-8")
    return Scene(app, sign_in(make_admin()))


@pytest.fixture
def published(plan):
    plan.answer()
    plan.publish(1, 2, 3)
    plan.mend()
    plan.put_forward()
    return plan


def rows_of(client, plan, key):
    """The rows of a table, as JSON has them; the CSV has as many."""
    address = f"/open/{plan.id}/data/{key}"
    rows = client.get(f"{address}.json?language=en").json["rows"]
    text = client.get(f"{address}.csv?language=en").get_data().decode("utf-8-sig")
    cells = [list(row.values()) for row in rows]
    assert list(csv.reader(io.StringIO(text)))[1:] == cells
    return rows


@pytest.mark.slow
def test_every_kind_of_response_is_in_the_open_data_and_leads_both_ways(client, published):
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/open/{published.id}/data.zip").data))
    document = json.loads(archive.read("plan.json"))
    items = Items(document)
    about = {
        response["about"]: items.kind_of(response["about"]) for response in document["responses"]
    }

    assert set(about.values()) == {str(kind) for kind in Kind}
    introduced = {link["to"] for link in document["lineage"] if link["from"] is None}
    assert introduced & about.keys()
    rows = rows_of(client, published, "responses")
    assert {row["about"]: row["kind"] for row in rows} == about
    leading = {(row["from"], row["to"]) for row in rows_of(client, published, "links")}
    assert {(row["about"], row["id"]) for row in rows} <= leading
    assert [row["id"] for row in rows_of(client, published, "contributions")] == [WRITTEN["id"]]


def test_no_link_of_the_open_data_is_missing_or_leads_to_nothing(client, plan):
    def links():
        rows = rows_of(client, plan, "links")
        lineage = [row for row in rows if row["relation"] != "answered_by"]
        return {(row["from"], row["to"], row["relation"]) for row in lineage}

    plan.answer()
    plan.publish(1)
    assert links() == {("R1-AGU-P3", "", "dropped")}
    plan.publish(2, 3)
    assert ("", "R3-AGU-C2", "introduced_by_entity") in links()
    assert not [link for link in links() if link[1].startswith("C01")]
    plan.mend()
    plan.put_forward()

    every = {
        (link["from"] or "", link["to"] or "", link["relation"])
        for link in plan.document["lineage"]
    }
    assert links() == every
    whole = plan.sgp.get(f"/plans/{plan.id}/files/links.json").json["rows"]
    assert [row["relation"] for row in whole if row["to"] == "R3-AGU-C2"] == [
        "introduced_by_entity"
    ]


def test_every_response_is_read_in_public(client, published):
    pages = {
        "problem": "/rounds/R1-AGU",
        "idea": "/rounds/R2-AGU",
        "proposal": "/rounds/R3-AGU",
        "theme": "",
        "commitment": f"/commitments/{published.record}",
        "contributions": "/rounds/R1-AGU",
    }
    texts = {
        "problem": "Las tarifas las fija otra entidad.",
        "theme": "Se retomará en el siguiente plan.",
        "contributions": THANKS,
    }
    assert set(pages) == {str(kind) for kind in Kind}
    for kind, page in pages.items():
        text = texts.get(kind, "For reasons that are told here.")
        assert text in client.get(f"/open/{published.id}{page}?language=es").text, kind
    story = f"/open/{published.id}/lineage/commitment/{published.record}"
    assert "For reasons that are told here." in client.get(story).text


def test_what_a_file_says_of_contributions_comes_back(plan):
    document = plan.sgp.get(f"/plans/{plan.id}/plan.json").json

    assert document["rounds"] == plan.document["rounds"]
    assert document["responses"] == plan.document["responses"]


@pytest.mark.slow
def test_a_round_before_an_earlier_one_says_why(client, plan):
    plan.answer()
    reason = "El decreto espera a la ronda 3."

    def publish(number, **fields):
        page = f"/workshops/{plan.rounds[number]}/close/publish"
        return plan.sgp.post(page, data=fields, headers=JSON)

    for number, sentence in ((3, "Rounds 1, 2 of this theme"), (2, "Round 1 of this theme")):
        refused = publish(number, reason="  ")
        assert refused.status_code == 409
        assert sentence in refused.json["message"]
        for place in ("responses", "close"):
            assert sentence in plan.sgp.get(f"/workshops/{plan.rounds[number]}/{place}").text
    assert publish(3, reason=reason).status_code == 200
    assert publish(1, reason="Not asked for").status_code == 200
    assert publish(2).status_code == 200

    assert reason in client.get(f"/open/{plan.id}/rounds/R3-AGU?language=es").text
    assert reason in client.get(f"/open/{plan.id}/changes?language=es").text
    assert "Not asked for" not in client.get(f"/open/{plan.id}/rounds/R1-AGU").text
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/open/{plan.id}/data.zip").data))
    document = json.loads(archive.read("plan.json"))
    said = [
        workshop.get("early_reason")
        for entry in document["rounds"]
        for workshop in entry["workshops"]
    ]
    assert said == [None, None, reason]


class Record:
    """The record of the scene, as the SGP takes it from step to step."""

    def __init__(self, app, plan):
        self.app, self.plan = app, plan
        self.page = f"/plans/{plan.id}/commitments/{plan.record}"

    @property
    def panel(self):
        return self.plan.sgp.get(f"{self.page}/panel").text

    def step(self, name, **fields):
        approval = {"instrument": "Resolution 2", "approved_on": "2022-06-01"}
        approval |= {"basis_kind": "letter", "basis_number": "12", "basis_on": "2022-05-30"}
        seen = re.findall(r'name="seen" value="([^"]+)"', self.panel)[:1] or [str(self.revision)]
        sent = {"seen": seen, **approval, **fields}
        return self.plan.sgp.post(f"{self.page}/{name}", data=sent, headers=JSON)

    def steps(self, *names):
        for name in names:
            assert self.step(name).status_code == 200

    def let_warnings_stand(self):
        for warning in re.findall(r'name="warning" value="([^"]+)"', self.panel):
            note = "It is in the report."
            self.plan.press(f"{self.page}/warnings/accept", warning=warning, note=note)

    @property
    def revision(self):
        with self.app.app_context():
            return db.session.get_one(Commitment, self.plan.record).revision

    @property
    def entity(self):
        with self.app.app_context():
            return db.session.get_one(Commitment, self.plan.record).organization_id

    def rewrite(self, text):
        with self.app.app_context():
            record = db.session.get_one(Commitment, self.plan.record)
            record.description = text
            record.revision += 1
            db.session.commit()

    @property
    def relation(self):
        with self.app.app_context():
            query = db.select(Link.relation).filter_by(to_commitment_id=self.plan.record)
            return str(db.session.scalars(query).one())


@pytest.fixture
def answered_and_changed(app, plan):
    """A record that was answered for as changed, and that has changed again since."""
    record = Record(app, plan)
    plan.mend()
    record.rewrite("Only the new wells")
    changed = record.step("complete", reason="There is no money for all of it")
    assert changed.status_code == 200
    assert record.relation == "adopted_changed"
    record.steps("validate", "validate-sgp")
    plan.answer()
    record.step("send-back", reason="Say which wells")
    record.rewrite("Only the wells of the coast")
    record.step("complete", reason="The others follow")
    return record


def test_a_record_that_changed_since_it_was_answered_for_holds_its_round_back(
    plan, answered_and_changed
):
    third = f"/workshops/{plan.rounds[3]}/close/publish"

    refused = plan.sgp.post(third, data={"reason": "So"}, headers=JSON)

    assert refused.status_code == 409


def test_a_changed_record_waits_for_its_response_and_after_a_change_for_a_new_one(
    plan, answered_and_changed, client
):
    record = answered_and_changed
    record.steps("validate", "validate-sgp", "approve")
    record.let_warnings_stand()
    refused = record.step("publish")
    assert refused.status_code == 409
    assert "changed since" in refused.json["message"]
    assert "changed since" in record.panel
    desk = plan.sgp.get(f"/plans/{plan.id}/responses").text
    assert "For reasons that are told here." in desk.partition("answer-form")[2]

    [mark] = re.findall(r'value="(commitment-[^" ]+)"', desk)
    record.rewrite("Only the wells of the south")
    late = {"about": mark, "category": "other", "text": "So", "answered_on": "2022-06-20"}
    late["organization_id"] = record.entity
    assert plan.sgp.post(f"/plans/{plan.id}/responses", data=late, headers=JSON).status_code == 409

    plan.answer()
    plan.publish(1, 2, 3)
    assert record.step("publish").status_code == 200
    public = client.get(f"/open/{plan.id}/commitments/{plan.record}").text
    assert "For reasons that are told here." in public


def test_a_correction_waits_for_the_response_too(app, plan):
    plan.answer()
    plan.publish(1, 2, 3)
    with app.app_context():
        record = db.session.get_one(Commitment, plan.record)
        record.description = "Something else"
        db.session.commit()

    sent = {"data": {"reason": "A typing slip"}, "headers": JSON}
    assert plan.sgp.post(f"/workshops/{plan.rounds[3]}/editions", **sent).status_code == 409
    plan.answer()
    assert plan.sgp.post(f"/workshops/{plan.rounds[3]}/editions", **sent).status_code == 200
