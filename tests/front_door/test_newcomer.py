"""A newcomer's first hour, in a fresh clone: install, try, test, change, build."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_door import shell
from tests.front_door.pages import PAGES, ROOT, commands
from tests.ports import free_port

pytestmark = pytest.mark.slow

# In place of the whole suite, which `.ci/run` runs: what pytest does with the command is the same.
A_FEW_TESTS = {"PYTEST_ADDOPTS": "tests/test_cli.py tests/test_closed_by_default.py"}
SOURCE = Path("workshop/translations/es/LC_MESSAGES/messages.po")


def run(command: str, clone: Path, **own: str) -> str:
    """In the clone, with the programs of its own .venv/ and none of ours."""
    path = f"{clone / '.venv/bin'}:/usr/local/bin:/usr/bin:/bin"
    return shell.run(command, clone, PATH=own.pop("PATH", path), **own)


def install_and_demonstrate(command: str, clone: Path) -> None:
    """The line as it is, up to the demonstration, which goes on until it is ended."""
    port = free_port()
    log = clone.parent / "demo.log"
    with shell.running(f"{command} --port {port}", clone, log):
        shell.page(f"http://127.0.0.1:{port}/sign-in", seconds=600)
        shell.wait_for("Proyector", log)
        link = re.search(r"http://ana\.localhost:\d+(/enter/\S+)", log.read_text("utf-8"))
        assert link
        assert "Ana Rojas" in shell.page(f"http://127.0.0.1:{port}{link[1]}")


def install_for_production(command: str, clone: Path) -> None:
    other = clone.parent / "production"
    run(f"cp -r {clone} {other} && rm -rf {other / '.venv'}", clone)
    shell.run(command, other)
    printed = shell.run(".venv/bin/gunicorn --version; .venv/bin/workshop --help", other)
    assert "gunicorn" in printed
    assert "create-admin" in printed
    assert run("ls -d .venv/lib/python3*/site-packages/workshop/_migrations", other)


def run_a_few_tests(command: str, clone: Path) -> None:
    assert re.search(r"\d+ passed", run(command, clone, **A_FEW_TESTS))


def set_up(command: str, clone: Path) -> None:
    """A new .venv/ has what CI has: the versions of the lock."""
    run("rm -rf .venv", clone)
    shell.run(command, clone)
    locked = set((ROOT / ".ci/requirements.lock").read_text("utf-8").splitlines())
    installed = set(run("pip freeze --exclude-editable", clone).splitlines())
    assert installed - locked == set()


def develop(command: str, clone: Path) -> None:
    port = free_port()
    wanted = command if "PORT" in command else f"{command} PORT=8000"
    wanted = re.sub(r"PORT=\d+", f"PORT={port}", wanted)
    with shell.running(f"exec {wanted}", clone, clone.parent / "dev.log"):
        assert 'name="password"' in shell.page(f"http://127.0.0.1:{port}/sign-in")


def lay_out(command: str, clone: Path) -> None:
    """Nothing changes, for it is laid out already; what is not becomes so."""
    untidy = clone / "workshop/untidy.py"
    untidy.write_text("import os\nx = {  'a':os }\n")
    try:
        run(command, clone)
        assert untidy.read_text() == 'import os\n\nx = {"a": os}\n'
    finally:
        untidy.unlink()


def gather_messages(command: str, clone: Path) -> None:
    """A new sentence gets its empty line, and the catalogue is compiled."""
    new = clone / "workshop/new_sentence.py"
    new.write_text('from flask_babel import gettext as _\n\n_("A newcomer wrote this.")\n')
    run(command, clone)
    new.unlink()
    assert 'msgid "A newcomer wrote this."\nmsgstr ""\n' in (clone / SOURCE).read_text("utf-8")
    assert (clone / SOURCE).with_suffix(".mo").exists()


def begin_a_language(command: str, clone: Path) -> None:
    run("make messages", clone)
    run(command, clone)
    assert (clone / "workshop/translations/qu/LC_MESSAGES/messages.po").exists()


def build(command: str, clone: Path) -> None:
    made = clone / "workshop/static/vendor/bootstrap.css"
    made.unlink(missing_ok=True)
    run(command, clone)
    assert made.exists()


def pin_anew(command: str, clone: Path) -> None:
    lock = clone / ".ci/requirements.lock"
    lock.write_text("")
    shell.run(command, clone)
    assert re.search(r"^Flask==3\.", lock.read_text("utf-8"), re.MULTILINE)
    assert "://" not in lock.read_text("utf-8")


def take_pictures(command: str, clone: Path) -> None:
    picture = clone / "workshop/static/img/screens/room.png"
    picture.unlink()
    run(command, clone)
    assert picture.read_bytes().startswith(b"\x89PNG")


# In the order of a first day: each finds what those before it have installed.
IN_A_CLONE: dict[str, Callable[[str, Path], None]] = {
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/workshop demo": (
        install_and_demonstrate
    ),
    ".venv/bin/pip install -e '.[test]' && .venv/bin/pytest -n auto": run_a_few_tests,
    "make setup": set_up,
    "make dev": develop,
    "make dev PORT=8001": develop,
    "make test": run_a_few_tests,
    "make test-fast": run_a_few_tests,
    "make format": lay_out,
    "make messages": gather_messages,
    "pybabel init -l qu -i build/messages.pot -d workshop/translations": begin_a_language,
    "python -m workshop.build": build,
    "python tests/browser/screenshots.py": take_pictures,
    "make lock": pin_anew,
    "python3 -m venv .venv && .venv/bin/pip install '.[workers]'": install_for_production,
}


@pytest.mark.parametrize("command", IN_A_CLONE)
def test_a_newcomer_gets_what_the_pages_say(command, clone, needs, request):
    if "screenshots" in command:
        needs(Path("/usr/bin/chromium"), "the pictures are taken in a real browser")
    assert command in set().union(*map(commands, PAGES))
    IN_A_CLONE[command](command, clone)
