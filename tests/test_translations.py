"""Spanish is complete, fits its English sentences, and leaves none of them on a page."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from flask_babel import gettext, ngettext

from workshop import language
from workshop.build import compile_translations
from workshop.extensions import db
from workshop.room import screens
from workshop.voting.models import Contest
from workshop.workshops.guides import GUIDE_1, PhaseKind

ROOT = Path(__file__).parent.parent
SPANISH = ROOT / "workshop/translations/es/LC_MESSAGES/messages.po"

PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w+\}")
# Words that hardly an English sentence does without and no Spanish one has.
ENGLISH = re.compile(
    r"\b(the|and|of|you|your|with|without|this|that|is|are|was|were|been|nobody|everyone|"
    r"from|which|who|what|when|where|there|not|yet|cannot|by|has been|have|can|will|back to|"
    r"sign (in|out)|workshops?|round|seats?|ballots?|moderator|officials?|save|add)\b",
    re.IGNORECASE,
)
READ_ALOUD = {"aria-label", "title", "placeholder", "alt"}
NOT_WORDS = {"data-allows"}


def is_said(attribute: str, value: str) -> bool:
    """Whether an attribute holds words for people; those for scripts hold no spaces."""
    if attribute.startswith("data-"):
        return attribute not in NOT_WORDS and " " in value
    return attribute in READ_ALOUD


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    with SPANISH.open("rb") as file:
        return read_po(file, locale="es")


@pytest.fixture(scope="module")
def sentences() -> set[tuple[str, ...]]:
    """Every msgid of the code, found as `pybabel extract -F pyproject.toml workshop` finds it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"silent": "false"} for mapping in mappings}
    keywords = DEFAULT_KEYWORDS | {
        name: None for mapping in mappings for name in mapping.get("keywords", [])
    }
    messages = extract_from_dir(ROOT / "workshop", methods, options, keywords)
    return {forms(message) for _file, _line, message, _comments, _context in messages}


def forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The one form of a sentence, or its plural forms."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def of(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_every_sentence_is_in_the_catalogue_and_nothing_else(spanish, sentences):
    assert {forms(message.id) for message in of(spanish)} == sentences
    assert not spanish.obsolete


def test_every_sentence_is_translated(spanish):
    assert [m.id for m in of(spanish) if not all(forms(m.string)) or m.fuzzy] == []


def test_translations_have_all_plural_forms(spanish):
    assert {len(m.string) for m in of(spanish) if m.pluralizable} == {spanish.num_plurals}


def test_translations_keep_the_placeholders(spanish):
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    differing = [
        (english, translated)
        for message in of(spanish)
        for english, translated in zip(forms(message.id), forms(message.string), strict=True)
        if placeholders(english) != placeholders(translated)
    ]
    assert differing == []


def test_translations_end_as_the_english_does(spanish):
    def end(text: str) -> str:
        return text[-1:] if text[-1:] in set(".:…?") else ""

    differing = [
        (english, translated)
        for message in of(spanish)
        for english, translated in zip(forms(message.id), forms(message.string), strict=True)
        if end(english) != end(translated)
    ]
    assert differing == []


def test_the_catalogue_holds_no_addresses_and_no_line_numbers():
    text = SPANISH.read_text()

    assert "@" not in text
    assert not re.search(r"^#: (/|.*:\d+$)", text, re.MULTILINE)


# On the pages


class Reader(HTMLParser):
    """What a person sees or hears of a page, and the sentences its scripts may say."""

    def __init__(self) -> None:
        super().__init__()
        self.tag = ""
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        for name, value in attrs:
            if value and is_said(name, value):
                self.texts.append(value)

    def handle_data(self, data: str) -> None:
        if self.tag not in {"script", "style"} and data.strip():
            self.texts.append(data.strip())


def english_in(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return [text for text in reader.texts if ENGLISH.search(text)]


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_translations()


@pytest.fixture
def read(app, sign_in):
    """The English that is left on a page read in Spanish."""

    def read(address: str, person=None, **post) -> list[str]:
        browser = sign_in(person) if person else app.test_client()
        headers = {"Accept-Language": "es-PE,es;q=0.9,en;q=0.5", "Accept": "text/html"}
        answer = (
            browser.post(address, data=post, headers=headers)
            if post
            else browser.get(address, headers=headers, follow_redirects=True)
        )
        assert answer.status_code in {200, 404, 422}, answer.status
        assert '<html lang="es">' in answer.text
        return english_in(answer.text)

    return read


@pytest.mark.parametrize("address", ["/", "/sign-in", "/join", "/enter/x.y", "/screen/x"])
def test_no_english_is_left_at_the_door(read, address):
    assert read(address) == []


def test_no_english_is_left_in_refused_forms(read, make_admin):
    assert read("/sign-in", email="x", password="") == []
    assert read("/join", code="?") == []
    assert read("/plans", make_admin(), name="", first_year="x") == []
    assert read("/staff", make_admin(), name="", email="x") == []


def test_no_english_is_left_in_preparing(read, meeting, make_admin):
    admin, workshop = make_admin(), meeting.workshop
    plan, theme = f"/plans/{workshop.theme.plan_id}", f"/themes/{workshop.theme_id}"

    for address in ("/", "/plans", "/plans/import", "/organizations", "/staff", "/password"):
        assert read(address, admin) == []
    made = ("/responses", "/lineage", "/files", f"{theme}/problems")
    for address in ("", "/edit", f"{theme}/edit", f"{theme}/rounds/1/workshop", *made):
        assert read(f"{plan}{address}", admin) == []
    for address in ("prepare", "close", "responses", f"prepare/seats/{meeting.ana.id}"):
        assert read(f"/workshops/{workshop.id}/{address}", admin) == []


@pytest.mark.parametrize("kind", [phase.kind for phase in GUIDE_1.phases])
def test_no_english_is_left_in_the_room(app, read, meeting, go_to, kind):
    workshop = f"/workshops/{meeting.workshop.id}"
    go_to(meeting.workshop, kind)

    for seat in (meeting.ana, meeting.official, meeting.observer, meeting.moderator):
        assert read(workshop, seat.person) == []
    assert read(f"{workshop}/desk", meeting.moderator.person) == []
    with app.app_context():
        token = screens.token(meeting.workshop)
    assert read(f"/screen/{token}") == []
    if kind is PhaseKind.OFFICIALS:
        address = f"{workshop}/problems/{meeting.problems[0].id}/comment"
        assert read(address, meeting.official.person) == []


def test_no_english_is_left_on_the_ballot(app, read, meeting, go_to):
    go_to(meeting.workshop, PhaseKind.VOTING)
    with app.app_context():
        contest = db.session.scalars(db.select(Contest)).one()

    assert (
        read(f"/workshops/{meeting.workshop.id}/contests/{contest.id}/ballot", meeting.ana.person)
        == []
    )


# Other languages


def test_english_is_read_as_the_code_says_it(make_app):
    app = make_app(LANGUAGE="es")

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert gettext("Ask for the floor") == "Ask for the floor"
        assert ngettext("%(num)d problem", "%(num)d problems", 2) == "2 problems"
    with app.test_request_context():
        assert gettext("Ask for the floor") == "Pedir la palabra"
        assert ngettext("%(num)d problem", "%(num)d problems", 2) == "2 problemas"


def test_what_quechua_lacks_is_read_in_spanish(app, monkeypatch):
    monkeypatch.setitem(language.LANGUAGES, "qu", "Runasimi")

    with app.test_request_context(headers={"Accept-Language": "qu"}):
        assert language.current() == "qu"
        assert gettext("Ask for the floor") == "Pedir la palabra"
        assert ngettext("%(num)d problem", "%(num)d problems", 2) == "2 problemas"
