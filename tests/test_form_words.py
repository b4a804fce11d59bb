"""What a form refuses it says in our words: none of WTForms' own sentences is ever shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from babel.messages import pofile
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, SelectField, SelectMultipleField
from wtforms.i18n import messages_path

from workshop.forms import EXACT, LONGEST, SENTENCES, SHORTEST, Form, InnerForm, OurWords

# Neither a number nor a day nor a choice; and what is far too long for anything.
GARBAGE = ("\ufffd?!", "", "9" * 5000, "-1")
OF_A_MULTIPLE_CHOICE = "'%(value)s' is not a valid choice for this field."


def theirs() -> Iterator[str]:
    """Every sentence that WTForms can say by itself."""
    with Path(messages_path(), "wtforms.pot").open("rb") as file:
        for message in pofile.read_po(file):
            several = message.id if isinstance(message.id, tuple) else (message.id,)
            yield from filter(None, several[:1])


def test_every_sentence_of_theirs_has_words_of_ours(app):
    by_number = {LONGEST, SHORTEST, EXACT, OF_A_MULTIPLE_CHOICE}
    assert set(theirs()) - by_number <= set(SENTENCES)
    with app.test_request_context():
        for language in ("en", "es"):
            with force_locale(language):
                assert not {OurWords().ngettext(said, said, 7) for said in by_number} & by_number


def forms() -> list[type[Any]]:
    """Every form of the application, whose modules are loaded with it."""

    def below(kind: type[Any]) -> Iterator[type[Any]]:
        for own in kind.__subclasses__():
            yield own
            yield from below(own)

    kinds = {kind for base in (Form, InnerForm) for kind in below(base)}
    return sorted(
        (kind for kind in kinds if kind.__module__.startswith("workshop")),
        key=lambda kind: (kind.__module__, kind.__name__),
    )


def sent(form: Any, garbage: str) -> MultiDict[str, str]:
    """Garbage in every field, those within others among them."""
    pairs: list[tuple[str, str]] = []

    def fill(fields: Any) -> None:
        for field in fields:
            if isinstance(field, FormField):
                fill(field.form)
            elif isinstance(field, FieldList):
                pairs.extend((f"{field.name}-{place}", garbage) for place in range(2))
            else:
                pairs.append((field.name, garbage))

    fill(form)
    return MultiDict(pairs)


def refusals(kind: type[Any], garbage: str) -> Iterator[str]:
    """What a form of the kind says to garbage in all its fields."""
    # As its fields are declared: what a view hands to it besides are choices and days.
    base = Form if issubclass(kind, Form) else InnerForm
    plain = type(kind.__name__, (kind,), {"__init__": base.__init__})
    options = {"meta": {"csrf": False}} if base is Form else {}
    form = plain(formdata=sent(plain(formdata=MultiDict(), **options), garbage), **options)
    for field in form:
        if isinstance(field, SelectField | SelectMultipleField) and field.choices is None:
            field.choices = []
    # What it asks besides, of the database or of what a view hands to it, is for other tests.
    for field in form:
        with suppress(Exception):
            field.validate(form)
    yield from flattened(form.errors)


def flattened(errors: Any) -> Iterator[str]:
    if isinstance(errors, dict):
        errors = list(errors.values())
    if isinstance(errors, list | tuple):
        for inner in errors:
            yield from flattened(inner)
    else:
        yield str(errors)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_form_says_a_sentence_of_theirs(app, language):
    said: dict[str, str] = {}
    heads = tuple(sentence.partition("%")[0] for sentence in theirs())
    tried = forms()
    assert len(tried) > 50
    with app.test_request_context(method="POST"), force_locale(language):
        for kind in tried:
            for garbage in GARBAGE:
                said |= {sentence: kind.__name__ for sentence in refusals(kind, garbage)}
    assert len(said) > 20
    assert {
        sentence: form
        for sentence, form in said.items()
        if sentence.startswith(tuple(filter(None, heads)))
    } == {}
