"""Draw one document as PDF: its data as JSON come in on the standard input, the PDF goes out.

A program of its own, of the standard library and typst alone: it starts in a few hundredths of a
second, works on a processor of its own while the rooms of the site go on, and gives back all its
memory. typst keeps what it has drawn for the next time, which here never comes.

A character that none of typst's fonts has is refused by PDF/UA. A box with its number is drawn in
its place, like [U+1F600]: nothing that was written goes missing without a sign.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import typst

LAYOUT = Path(__file__).with_name("document.typ")
PROBE = b'#set document(title: "x")\n#set text(font: "Libertinus Serif")\n#sys.inputs.data'
# Letters of European languages, their accents and the marks of a printed page: in every font.
PLAIN = re.compile("[\0-\u017f\u2010-\u2027]")
# Joiners, selectors and marks of direction draw nothing by themselves.
UNDRAWN = re.compile("[\u061c\u200b-\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def main() -> None:
    compiler = typst.Compiler(ignore_system_fonts=True)
    data = sys.stdin.buffer.read().decode()
    for drawable in versions(compiler, data):
        try:
            pdf = drawn(compiler, LAYOUT.read_bytes(), drawable)
        except typst.TypstError as error:
            reason = error
        else:
            sys.stdout.buffer.write(pdf)
            return
    sys.exit(str(reason))


def versions(compiler: typst.Compiler, data: str) -> Iterator[str]:
    """The data as they are; then with boxes for what no font has; then for all that is not plain.

    The last is for marks that no font can set on the letter before them.
    """
    yield data
    rare = set(PLAIN.sub("", UNDRAWN.sub("", data)))
    yield boxed(data, {character for character in rare if not has_glyph(compiler, character)})
    yield UNDRAWN.sub("", boxed(data, rare))


def boxed(data: str, characters: set[str]) -> str:
    return data.translate({ord(character): f"[U+{ord(character):04X}]" for character in characters})


def has_glyph(compiler: typst.Compiler, character: str) -> bool:
    """Whether one of the fonts has it: typst tells only by refusing to draw it."""
    try:
        drawn(compiler, PROBE, character)
    except typst.TypstError:
        return False
    return True


def drawn(compiler: typst.Compiler, program: bytes, data: str) -> bytes:
    pdf = compiler.compile(program, sys_inputs={"data": data}, pdf_standards=["ua-1"])
    assert isinstance(pdf, bytes)  # pages one by one are for other formats
    return pdf


if __name__ == "__main__":
    main()
