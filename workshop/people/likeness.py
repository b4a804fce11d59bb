"""When two names are the same name, and when they are so alike that somebody should be asked.

`folded` decides: what it makes equal is one organization. What is only `likely` the same, because
of a legal form, initials or a slip of the keys, is never joined without a person who says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Protocol, TypeVar

LONGEST_FOLDED = 400
# Accents stand in a block of their own; the vowel signs of other scripts are letters to us.
ACCENTS = range(0x300, 0x370)
UNHEARD = re.compile(r"[.'\"’‘“”«»´`‹›„‚′″]")
IN_BRACKETS = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
# Words that stand in no acronym, and that people leave out.
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+", "a al con da de del do e el en la las los o para por u un una y and for in of the"
    )
)
# What says only in which form a body is registered, as it sounds once it is folded.
LEGAL_FORMS = (
    "sociedad anonima cerrada|sociedad anonima|sociedad comercial de responsabilidad limitada|"
    "empresa individual de responsabilidad limitada|asociacion civil|asociacion|asoc civil|asoc|"
    "fundacion|"
    "organizacion no gubernamental|sac|saa|sa|srl|scrl|eirl|ac|ong|ongd|osc|inc|ltd|ltda|llc|"
    "s a c|s a a|s a|s r l|s c r l|e i r l|a c|o n g"
)
FORM = re.compile(rf"\b(?:{LEGAL_FORMS})\b")
# How much of two long names must be the same, and from which length on a slip is one.
NEARLY, LONG = 0.88, 8
# Of how many letters a part of a name must be to mean it.
PART = 5
# Of how many letters a shortened word still tells which it is.
SHORTENED = 3
# In how many words two names may differ and still be looked at letter by letter.
WORDS_APART = 4
# Names are compared at every drawing of a desk: what was found out is kept.
KEPT = 1 << 15
# A word of so many names tells none from another.
COMMON = 60
# How many are offered to somebody who has nothing but the code of a room.
MOST_OFFERED = 3


@lru_cache(KEPT)
def folded(name: str) -> str:
    """A name as it is compared: without accents, case, dots and marks, its words a space apart."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if ord(letter) not in ACCENTS
    )
    words = "".join(
        letter if unicodedata.category(letter)[0] in "LNM" else " "
        for letter in UNHEARD.sub("", plain).casefold()
    )
    return " ".join(words.split())[:LONGEST_FOLDED].strip()


@lru_cache(KEPT)
def core(name: str) -> str:
    """The folded name without legal forms and small words; all of it where nothing is left."""
    whole = folded(name)
    words = [word for word in FORM.sub(" ", whole).split() if word not in SMALL_WORDS]
    return " ".join(words) or whole


@lru_cache(KEPT)
def initials(name: str) -> frozenset[str]:
    """The acronyms that its words would make, with the small ones and without, longer than one."""
    words = folded(name).split()
    large = [word for word in words if word not in SMALL_WORDS]
    return frozenset(made for several in (words, large) if len(made := _first_letters(several)) > 1)


def _first_letters(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def without_brackets(name: str) -> tuple[str, str]:
    """A name that ends in an acronym in brackets, taken apart; else the name and nothing."""
    inside = IN_BRACKETS.match(name.strip())
    return (inside[1], inside[2]) if inside else (name, "")


def names_agree(name: str, other: str) -> bool:
    """Whether one name of a person says no more than the other: "Ana Torres", "Ana Torres Ruiz"."""
    words, others = (frozenset(folded(each).split()) for each in (name, other))
    shared = words & others
    return len(shared) >= 2 and shared in (words, others)


class Named(Protocol):
    """What has a name and perhaps an acronym."""

    @property
    def name(self) -> str: ...

    @property
    def acronym(self) -> str: ...


Row = TypeVar("Row", bound=Named)


@lru_cache(KEPT)
def likelihood(name: str, other: str, other_acronym: str = "") -> float:
    """How likely a typed name means the other: 1 when it is the same, 0 when nothing says so."""
    if folded(name) == folded(other):
        return 1.0
    bare, bracketed = without_brackets(name)
    other_bare, other_bracketed = without_brackets(other)
    names = {core(name), core(bare)}
    others = {core(other), core(other_bare)}
    if names & others:
        return 0.99
    short = {squeezed(word) for word in (name, bracketed) if word}
    other_short = {squeezed(word) for word in (other_acronym, other_bracketed) if word}
    if short & (other_short | initials(other_bare) | {squeezed(other)}):
        return 0.95
    if initials(bare) & (other_short | {squeezed(other)}):
        return 0.95
    if any(_word_by_word(mine, theirs) for mine in names for theirs in others):
        return 0.9
    return max(_nearness(mine, theirs) for mine in names for theirs in others)


@lru_cache(KEPT)
def squeezed(name: str) -> str:
    """An acronym as it is compared: "A. C. T." and "act" are the same."""
    return folded(name).replace(" ", "")


def _word_by_word(name: str, other: str) -> bool:
    """Whether two names are the same in any order, with some of their words shortened or misspelt.

    At least one word of weight is written alike in both.
    """
    words, others = set(name.split()), set(other.split())
    alike = words & others
    mine, theirs = words - alike, others - alike
    if len(mine) != len(theirs) or len(mine) > WORDS_APART // 2:
        return False
    if not any(len(word) >= PART for word in alike):
        return False
    return all(any(_is_same_word(word, its) for its in theirs) for word in mine)


def _is_same_word(word: str, other: str) -> bool:
    """Whether one word is the other shortened ("min", "ministerio"), or with a slip in it."""
    short, long = sorted((word, other), key=len)
    if len(short) < SHORTENED or not (short.isalpha() and long.isalpha()):
        return False
    is_misspelt = len(short) >= PART and SequenceMatcher(None, short, long).ratio() >= NEARLY
    return long.startswith(short) or is_misspelt


def _nearness(name: str, other: str) -> float:
    """How much of two names is the same; 0 where they are short or differ in a number."""
    if min(len(name), len(other)) < LONG or _numbers(name) != _numbers(other):
        return 0.0
    words, others = set(name.split()), set(other.split())
    if len(words ^ others) > WORDS_APART or (len(words) == len(others) and words & others):
        return 0.0  # of as many words, some of them alike, the others were compared by themselves
    matcher = SequenceMatcher(None, name, other, autojunk=False)
    if matcher.real_quick_ratio() < NEARLY or matcher.quick_ratio() < NEARLY:
        return 0.0
    return ratio if (ratio := matcher.ratio()) >= NEARLY else 0.0


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def is_part(name: str, other: str) -> bool:
    """Whether all that was typed stands in the other name, as when only its main word was."""
    words, others = core(name).split(), core(other).split()
    return len(words) < len(others) and set(words) <= set(others) and len("".join(words)) >= PART


def _share(name: str, other: str) -> float:
    """Less likely than any of these, but worth a question: one name is a part of the other."""
    return 0.5 * is_part(name, other) or 0.4 * is_part(other, name)


def likely(name: str, known: Iterable[Row], most: int = MOST_OFFERED) -> list[Row]:
    """Those that a typed name may well mean, the likeliest first."""
    rated = [
        (likelihood(name, row.name, row.acronym) or _share(name, row.name), row) for row in known
    ]
    near = sorted((pair for pair in rated if pair[0]), key=lambda pair: -pair[0])
    return [row for _rate, row in near[:most]]


def doubles(known: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Every two that are likely one and the same, the earlier of the two first.

    Only those are compared that share a word that is not everybody's, a beginning or an end: a
    list of a thousand has half a million pairs.
    """
    rows = list(known)
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for sign in _signs(row):
            places.setdefault(sign, []).append(place)
    pairs = {
        pair
        for several in places.values()
        if len(several) <= COMMON
        for pair in combinations(several, 2)
    }
    for first, second in sorted(pairs):
        if is_double(rows[second], rows[first]):
            yield rows[first], rows[second]


def _signs(row: Named) -> set[str]:
    """What two names have in common, one of these at least, if they are likely the same."""
    bare, bracketed = without_brackets(row.name)
    short = {squeezed(word) for word in (row.name, row.acronym, bracketed)}
    words = {word for word in core(bare).split() if len(word) >= PART}
    ends = {core(bare), core(bare)[:6], core(bare)[-6:]}
    return {*ends, *short, *initials(bare), *words} - {""}


def is_double(row: Named, other: Named) -> bool:
    """Whether one of two is likely the other, whichever of them was typed."""
    shared = squeezed(row.acronym) and squeezed(row.acronym) == squeezed(other.acronym)
    parts = ((row, other), (other, row))
    return bool(
        shared
        or any(" " in core(part.name) and is_part(part.name, whole.name) for part, whole in parts)
        or likelihood(row.name, other.name, other.acronym)
        or likelihood(other.name, row.name, row.acronym)
    )
