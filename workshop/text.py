"""What of a text may be kept: cleaned once, on its way in, whichever way that is.

Kept is what people can see, with what joins and turns it: joiners, variation selectors, the marks
of direction. Not kept is what hides, reverses or breaks what stands beside it.

And how names stand in a list: by the language, never by a database, whose order is another on each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

# Line breaks of every kind: of other systems, Word's soft one, the page's, Unicode's own.
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
SOFT_BREAKS = re.compile("[\v\f]")
NO_XML = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Where Word keeps the bullets of its symbol fonts (Symbol, Wingdings).
WORD_BULLETS = (
    "\uf02d\uf046\uf06c\uf06e\uf06f\uf070\uf071\uf073\uf075\uf076\uf077\uf09e\uf09f\uf0a0\uf0a1"
    "\uf0a7\uf0a8\uf0aa\uf0ae\uf0b7\uf0d8\uf0da\uf0de\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe"
)
# Of the characters that only format (Cf): joiners and marks of direction, and signs that are seen.
SEEN_FORMATS = frozenset(
    "\u200c\u200d\u200e\u200f\u061c"
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# Pictographs and ideographs of later editions of Unicode than Python's are people's words too.
RESERVED = (range(0x1F000, 0x1FB00), range(0x20000, 0x2FFFE), range(0x30000, 0x3FFFE))
# Letters by their category that nobody sees.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Mn", "Me", "Mc", "Cc", "Cf"})
NEVER_KEPT = frozenset({"Cc", "Cs", "Co", "Cn", "Cf"})


def clean_text(text: str) -> str:
    """The text as it may be kept: composed (NFC), with one kind of line break, nothing hidden.

    A tab becomes a space, Word's own bullets become •. Cleaning a second time changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    text = BREAKS.sub("\n", text)
    # Composed last: what stood between two characters is gone then.
    return unicodedata.normalize("NFC", "".join(map(_clean_character, text)))


@cache
def _clean_character(character: str) -> str:
    """A single character as it may be kept; nothing when it may not."""
    if character in "\n\t":
        return " " if character == "\t" else character
    if character in WORD_BULLETS:
        return "•"
    category = unicodedata.category(character)
    if category not in NEVER_KEPT or character in SEEN_FORMATS:
        return character
    is_later = category == "Cn" and any(ord(character) in block for block in RESERVED)
    return character if is_later else ""


def clean_values(value: Any) -> Any:
    """The same value with every text in it cleaned: lists, tuples, objects of JSON, dataclasses."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {name: clean_values(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(clean_values, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{field.name: clean_values(getattr(value, field.name)) for field in fields(value)},
        )
    return value


def printable(text: str) -> str:
    """A text that was stored as it was typed, without what no XML can hold."""
    return NO_XML.sub("", SOFT_BREAKS.sub("\n", text))


def paragraphs(text: str | None) -> str:
    """A text of several lines without space around it; empty when nothing of it can be seen."""
    clean = clean_text(text or "").strip()
    return clean if any(map(is_visible, clean)) else ""


def one_line(text: str | None) -> str:
    """A text of a single line, its words a space apart; empty when nothing can be seen."""
    return " ".join(paragraphs(text).split())


def is_visible(character: str) -> bool:
    """Whether a character of a cleaned text is seen by itself: no space, mark, joiner or filler."""
    return unicodedata.category(character) not in UNSEEN and character not in FILLERS


def has_letter(text: str) -> bool:
    """Whether a name could be read aloud: there is a letter in it that can be seen."""
    return any(
        unicodedata.category(letter).startswith("L") and letter not in FILLERS for letter in text
    )


# How names stand in a list

TILDE = "\u0303"


def name_order(name: str) -> tuple[str, str, str]:
    """The key to sort names by, as a Spanish index does: Á beside A, Ñ after N, case last of all.

    Names are of one country, whatever the language of the page: a list is the same in all of them.
    Punctuation counts for nothing. The Unicode Collation Algorithm with Spanish tailoring gives the
    same order for such names, at the price of a library that is built on each machine.
    """
    letters = ""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    for letter in decomposed:
        if letter == TILDE and letters.endswith("n"):
            letters += "\uffff"  # a letter of its own, behind every other n
        elif letter.isalnum() or letter == " ":
            letters += letter
    return (" ".join(letters.split()), decomposed, name)
