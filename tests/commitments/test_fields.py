"""The table of the record's fields is whole: columns, labels, forms, print and file are in it."""

import pytest
from flask_babel import force_locale

from workshop.commitments.editing import sections, versions
from workshop.commitments.fields import (
    BESIDE,
    FIELDS,
    IN_FILE,
    LABELS,
    MILESTONE_FIELDS,
    SECTIONS,
    FieldKind,
)
from workshop.commitments.models import Commitment, Milestone
from workshop.commitments.showing.page import READERS, WRITERS
from workshop.exports.records import BLOCKS
from workshop.planfile.shape import schema

OF_MILESTONES = (FieldKind.PLAIN, FieldKind.HALF)
# Columns that no form of the record holds, each with its reason.
NO_FIELD = {
    "id": "the row itself",
    "theme_id": "settled when the commitment is adopted",
    "state": "moved by a step",
    "plan_id": "that of its theme",
    "approval_instrument": "given with the step that approves",
    "approved_on": "given with the step that approves",
    "revision": "counted",
    "created_at": "set once",
}
NO_MILESTONE_FIELD = {
    "id": "the row itself",
    "commitment_id": "its commitment",
    "position": "moved with the arrows",
}
# What a plan file says of a commitment or milestone that no form does.
NOT_WRITTEN = {
    "id": "the code",
    "theme": "the commitment's place",
    "subject": "the theme's",
    "title_in_list": "as an imported file printed it",
    "state": "moved by a step",
    "approval.instrument": "given with the step that approves",
    "approval.date": "given with the step that approves",
    "steps": "the steps themselves",
    "accepted_warnings": "notes to the checks",
    "period.printed": "as an imported file printed it",
    "leading_entity.printed": "as an imported file printed it",
    "order": "the milestone's place",
}
# The objects of the file that one field fills whole.
WHOLE = {
    "period": ("start", "end"),
    "leading_entity": ("org",),
    "supporters": ("government", "civil_society", "other"),
}


def columns(fields):
    names = [name for field in fields for name in field.columns if name != "milestones"]
    assert len(names) == len(set(names))
    return set(names)


@pytest.mark.parametrize(
    ("model", "fields", "others"),
    [(Commitment, FIELDS, NO_FIELD), (Milestone, MILESTONE_FIELDS, NO_MILESTONE_FIELD)],
)
def test_every_column_is_a_field_or_says_why_not(model, fields, others):
    assert set(model.__table__.columns.keys()) == columns(fields) | set(others)
    assert not columns(fields) & set(others)


@pytest.mark.parametrize("model", [Commitment, Milestone])
def test_a_field_takes_no_more_than_its_column(model):
    fields = FIELDS if model is Commitment else MILESTONE_FIELDS
    longest = {
        name: model.__table__.columns[name].type.length
        for field in fields
        for name in field.columns
        if field.kind in (FieldKind.LINE, FieldKind.TITLE)
    }
    assert longest == {
        field.name: field.longest
        for field in fields
        if field.kind in (FieldKind.LINE, FieldKind.TITLE)
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_field_has_a_name_a_key_and_words_of_its_own(app, language):
    fields = (*FIELDS, *MILESTONE_FIELDS)
    assert len(LABELS) == len(fields)
    assert len({field.key for field in fields}) == len(fields)
    with app.test_request_context(), force_locale(language):
        labels = {str(field.label) for field in fields}
    assert len(labels) == len(fields)
    assert "" not in labels


def paths(shape, start=""):
    """Every property of a shape that holds no further named ones."""
    for name, inner in shape["properties"].items():
        if "properties" in inner:
            yield from paths(inner, f"{start}{name}.")
        else:
            yield f"{start}{name}"


@pytest.mark.parametrize(
    ("kind", "fields"), [("commitment", FIELDS), ("milestone", MILESTONE_FIELDS)]
)
def test_the_schema_of_the_plan_file_has_every_field_and_nothing_more(kind, fields):
    ours = {
        f"{field.path}.{inner}" if inner else field.path
        for field in fields
        if field.path
        for inner in WHOLE.get(field.path, ("",))
    }
    assert set(paths(schema()["$defs"][kind])) - set(NOT_WRITTEN) == ours


def test_every_kind_is_shown_saved_compared_and_printed():
    in_records = set(FieldKind) - set(OF_MILESTONES)
    assert {field.kind for field in FIELDS} == in_records
    assert {field.kind for field in MILESTONE_FIELDS} == {*OF_MILESTONES, FieldKind.LINE}
    assert set(sections.HANDLING) == in_records - {FieldKind.MILESTONES}
    assert set(WRITERS) == set(sections.HANDLING) - {
        FieldKind.NUMBER,
        FieldKind.ENTITY,
        FieldKind.LEVELS,
    }
    assert set(READERS) == in_records - {FieldKind.NUMBER, FieldKind.TITLE, FieldKind.LEVELS}
    assert set(BLOCKS) == in_records - {FieldKind.MILESTONES, FieldKind.FOOTNOTES}
    assert set(versions.TEXTS) == in_records - {
        FieldKind.NUMBER,
        FieldKind.LEVELS,
        FieldKind.SUPPORTERS,
        FieldKind.LINKS,
    }
    assert {field.name for field in versions.COMPARED} == {
        field.name for field in FIELDS if field.kind in versions.TEXTS
    }


def test_a_field_is_printed_or_kept_beside():
    assert {*IN_FILE, *BESIDE} == set(FIELDS)


def test_every_section_has_its_form_and_every_field_its_box(look, record):
    page = look(record.admin).text
    for section, fields in SECTIONS.items():
        assert page.count(f'id="form-{section}"') == 1, section
        for field in fields:
            for name in sent_as(field):
                assert f'name="{name}"' in page, name
    for field in MILESTONE_FIELDS:
        assert f'id="milestone-{record.milestone_id}-{field.name}"' in page


def sent_as(field):
    """The names under which a form sends a field."""
    others = {
        FieldKind.LEVELS: ("baseline-0", "target-0"),
        FieldKind.VALUES: ("transparency", "participation", "accountability"),
        FieldKind.SUPPORTERS: ("government", "civil_society", "other"),
    }
    rows = tuple(f"{column.name}-0" for column in field.row)
    return others.get(field.kind) or rows or field.columns
