"""`make dev`: what is saved is served within two seconds. In a copy of the checkout."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.front_door import shell
from tests.front_door.pages import ROOT
from tests.ports import free_port
from workshop.process import browser_files

SECONDS = 2


def limit() -> float:
    """Two seconds; more only where other people's work crowds the machine, and in proportion."""
    return SECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


LANGUAGES = '{"es": "Español", "en": "English"}'


class Site:
    """The server that reloads, and the copy it serves."""

    def __init__(self, copy: Path, port: int, log: Path) -> None:
        self.copy = copy
        self.log = log
        self.url = f"http://localhost:{port}"

    def link_of(self, host: str) -> str:
        """Where the link leads that was printed for a role at the start."""
        address = re.search(rf"http://{host}\.localhost:\d+(/\S+)", self.log.read_text("utf-8"))
        assert address
        return address[1]

    def page(self, path: str) -> str:
        return shell.page(f"{self.url}{path}")

    def shows(self, path: str, text: str) -> float:
        """How long it takes until a page holds this."""
        begun = time.monotonic()
        while text not in self.page(path):
            assert time.monotonic() < begun + 60, f"{path} never showed {text!r}"
            time.sleep(0.02)
        return time.monotonic() - begun

    def save(self, name: str, old: str, new: str) -> None:
        path = self.copy / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def site(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The programs are those that run this test; the code they serve is the copy's."""
    port, log = free_port(), tmp_path_factory.mktemp("development") / "log"
    shell.run("python -m workshop.build", clone, PYTHONPATH=str(clone))
    command = f"exec python -m workshop.demo.development --port {port}"
    with shell.running(command, clone, log, PYTHONPATH=str(clone), PYTHONUNBUFFERED="1"):
        shell.wait_for("Serving", log)
        yield Site(clone, port, log)


@pytest.fixture
def style(site: Site) -> str:
    """The address of a stylesheet, as a page has it."""
    address = re.search(r'href="(/static/\w+/css/people\.css)"', site.page("/sign-in"))
    assert address
    return address[1]


@pytest.mark.slow
def test_a_template_is_served_as_saved(site):
    site.save("workshop/templates/people/sign_in.html", "<h1>", "<h1>Saved just now. ")
    assert site.shows("/sign-in", "Saved just now.") < limit()


@pytest.mark.slow
def test_a_partial_of_the_public_pages_is_served_as_saved(site):
    site.page("/open")
    site.save("workshop/templates/public/base.html", "</body>", "<p>At the foot.</p></body>")
    assert site.shows("/open", "At the foot.") < limit()


@pytest.mark.slow
def test_a_stylesheet_and_a_script_are_served_as_saved(site, style):
    assert "saved-now" not in site.page(style)
    people = site.copy / "workshop/static/css/people.css"
    people.write_text(f"{people.read_text('utf-8')}\n.saved-now {{ color: red; }}\n", "utf-8")
    assert site.shows(style, "saved-now") < limit()
    script = style.replace("css/people.css", "js/page/post.js")
    path = site.copy / "workshop/static/js/page/post.js"
    path.write_text(f"{path.read_text('utf-8')}\n// saved now\n", "utf-8")
    assert site.shows(script, "// saved now") < limit()


@pytest.mark.slow
def test_a_class_of_bootstrap_that_is_used_for_the_first_time_comes_along(site, style):
    bootstrap = style.replace("css/people.css", "vendor/bootstrap.css")
    assert ".display-6" not in site.page(bootstrap)
    site.save("workshop/templates/people/sign_in.html", "<h1>", '<h1 class="display-6">')
    assert site.shows(bootstrap, ".display-6") < limit()


@pytest.mark.slow
def test_a_python_file_is_served_as_saved_with_the_same_database_and_links(site):
    wanted = '{"es": "Español (Perú)", "en": "English (UK)"}'
    site.save("workshop/language.py", LANGUAGES, wanted)
    assert site.shows("/sign-in", "English (UK)") < limit()
    assert "Ana Rojas" in site.page(site.link_of("ana"))


@pytest.mark.slow
def test_a_fault_in_python_is_told_and_mended_by_the_next_save(site):
    site.save("workshop/digests.py", "from __future__", "from __past__")
    time.sleep(0.5)
    site.save("workshop/digests.py", "from __past__", "from __future__")
    assert 'name="password"' in site.page("/sign-in")


def test_a_site_that_is_not_for_development_keeps_its_files(make_app):
    """The other side: what `make dev` does is not done where people meet."""
    app = make_app(TESTING=False, SECRET_KEY="of no worth")
    assert not app.debug
    assert not app.jinja_env.auto_reload
    assert app.jinja_env.globals["modules"] is browser_files.modules
    browser = app.test_client()
    address = f"/static/{browser_files.digest()}/css/base.css"
    with browser.get(address) as style:
        assert "immutable" in style.headers["Cache-Control"]


def test_the_words_of_this_test_are_those_of_the_code():
    assert LANGUAGES in (ROOT / "workshop/language.py").read_text("utf-8")
