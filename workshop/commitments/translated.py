"""The names of public bodies in the other language: "Ministry of Health", "Ministerio de Salud".

Word by word, by the table in `lexicon.toml`, joining words left aside. A name of which a word is
not in the table has no translation: its other name can stand beside it in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from workshop.commitments.words import LEXICON

Name = tuple[str, ...]

TABLE: Mapping[str, str] = LEXICON["public_bodies"]
# What an English name ends with and a Spanish one begins with.
HEADS = frozenset(LEXICON["heads_of_public_bodies"].split())
# What a Spanish name has behind its head and an English one at its beginning.
ADJECTIVES = frozenset({"general", "nacional", "national", "central", "superior", "supreme"})


def _tables() -> tuple[dict[Name, list[Name]], dict[Name, list[Name]]]:
    """From English and from Spanish; several words for one are parted by a bar."""
    from_english: dict[Name, list[Name]] = {}
    from_spanish: dict[Name, list[Name]] = {}
    for english, said in TABLE.items():
        for spanish in said.split("|"):
            pair = tuple(english.split()), tuple(spanish.split())
            from_english.setdefault(pair[0], []).append(pair[1])
            from_spanish.setdefault(pair[1], []).append(pair[0])
    return from_english, from_spanish


FROM_ENGLISH, FROM_SPANISH = _tables()
LONGEST = max(len(key) for table in (FROM_ENGLISH, FROM_SPANISH) for key in table)
MOST = 16  # of one name, where several of its words have several translations


@cache
def in_other_language(name: Name) -> set[Name]:
    """How the content words of a name may be written in the other language, in its order."""
    translations: set[Name] = set()
    for table, ordered in ((FROM_ENGLISH, _spanish_order), (FROM_SPANISH, _english_order)):
        for chunks in _translated(name, table):
            for order in (chunks, ordered(chunks)):
                translations.add(tuple(word for chunk in order for word in chunk))
            if len(translations) >= MOST:
                break
    return translations - {name}


def _translated(name: Name, table: Mapping[Name, list[Name]]) -> Iterator[list[Name]]:
    """Each way to translate all of a name, the longest phrases first."""
    if not name:
        yield []
        return
    for length in range(min(LONGEST, len(name)), 0, -1):
        for chunk in table.get(name[:length], ()):
            for rest in _translated(name[length:], table):
                yield [chunk, *rest]


def _spanish_order(chunks: list[Name]) -> list[Name]:
    """ "Nacional agua autoridad" as it is said: "autoridad nacional agua"."""
    *rest, head = chunks
    return [head, *_adjectives_first(rest)] if set(head) & HEADS else chunks


def _english_order(chunks: list[Name]) -> list[Name]:
    """ "Authority national water" as it is said: "national water authority"."""
    head, *rest = chunks
    return [*_adjectives_first(rest), head] if set(head) & HEADS else chunks


def _adjectives_first(chunks: list[Name]) -> list[Name]:
    return sorted(chunks, key=lambda chunk: not set(chunk) & ADJECTIVES)
