"""Warnings and their notes, and who validates a record for its entity."""

import io
import re
import zipfile
from datetime import date

import pytest

from workshop.commitments.models import (
    BasisKind,
    Commitment,
    CommitmentState,
    Step,
    Validator,
    WarningNote,
)
from workshop.extensions import db
from workshop.people.models import Sector

NOTE = "It is known since the diagnosis"
BASIS = {"basis_kind": "letter", "basis_number": "12-2022", "basis_on": "2022-06-01"}
APPROVAL = {"instrument": "DS 1", "approved_on": "2022-01-30"}


def open_warnings(page):
    return set(re.findall(r'class="is-advised" id="[^"]+" data-check="([^"]+)"', page.text))


def standing(page):
    return set(re.findall(r'id="stands-[^"]+" data-check="([^"]+)"', page.text))


def test_a_warning_stands_with_a_note_and_only_one_that_there_is(record, send, look):
    for note in ("", "  \n "):
        answer = send(record.rosa, "warnings/accept", warning="novelty", note=note)
        assert answer.status_code == 422
    assert send(record.rosa, "warnings/accept", warning="nothing", note=NOTE).status_code == 409
    assert send(record.stranger, "warnings/accept", warning="novelty", note=NOTE).status_code == 403

    assert send(record.rosa, "warnings/accept", warning="novelty", note=NOTE).status_code == 200

    panel = look(record.rosa, "/panel")
    assert "novelty" in standing(panel)
    assert "novelty" not in open_warnings(panel)
    assert f'practice.<br><span class="small">{NOTE}' in panel.text
    send(record.rosa, "warnings/take-back", warning="novelty")
    assert "novelty" in open_warnings(look(record.rosa, "/panel"))


@pytest.mark.parametrize("note", ["", "  "])
def test_the_database_keeps_no_warning_without_a_note(app, record, note):
    with app.app_context():
        row = WarningNote(commitment_id=record.id, key="k", kind="values", note=note)
        db.session.add(row)
        with pytest.raises(db.exc.IntegrityError):
            db.session.commit()


def test_a_note_is_to_the_words_that_it_was_given_for(app, record, send, look):
    """When these change the warning is open again, and the former note stands beside it."""

    def write(**details):
        with app.app_context():
            row = db.session.get_one(Commitment, record.id)
            for name, value in details.items():
                setattr(row, name, value)
            db.session.commit()

    def is_open():
        return key in open_warnings(look(record.rosa, "/panel"))

    write(outcome_indicators=["Permits published"])
    key = "levels-permits published"
    send(record.rosa, "warnings/accept", warning=key, note=NOTE)
    assert not is_open()
    write(outcome_indicators=["PERMITS  published"], title="Another")
    assert not is_open()

    write(indicator_levels=[{"baseline": "0", "target": ""}])
    assert is_open()
    assert f"other words: {NOTE}" in look(record.rosa, "/panel").text

    send(record.rosa, "warnings/accept", warning=key, note="Its target comes in May")
    assert not is_open()


@pytest.fixture
def approved(filled, step):
    """A record one step before its publication, with its warnings open."""
    for person, name, fields in (
        (filled.rosa, "complete", {}),
        (filled.rosa, "validate", {}),
        (filled.admin, "validate-sgp", {}),
        (filled.admin, "approve", APPROVAL),
    ):
        assert step(person, name, **fields).status_code == 200
    return filled


def test_a_record_is_not_published_while_a_warning_is_unanswered(
    approved, send, step, look, kept, answer_warnings
):
    assert 'action$="/publish"' not in look(approved.admin, "/panel").text

    answer = step(approved.admin, "publish")

    assert (answer.status_code, kept("state")) == (409, ["approved"])
    assert "Nothing is said on what is new against current practice." in answer.json["message"]
    answer_warnings(approved.rosa, NOTE)  # no longer a draft, it is still answered
    send(approved.rosa, "warnings/take-back", warning="novelty")
    assert step(approved.admin, "publish").status_code == 409
    send(approved.rosa, "warnings/accept", warning="novelty", note="New all the same")
    assert step(approved.admin, "publish").status_code == 200

    assert "New all the same" in look(approved.stranger).text
    for act, fields in (
        ("warnings/take-back", {"warning": "novelty"}),
        ("warnings/accept", {"warning": "novelty", "note": "Later"}),
    ):
        assert send(approved.admin, act, **fields).status_code == 409


def test_what_was_published_stays_as_it_was(
    approved, step, look, answer_warnings, make_organization, app
):
    """An organization that is known later changes neither the notes nor what they were for."""
    answer_warnings(approved.rosa, NOTE)
    step(approved.admin, "publish")
    before = standing(look(approved.stranger, "/panel"))

    make_organization("Planning", Sector.EXECUTIVE, "PLANNING")

    after = look(approved.admin, "/panel")
    assert standing(after) == before
    assert open_warnings(after) == set()


def test_notes_and_validation_go_along_into_versions_print_and_files(
    approved, step, sign_in, answer_warnings, look, client
):
    answer_warnings(approved.rosa, NOTE)
    step(approved.admin, "publish")

    plan = f"/plans/{approved.plan_id}"
    said = ["None of transparency, participation and accountability is marked.", NOTE]
    said.append("By the entity itself, on June 20, 2022.")
    admin = sign_in(approved.admin)
    csv = admin.get(f"{plan}/files/commitment-records.csv").text
    public = client.get(f"/open/{approved.plan_id}/commitments/{approved.id}").text
    for text in (csv, public):
        assert [words for words in said if words not in text] == []
        assert "Rosa" not in text
    data = client.get(f"/open/{approved.plan_id}/data/commitment-records.csv").text
    assert [words for words in said if words not in data] == []
    versions = look(approved.rosa, "/versions").text
    assert [words for words in said if words not in versions] == []
    printed = sign_in(approved.admin).get(f"{plan}/files/commitment-records.docx").data
    with zipfile.ZipFile(io.BytesIO(printed)) as archive:
        document = archive.read("word/document.xml").decode()
    assert [words for words in said if words not in document] == []


def test_a_note_from_before_is_asked_again_in_a_draft_and_not_made_public(
    app, record, filled, send, step, look, answer_warnings, keep
):
    def build():
        return WarningNote(commitment_id=record.id, key="novelty", kind="novelty", note="Secret")

    keep(build)
    assert "novelty" in open_warnings(look(record.rosa, "/panel"))
    step(record.rosa, "complete")
    assert "novelty" in standing(look(record.rosa, "/panel"))
    for person, name, fields in (
        (record.rosa, "validate", {}),
        (record.admin, "validate-sgp", {}),
        (record.admin, "approve", APPROVAL),
    ):
        step(person, name, **fields)
    for key in open_warnings(look(record.rosa, "/panel")):
        send(record.rosa, "warnings/accept", warning=key, note=NOTE)
    assert step(record.admin, "publish").status_code == 200

    assert "Secret" in look(record.rosa).text
    assert "Secret" not in look(record.stranger).text
    assert "Secret" not in look(record.stranger, "/versions").text


# Who validates for the entity


def test_somebody_of_the_entity_validates_it(app, filled, step, look, make_person, send):
    step(filled.rosa, "complete")
    assert step(filled.stranger, "validate").status_code == 403

    assert step(filled.rosa, "validate").status_code == 200

    assert validation(app) == (Validator.ENTITY, None, "", None)
    assert "By the entity itself" in look(filled.rosa, "/panel").text


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"basis_kind": ""}, 422),
        ({"basis_kind": "rumour"}, 422),
        ({"basis_number": " "}, 422),
        ({"basis_on": ""}, 422),
        ({"basis_on": "soon"}, 422),
        ({"basis_on": "2031-01-01"}, 409),
    ],
)
def test_the_sgp_validates_for_it_on_a_written_basis_only(app, filled, step, kept, changed, status):
    step(filled.rosa, "complete")

    assert step(filled.admin, "validate", **{**BASIS, **changed}).status_code == status
    assert kept("state") == ["complete"]


def test_the_record_says_on_what_basis_the_sgp_validated(app, filled, step, look):
    step(filled.rosa, "complete")

    assert step(filled.admin, "validate", **BASIS).status_code == 200

    assert validation(app) == (Validator.SGP, BasisKind.LETTER, "12-2022", date(2022, 6, 1))
    said = "on the written basis of: Letter 12-2022 of June 1, 2022."
    assert said in look(filled.rosa, "/panel").text
    assert said in look(filled.rosa, "/versions").text


def test_an_administrator_of_the_entity_is_of_the_entity(app, filled, step, make_admin):
    step(filled.rosa, "complete")
    own = make_admin("Own", organization=filled.ministry)

    assert step(own, "validate").status_code == 200
    assert validation(app)[0] is Validator.ENTITY


def validation(app):
    with app.app_context():
        query = db.select(Step).filter_by(state=CommitmentState.VALIDATED)
        row = db.session.scalars(query).one()
        return row.validated_by, row.basis_kind, row.basis_number, row.basis_on


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"validated_by": Validator.SGP},
        {"validated_by": Validator.SGP, "basis_kind": BasisKind.LETTER, "basis_number": " "},
        {"validated_by": Validator.ENTITY, "basis_kind": BasisKind.LETTER, "basis_number": "1",
         "basis_on": date(2022, 6, 1)},
        {"state": CommitmentState.COMPLETE, "validated_by": Validator.ENTITY},
    ],
)  # fmt: skip
def test_the_database_keeps_no_validation_that_does_not_say_whose(app, record, clock, details):
    with app.app_context():
        fields = {"state": CommitmentState.VALIDATED, **details}
        db.session.add(Step(commitment_id=record.id, taken_at=clock(), **fields))
        with pytest.raises(db.exc.IntegrityError):
            db.session.commit()
