"""What people type comes in clean by every way, and goes out in every format."""

import re
import subprocess
import sys

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, HiddenField, PasswordField, StringField, TextAreaField
from wtforms import Form as PlainForm

from tests.closing.conftest import closed, published, voted  # noqa: F401  fixtures
from workshop.extensions import db
from workshop.forms import Form, InnerForm
from workshop.text import clean_text, has_letter, one_line, paragraphs
from workshop.web import NO_TEXTS
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

# An emoji of three people, a Chinese letter, Word's bullet and its soft line break, a zero, an
# override of the direction, a separate accent, a byte order mark, half a character.
ODD = "Rio\u0301\U0001f469\u200d\U0001f469\u200d\U0001f467 中\uf0b7 uno\u000bdos\0 \u202etres\ufeff"
CLEAN = "Ri\u00f3\U0001f469\u200d\U0001f469\u200d\U0001f467 中• uno\ndos tres"
# Fields by which people, organizations, units and things are called.
NAME = re.compile(r"(^|_)(name|title|organization|acronym|unit)$")
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
JSON = {"Accept": "application/json"}


def all_forms(kind):
    for form in kind.__subclasses__():
        if form.__module__.startswith("workshop."):
            yield form
        yield from all_forms(form)


def text_fields():
    """Every field of a form in which something is typed: form, name, how to build it."""
    for form in {*all_forms(FlaskForm), *all_forms(PlainForm)} - {Form, InnerForm}:
        for name in dir(form):
            field = getattr(form, name)
            kind = getattr(field, "field_class", None)
            if kind and issubclass(kind, (StringField, FieldList)):
                yield form, name, field


def test_every_field_of_every_form_is_cleaned_and_no_password_is(app):
    fields = list(text_fields())
    assert len(fields) > 60
    for form, name, field in fields:
        assert issubclass(form, (Form, InnerForm)), form
        alone = type("Alone", (Form,), {name: field})
        with app.test_request_context():
            filled = alone(MultiDict({name: ODD, f"{name}-0": ODD}))[name]
        inner = filled.entries[0] if isinstance(filled, FieldList) else filled

        assert (name in NO_TEXTS) == isinstance(inner, PasswordField), (form, name)
        if isinstance(inner, PasswordField):
            assert inner.data == ODD
        elif not isinstance(inner, HiddenField):
            clean = CLEAN if isinstance(inner, TextAreaField) else one_line(ODD)
            assert (inner.data or "").casefold() == clean.casefold(), (form, name)


def test_every_field_that_names_something_asks_for_a_letter(app):
    names = {}
    for form, name, field in text_fields():
        if NAME.search(name) and not issubclass(field.field_class, (HiddenField, PasswordField)):
            alone = type("Alone", (Form,), {name: field})
            with app.test_request_context():
                filled = alone(MultiDict({name: "7"}))
                filled.validate()
            names[form.__name__, name] = "A name has at least one letter." in filled.errors[name]
    assert len(names) > 12
    assert not [place for place, is_refused in names.items() if not is_refused]


def test_what_a_view_reads_without_a_form_is_cleaned_too(app):
    sent = {"note-1": ODD, "key": "a\0b", "password": ODD, "next": "/\t/elsewhere"}
    with app.test_request_context("/?from=a%00b", method="POST", data=sent):
        from flask import request

        assert request.form == MultiDict({**sent, "note-1": CLEAN, "key": "ab"})
        assert request.args["from"] == "ab"


@pytest.mark.parametrize("page", ["/join/%00", "/open/1/rounds/%00", "/join/%E2%80%AEabc"])
def test_an_address_with_what_no_text_holds_leads_nowhere(client, page):
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h\ni", "a\nb\nc\nd\ne\nf\ng\nh\ni"),
        ("a\tb", "a b"),
        ("\uf0b7 x \uf0a7 y \uf0d8 z", "• x • y • z"),
        ("\u202aa\u202eb\u202cc\u2066d\u2069", "abcd"),
        ("a\u200bb\u00adc\ufeffd\ufff9e", "abcde"),
        ("\0\x07\x1b[0m\x9f", "[0m"),
        ("\ue000\uf8ff\U000f0000\ud800\u0378\uffff\ufdd0", ""),
        ("\u200e1\u200f \u0645\u06cc\u200c\u062e \u2764\ufe0f", None),
        ("\U0001f469\u200d\U0001f467 \U0001fae8 \U0001f1f5\U0001f1ea 1\ufe0f\u20e3", None),
        ("e\u0301 \u1100\u1161", "\u00e9 \uac00"),
        ("e\u200b\u0301", "\u00e9"),
        # Names are written with them: NFC would make them another ideograph
        ("\ufa19\ufa70 \U0002f800 e\u0301", "\ufa19\ufa70 \U0002f800 \u00e9"),
        # Two flags of parts of a country; tags that belong to none
        (f"{ENGLAND}{ENGLAND} a\U000e0067\U000e007f", f"{ENGLAND}{ENGLAND} a"),
        # Assigned after Unicode 14 (Python 3.11 has that), and to this day not
        (
            "\U0001fae9 \U00031350 \u1c89 \U0001faff\U0001f1af\u0379",
            "\U0001fae9 \U00031350 \u1c89 ",
        ),
        ("a\u2060\u180e\u2061\ufe0e\U000e0100b", None),
        ("\u00a0\u20091½", None),
    ],
)
def test_what_of_a_text_is_kept(typed, clean):
    wanted = typed if clean is None else clean

    assert clean_text(typed) == wanted
    assert clean_text(wanted) == wanted


def test_a_text_in_which_nothing_can_be_seen_is_empty():
    for unseen in ("\u200d", "\u200e \ufe0f", "\u3164", "\u0301", " \n "):
        assert (paragraphs(unseen), one_line(unseen)) == ("", "")
    assert paragraphs("\U0001f600") == "\U0001f600"


@pytest.mark.parametrize(
    ("name", "is_name"),
    [
        ("Ana", 1),
        ("李", 1),
        ("7 de Junio", 1),
        ("7", 0),
        ("\U0001f600", 0),
        ("\u3164", 0),
        ("-", 0),
    ],
)
def test_a_name_has_a_letter(client, meeting, name, is_name):
    assert has_letter(name) == bool(is_name)
    address = f"/join/{code_of(client, meeting)}"
    for said in ({"name": name, "organization": "Foro"}, {"name": "Ana", "organization": name}):
        answer = client.application.test_client().post(address, data={**said, "sector": "academia"})
        assert answer.status_code == (303 if is_name else 422)
        if not is_name:
            assert re.search("A name has at least one letter|Write (your|the) ", answer.text)


def code_of(client, meeting):
    with client.application.app_context():
        return db.session.get_one(Workshop, meeting.workshop.id).code


@pytest.mark.slow
def test_the_command_line_cleans_too(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", f"sqlite:///{tmp_path / 'text.sqlite3'}")
    monkeypatch.setenv("WORKSHOP_SECRET_KEY", "only for this test")

    def workshop(*words):
        command = [sys.executable, "-m", "workshop.cli", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def admin(name):
        return workshop(
            "create-admin",
            "--name",
            name,
            "--email",
            "a@example.org",
            "--password",
            "quinua y maca",
        )

    assert workshop("db-upgrade").returncode == 0
    assert admin("\U0001f600").returncode == 1
    made = admin("Ri\u202eo\u0301\v de la Paz")
    assert (made.returncode, made.stdout) == (
        0,
        "Rió de la Paz can now sign in with a@example.org.\n",
    )
