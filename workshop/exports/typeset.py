"""Draw one document as PDF: its data as JSON come in on the standard input, the PDF goes out.

A program of its own, of the standard library and typst alone: it starts in a few hundredths of a
second, works on a processor of its own while the rooms of the site go on, and gives back all its
memory. typst keeps what it has drawn for the next time, which here never comes.

Only the fonts in `fonts/` are used, whose characters `coverage.json` names (`workshop.build` makes
both). What none of them has is drawn as a small frame with its number, U+1F9FF: nothing that was
written goes missing without a sign, and PDF/UA refuses a character without a shape.
"""

from __future__ import annotations

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
    reason = ""
    for frame in (Frames(fonts), Apart(fonts), Plain(fonts)):
        try:
            pdf = drawn(compiler, as_drawn(data, frame))
        except typst.TypstError as error:
            reason = str(error)
        else:
            sys.stdout.buffer.write(pdf)
            return
    sys.exit(reason)


def as_drawn(data: dict[str, Any], frames: Frames) -> dict[str, Any]:
    """The data with frames for what cannot be drawn, the title without, and the fonts' names."""
    return {**_framed(data, frames), "name": data["title"], "fonts": frames.fonts.families}


def _framed(value: Any, frames: Frames) -> Any:
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) else "".join(map(frames.draw, clusters(value)))
    if isinstance(value, dict):
        return {name: _framed(inner, frames) for name, inner in value.items()}
    return [_framed(inner, frames) for inner in value] if isinstance(value, list) else value


class Frames:
    """Draws a cluster as it is where a font has all of it; else with frames for what none has."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts

    def draw(self, cluster: str) -> str:
        seen = UNDRAWN.sub("", cluster)
        if PLAIN.fullmatch(seen) or self.fonts.have(seen):
            return cluster
        return self.apart(seen)

    def apart(self, seen: str) -> str:
        """Each by itself: what no font can set on the first stands beside it, in a frame."""
        first = seen[:1] if self.fonts.have(seen[:1]) else frame(seen[:1])
        return first + "".join(
            mark if self.fonts.have(mark) and not is_mark(mark) else frame(mark)
            for mark in seen[1:]
        )


class Apart(Frames):
    """The same where a font turned out not to set a mark on its letter, or to join two signs."""

    def draw(self, cluster: str) -> str:
        return self.apart(UNDRAWN.sub("", cluster)) if len(cluster) > 1 else super().draw(cluster)


class Plain(Frames):
    """Frames for all but the letters of European languages: it has no reason not to be drawn."""

    def draw(self, cluster: str) -> str:
        seen = UNDRAWN.sub("", cluster)
        return "".join(sign if PLAIN.fullmatch(sign) else frame(sign) for sign in seen)


def frame(character: str) -> str:
    """Its number between two signs that nothing has which people write (`text`)."""
    return f"\ue000{ord(character):04X}\ue001" if character else ""


def is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


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
        is_mark(character)
        or UNDRAWN.fullmatch(character) is not None
        or ord(character) in SKIN_TONES
        or text[place - 1] == JOINER
    )


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
