"""The files that browsers load: small, kept for ever, and none missing after an update."""

from __future__ import annotations

import gzip
import re

import pytest

from workshop.build import rules, smaller_styles
from workshop.process import browser_files

SECRET = {"TESTING": False, "SECRET_KEY": "of no worth"}


@pytest.fixture
def browser(make_app):
    """A browser of the application as it is served."""
    return make_app(**SECRET).test_client()


@pytest.fixture
def address():
    return f"/static/{browser_files.digest()}/js/room/live.js"


def test_a_file_comes_compressed_and_is_kept_for_ever(browser, address):
    with browser.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        script = browser_files.STATIC / "js/room/live.js"
        assert gzip.decompress(answer.data) == script.read_bytes()


def test_an_address_from_before_an_update_leads_to_what_there_is_now(browser, address):
    former = re.sub(r"/static/\w+", "/static/0123456789", address)
    answer = browser.get(former)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_copy_of_other_content_is_not_served(tmp_path):
    file, copy = tmp_path / "a.js", tmp_path / "a.js.gz"
    file.write_text("const now = 2;")
    copy.write_bytes(gzip.compress(b"const now = 1;"))
    assert not browser_files.is_copy(str(copy), str(file))
    copy.write_bytes(gzip.compress(file.read_bytes()))
    assert browser_files.is_copy(str(copy), str(file))


def test_the_room_names_all_its_modules_and_each_is_there(browser, app):
    named = browser_files.modules("js/room/live.js")
    assert {"js/room/live.js", "js/room/parts.js", "vendor/idiomorph.js"} <= set(named)
    # That one is loaded when needed.
    assert "vendor/sortable.js" not in browser_files.modules("js/ballot/ballot.js")
    for name in named:
        with browser.get(f"/static/{browser_files.digest()}/{name}") as answer:
            assert answer.status_code == 200


def test_a_stylesheet_keeps_the_rules_of_known_classes():
    css = (
        "*{a:b}.btn,.nav .btn{c:d}.nav{e:f}@media (x){.nav{g:h}}@media (y){.btn:is(.on,.btn){i:j}}"
    )
    about = '@charset "UTF-8";/*!\n * Of a.example */'
    assert smaller_styles(f"{about}:root,.on{{--a:b}}", {"on"}) == ":root,.on{--a:b}"
    assert list(rules("a{b:c}@media (x){d{e:f}}")) == [("a", "b:c"), ("@media (x)", "d{e:f}")]
    assert smaller_styles(css, {"btn", "on"}) == (
        "*{a:b}.btn{c:d}@media (y){.btn:is(.on,.btn){i:j}}"
    )


def test_the_measures_of_borders_reach_every_page():
    css = (browser_files.STATIC / "vendor/bootstrap.css").read_text()
    heads = [head for head, body in rules(css) if "--bs-border-width:" in body]
    assert any(":root" in head.split(",") for head in heads)
