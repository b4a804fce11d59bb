"""Draw one document as PDF: its data as JSON come in on the standard input, the PDF goes out.

A program of its own, of the standard library and typst alone: it starts in a few hundredths of a
second, works on a processor of its own while the rooms of the site go on, and gives back all its
memory. typst keeps what it has drawn for the next time, which here never comes.

Only the fonts in `fonts/` are used, whose characters `coverage.json` names (`workshop.build` makes
both). What none of them has is drawn as a small frame with its number, U+1F9FF: nothing that was
written goes missing without a sign, and PDF/UA refuses a character without a shape.
"""

import json
import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

LAYOUT = Path(__file__).with_name("document.typ")
FONTS = Path(__file__).with_name("fonts")
# Letters of European languages, their accents and the marks of a printed page: in our first font.
PLAIN = re.compile("[\0-\u017f\u2010-\u2027]*")
# Joiners, selectors and marks of direction draw nothing by themselves.
UNDRAWN = re.compile(
    "[\u061c\u180b-\u180f\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0020-\U000e01ef]"
)
JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
# Around the number of what is drawn as a frame; nothing that people write has them (`text`).
FRAME = "\ue000{:04X}\ue001"


class Fonts:
    """The fonts there are, in the order in which they are asked, and the characters of each."""

    def __init__(self, folder: Path) -> None:
        coverage: dict[str, list[list[int]]] = json.loads((folder / "coverage.json").read_bytes())
        self.files = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
        family = {Path(font.path or "").name: font.family for font in self.files.fonts()}
        self.families = list(dict.fromkeys(family[name] for name in coverage))
        self.starts = [[first for first, _last in ranges] for ranges in coverage.values()]
        self.ends = [[last for _first, last in ranges] for ranges in coverage.values()]

    def have(self, characters: str) -> bool:
        """Whether a single one of them has all of these, so that marks come to stand on letters."""
        return any(
            all(_is_within(ord(character), starts, ends) for character in characters)
            for starts, ends in zip(self.starts, self.ends, strict=True)
        )


def _is_within(number: int, starts: list[int], ends: list[int]) -> bool:
    place = bisect_right(starts, number) - 1
    return place >= 0 and number <= ends[place]


def main() -> None:
    data = json.load(sys.stdin.buffer)
    fonts = Fonts(FONTS)
    compiler = typst.Compiler(font_paths=fonts.files)
    try:
        pdf = drawn(compiler, as_drawn(data, fonts))
    except typst.TypstError:
        # Marks that their font cannot set on their letter after all.
        try:
            pdf = drawn(compiler, as_drawn(data, None))
        except typst.TypstError as error:
            sys.exit(str(error))
    sys.stdout.buffer.write(pdf)


def as_drawn(data: dict[str, Any], fonts: Fonts | None) -> dict[str, Any]:
    """The data with frames for what the fonts lack; without fonts, for all that is not plain."""
    families = fonts.families if fonts else ["Noto Sans"]
    return {**_framed_values(data, fonts), "name": data["title"], "fonts": families}


def _framed_values(value: Any, fonts: Fonts | None) -> Any:
    if isinstance(value, str):
        return framed(value, fonts)
    if isinstance(value, dict):
        return {name: _framed_values(inner, fonts) for name, inner in value.items()}
    return [_framed_values(inner, fonts) for inner in value] if isinstance(value, list) else value


def framed(text: str, fonts: Fonts | None) -> str:
    """The text with a frame in place of each character that has no shape."""
    if PLAIN.fullmatch(text):
        return text
    return "".join(_framed_cluster(cluster, fonts) for cluster in clusters(text))


def clusters(text: str) -> Iterator[str]:
    """Each character with what stands on it or is joined to it: drawn by one font, as one."""
    begin = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and _goes_on(text, place):
            continue
        yield text[begin:place]
        begin = place


def _goes_on(text: str, place: int) -> bool:
    """Whether the character there belongs to the one before it."""
    character = text[place]
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or UNDRAWN.fullmatch(character) is not None
        or ord(character) in SKIN_TONES
        or text[place - 1] == JOINER
    )


def _framed_cluster(cluster: str, fonts: Fonts | None) -> str:
    """The cluster as it is, if a font has all of it; else with frames for what cannot be drawn."""
    seen = UNDRAWN.sub("", cluster)
    if PLAIN.fullmatch(cluster) or (fonts and fonts.have(seen)):
        return cluster
    if len(seen) == 1 or fonts is None:
        return "".join(c if PLAIN.fullmatch(c) else FRAME.format(ord(c)) for c in seen)
    first, others = seen[0], seen[1:]
    # What no font can set on the first stands beside it.
    return _framed_cluster(first, fonts) + "".join(_framed_mark(mark, fonts) for mark in others)


def _framed_mark(character: str, fonts: Fonts) -> str:
    is_mark = unicodedata.category(character).startswith("M")
    return FRAME.format(ord(character)) if is_mark else _framed_cluster(character, fonts)


def drawn(compiler: typst.Compiler, data: dict[str, Any]) -> bytes:
    pdf = compiler.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    assert isinstance(pdf, bytes)  # pages one by one are for other formats
    return pdf


if __name__ == "__main__":
    main()
