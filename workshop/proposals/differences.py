"""Two versions of a text compared word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word, a run of space, or one sign: what is shown as a whole.
PIECE = re.compile(r"\w+|\s+|[^\w\s]")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Piece:
    """A stretch that stayed, went or came."""

    kind: str
    text: str


def differences(former: str, text: str) -> list[Piece]:
    """The stretches of both versions in reading order; what went stands before what came.

    Those that stayed and went make up `former`, those that stayed and came make up `text`.
    """
    old, new = PIECE.findall(former), PIECE.findall(text)
    pieces: list[Piece] = []
    for operation, a, b, c, d in _operations(old, new):
        if operation == "equal":
            pieces.append(Piece(SAME, "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(NEW, "".join(new[c:d])))
    return pieces


def _operations(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What turns one into the other; changes with nothing but space between them are one."""
    joined: list[tuple[str, int, int, int, int]] = []
    operations = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (operation, a, b, c, d) in enumerate(operations):
        is_gap = (
            operation == "equal" and 0 < place < len(operations) - 1 and "".join(old[a:b]).isspace()
        )
        kind = "replace" if is_gap else operation
        if joined and kind != "equal" and joined[-1][0] != "equal":
            _former, start, _b, begin, _d = joined[-1]
            joined[-1] = ("replace", start, b, begin, d)
        else:
            joined.append((kind, a, b, c, d))
    return joined
