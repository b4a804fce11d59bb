"""The package that people install carries every licence it owes: the work's own, and others'."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import BytesParser

import pytest

from tests.front_door.pages import ROOT

NODE = ROOT / "build/node/node_modules"
# In the lock, but nothing of them is in the wheel: what for.
LEFT_OUT = {
    "@popperjs/core": "Bootstrap's scripts, which we do not load, would need it",
    "debug": "socket.io leaves it out of its small script",
    "ms": "only debug needs it",
    "ws": "for Node, not for browsers",
    "xmlhttprequest-ssl": "for Node, not for browsers",
    "axe-core": "for the tests",
    "spdx-license-list": "for the text of our own licence",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    order = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(order, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    [name] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return BytesParser().parsebytes(wheel.read(name))


def test_the_package_is_under_the_eupl(wheel, metadata):
    assert metadata["License-Expression"] == "EUPL-1.2"
    assert metadata["License-File"] == "LICENSE"
    [notice] = [name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE")]
    assert wheel.read(notice) == (ROOT / "LICENSE").read_bytes()


def test_the_package_carries_the_licence_whole(wheel):
    text = wheel.read("workshop/_licenses/EUPL-1.2.txt").decode()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = [int(number) for number in re.findall(r"^(\d+)\. ?[A-Z]", text, re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def shipped() -> list[str]:
    lock = json.loads((ROOT / "workshop/static/package-lock.json").read_text("utf-8"))
    names = [name.removeprefix("node_modules/") for name in lock["packages"] if name]
    return [name for name in names if name not in LEFT_OUT]


@pytest.mark.parametrize("package", shipped())
def test_each_package_comes_with_its_licence(wheel, package):
    own = max(NODE.joinpath(package).glob("LICENSE*")).read_bytes()  # a font's own
    carried = {wheel.read(name) for name in wheel.namelist() if "/static/vendor/licenses/" in name}
    assert own in carried


def test_nothing_is_left_out_that_the_scripts_hold():
    """The map of socket.io's script names the folders of all the packages that are in it."""
    map_file = NODE / "socket.io-client/dist/socket.io.esm.min.js.map"
    sources = json.loads(map_file.read_text("utf-8"))["sources"]
    folders = {name.split("/")[2] for name in sources if name.startswith("../../")}
    shipped_folders = {name.removeprefix("@").replace("/", "-") for name in shipped()}
    assert folders - shipped_folders - {"socket.io-component-emitter"} == set()
    assert "socket.io-component-emitter" in shipped_folders
    script = (ROOT / "workshop/static/vendor/socket.io.esm.min.js").read_text("utf-8")
    assert not re.search(r'\bfrom\s*"|\bimport\s*[("]', script)  # it needs no other


def test_every_browser_file_of_others_is_of_a_shipped_package(wheel):
    from workshop import build

    sources = [*build.FILES, build.ICONS]
    of = {"/".join(name.split("/")[: 2 if name.startswith("@") else 1]) for name in sources}
    assert of - set(shipped()) == set()
    drawn = {path.name for path, _package in build.font_files(NODE)}
    made = {f"workshop/static/vendor/{name}" for name in build.FILES.values()}
    made |= {f"workshop/exports/fonts/{name}" for name in drawn}
    fonts = {name for name in wheel.namelist() if re.search(r"\.(woff2?|ttf|otf)$", name)}
    assert fonts <= made


def test_the_fonts_of_pdfs_weigh_little(wheel):
    drawn = [entry for entry in wheel.infolist() if "/exports/fonts/" in entry.filename]
    assert len(drawn) > 25
    assert sum(entry.compress_size for entry in drawn) < 10_000_000


def test_what_is_only_for_the_checkout_stays_there(wheel):
    inside = set(wheel.namelist())
    assert {"workshop/build.py", "workshop/demo/development.py"} & inside == set()
    assert not [name for name in inside if name.endswith(("package.json", "package-lock.json"))]
