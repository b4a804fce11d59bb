"""What of a text may be kept: cleaned once, on its way in, whichever way that is.

Kept is what people can see, with what joins and turns it: joiners, variation selectors, the marks
of direction. Not kept is what hides, reverses or breaks what stands beside it.

And how names stand in a list: by the language, never by a database, whose order is another on each.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

# Line breaks of every kind: of other systems, Word's soft one, the page's, Unicode's own.
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Most of what people write, known to be clean at a glance: ASCII, letters with their accents, and
# the marks of a printed page.
CLEAN = re.compile("[\n -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")
# Where Word keeps the bullets of its symbol fonts (Symbol, Wingdings).
WORD_BULLETS = (
    "\uf02d\uf046\uf06c\uf06e\uf06f\uf070\uf071\uf073\uf075\uf076\uf077\uf09e\uf09f\uf0a0\uf0a1"
    "\uf0a7\uf0a8\uf0aa\uf0ae\uf0b7\uf0d8\uf0da\uf0de\uf0e0\uf0e8\uf0f0\uf0fc\uf0fe"
)
# Of the characters that only format (Cf), what hides, breaks or turns around what others wrote:
# soft hyphens, zero-width spaces, embeddings, overrides and isolates of direction, byte order
# marks, notes between lines, tags. Joiners and the marks of direction stay.
HIDING = frozenset(
    map(chr, (0xAD, 0x200B, *range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF))
) | frozenset(map(chr, (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))))
# The flag of a part of a country (England): a black flag, tags, and the tag that ends them.
FLAG = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)")
# Ideographs that names are written with and that NFC would make another's: they stay as they are.
COMPOSED = re.compile("[^\uf900-\ufad9\U0002f800-\U0002fa1d]+")
# What editions of Unicode later than our oldest Python's (14.0) have assigned, up to 18.0.
LATER = """
558 58b-58c 5c8-5c9 88f 897 b53-b54 c5c cdc cf3 ece 1acf-1af0 1b4e-1b4f 1b7f 1c89-1c8a 208f
209d-209f 20c1-20c4 2427-2429 2b96 2e60-2e63 2ffc-2fff 31e4-31e5 31ef a7cb-a7cf a7d2 a7d4
a7da-a7dd a7e2 a7f1 ab6c-ab6d fbc3-fbd2 fd90-fd91 fdc8-fdce 105c0-105f3 107bb-107bf 10940-10959
10d40-10d65 10d69-10d85 10d8e-10d8f 10ec2-10ec7 10ec9-10eee 10ef0-10eff 1123f-11241 11380-11389
1138b 1138e 11390-113b5 113b7-113c0 113c2 113c5 113c7-113ca 113cc-113d5 113d7-113d8 113e1-113e2
116d0-116e3 11b00-11b0a 11b60-11b67 11bc0-11be1 11bf0-11bf9 11db0-11ddb 11de0-11de9 11df0-11df1
11f00-11f10 11f12-11f3a 11f3e-11f5a 1246f 12475-1247f 12550-12686 1342f 13439-13455 13460-143fa
16100-16139 16d40-16d79 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cd6-18cda 18cff
18d09-18d20 18d80-18df2 18e00-19191 191a0-191d2 1b123-1b128 1b132 1b155 1b168 1cc00-1ccfc
1cd00-1ceb3 1ceba-1ced0 1ced2-1ced4 1cedd-1cefd 1d127-1d128 1d1eb-1d1ff 1d250-1d281 1d2c0-1d2d3
1d6a6 1db00-1db1c 1df1f-1df81 1df90-1df96 1dfcd-1dfff 1e030-1e06d 1e08f 1e4d0-1e4f9 1e5d0-1e5fa
1e5ff 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f1ae 1f6d8-1f6d9 1f6dc 1f774-1f77f 1f7d9-1f7db
1f7f1-1f7ff 1f8b2-1f8bb 1f8c0-1f8c1 1f8d0-1f8d8 1fa54-1fa57 1fa75-1fa77 1fa87-1fa8f 1faad-1faaf
1fabb-1fabf 1fac6 1fac8 1facc-1facf 1fada-1fadd 1fadf 1fae8-1faeb 1faef 1faf7-1fafa 1fbcb-1fbef
1fbfa 2b739-2b73f 2b81e 2cea2-2cead 2ebf0-2ee5d 31350-33479 3d000-3fc3f
"""
# Letters by their category that nobody sees.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Mn", "Me", "Mc", "Cc", "Cf"})
NEVER_KEPT = frozenset({"Cc", "Cs", "Co"})


def clean_text(text: str) -> str:
    """The text as it may be kept: composed (NFC), with one kind of line break, nothing hidden.

    A tab becomes a space, Word's own bullets become •. Cleaning a second time changes nothing.
    Composed are letters with their accents, so that what looks the same is the same: it sorts,
    is found and counts as one name. Two signs that look different are never made one.
    """
    if CLEAN.fullmatch(text):
        return text
    pieces = FLAG.split(BREAKS.sub("\n", text))
    pieces[::2] = ("".join(map(_clean_character, piece)) for piece in pieces[::2])
    # Composed last: what stood between two characters is gone then.
    return COMPOSED.sub(lambda run: unicodedata.normalize("NFC", run[0]), "".join(pieces))


@cache
def _clean_character(character: str) -> str:
    """A single character as it may be kept; nothing when it may not."""
    if character in "\n\t":
        return " " if character == "\t" else character
    if character in WORD_BULLETS:
        return "•"
    category = unicodedata.category(character)
    if category == "Cn":
        return character if _is_assigned_later(ord(character)) else ""
    return "" if category in NEVER_KEPT or character in HIDING else character


def _is_assigned_later(number: int) -> bool:
    """Whether a character that this Python does not know is one of a later edition of Unicode."""
    return bisect_right(_later(), number) % 2 == 1


@cache
def _later() -> list[int]:
    """Where the ranges of `LATER` begin and where what is not of them begins again, in turn."""
    ranges = [[int(end, 16) for end in ends.split("-")] for ends in LATER.split()]
    return [edge for numbers in ranges for edge in (numbers[0], numbers[-1] + 1)]


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
    return any(map(_is_letter, text))


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    is_ideograph = category == "Cn" and 0x20000 <= ord(character) < 0x3D000
    return (category.startswith("L") and character not in FILLERS) or is_ideograph


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
