"""Words as the checks compare them: without accents and case, in Spanish or English."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib import resources

LEXICON = tomllib.loads(
    resources.files("workshop.commitments").joinpath("lexicon.toml").read_text("utf-8")
)
# Words that only join others, in English and in Spanish.
ENGLISH = "a and at by for in of on or the to"
SPANISH = "al de del e el en la las lo los o para por u un una y"
JOINING = frozenset(f"{ENGLISH} {SPANISH}".split())
# So many first letters, and so much of the longer word, do two words of one root share.
ROOT, PART_OF_ROOT = 5, 0.6


def plain(text: str) -> str:
    """In small letters without accents, spaces made one."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in split if not unicodedata.combining(sign)).split())


def words(text: str) -> list[str]:
    """The words of a text, plain; the English genitive is not part of one."""
    return re.findall(r"\w+", re.sub(r"['’]s\b", "", plain(text)))


def names(text: str, name: str) -> bool:
    """Whether a name stands in a text as whole words."""
    wanted = plain(name)
    return bool(wanted) and re.search(rf"\b{re.escape(wanted)}\b", plain(text)) is not None


def agree(word: str, other: str) -> bool:
    """Whether two words are of one root: "diseñar" and "diseño", "clerk" and "clerks"."""
    longer = max(len(word), len(other))
    shared = next(
        (place for place, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]),
        min(len(word), len(other)),
    )
    return word == other or shared >= max(ROOT, PART_OF_ROOT * longer)


def acronyms(text: str) -> set[str]:
    """The words that are written in capitals, plain: SEIA, OEFA."""
    return {word.casefold() for word in re.findall(r"\b[A-Z][A-Z0-9]{2,}\b", text)}
