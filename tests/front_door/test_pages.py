"""What the README and docs/ name is there, and what must be named is."""

from __future__ import annotations

import ast
import re

import pytest

from tests.front_door.pages import PAGES, ROOT, links, paths, settings
from workshop import config

# Read by the tests and not by the application.
OF_TESTS = re.compile(r"WORKSHOP_TEST_[A-Z]+(?:_[A-Z]+)*")


def test_the_readme_is_short_and_keeps_its_pictures():
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert len(re.findall(r"!\[[^]]+\]\([^)]+\.png\)", text)) == 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    targets = {link: (page.parent / link).resolve() for link in links(page)}
    dead = {link for link, target in targets.items() if not target.exists()}
    assert dead == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_exists(page):
    made = {".venv/", ".venv/bin/workshop"}  # by the commands beside them
    assert {path for path in paths(page) - made if not (ROOT / path).exists()} == set()


def test_the_readme_leads_to_every_page():
    led_to = {(ROOT / link).resolve() for link in links(ROOT / "README.md")}
    assert [page.name for page in PAGES[1:] if page not in led_to] == []


def test_the_settings_named_are_those_there_are():
    named = set.union(*map(settings, PAGES))
    known = {f"WORKSHOP_{name}" for name in config.DEFAULTS}
    assert known - named == set()
    assert {name for name in named - known if not OF_TESTS.fullmatch(name)} == set()


def test_the_settings_of_the_tests_are_named_too():
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    read = set(re.findall(r'"(WORKSHOP_TEST_[A-Z_]+)"', sources))
    named = {name for name in set.union(*map(settings, PAGES)) if OF_TESTS.fullmatch(name)}
    assert read == named


def test_the_table_of_settings_tells_their_defaults():
    """A default in the table's second column is the one in the code."""
    rows = re.findall(
        r"^\| `WORKSHOP_(\w+)` \| ([^|]+) \|",
        (ROOT / "docs/deployment.md").read_text("utf-8"),
        re.MULTILINE,
    )
    words = {None: ("none", "the request's own"), True: ("yes",), False: ("no",)}
    assert [name for name, _default in rows] != []
    for name, default in rows:
        value = config.DEFAULTS[name]
        is_word = value is None or isinstance(value, bool)
        expected = words[value] if is_word else (str(value), f"`{value}`")
        assert default.startswith(expected), name


def test_every_name_in_the_glossary_is_one_in_the_code():
    text = (ROOT / "docs/glossary.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    known: set[str] = set()
    for path in (ROOT / "workshop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                known.add(node.name)
            elif isinstance(node, ast.Name):
                known.add(node.id)
    assert named - known == set()


def test_the_glossary_has_the_words_of_the_screens():
    """Spanish in the glossary is Spanish on the screens, where the term stands there alone."""
    from babel.messages.pofile import read_po

    text = (ROOT / "docs/glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]* \|$", text, re.MULTILINE)
    terms = {english: spanish for english, spanish in rows if re.fullmatch(r"[\w ]+", english)}
    with (ROOT / "workshop/translations/es/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = {
            str(message.id).lower(): str(message.string).lower() for message in read_po(file)
        }
    differing = {
        english: (spanish, catalogue[english.lower()])
        for english, spanish in terms.items()
        if catalogue.get(english.lower(), spanish.lower()) != spanish.lower()
    }
    assert differing == {}


def test_every_person_reads_of_a_licence_that_there_is():
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Copyright the Workshop contributors\n\nLicensed under the EUPL-1.2\n" in licence
    assert "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12" in licence
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "may choose another licence" in readme
