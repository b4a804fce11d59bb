"""Which entity a text names, and which unit of it: "Oficina de Planeamiento del MINAM".

People write an entity by its name or acronym, behind its unit or before it, in brackets or not, and
an entity that acts "through" another is both of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workshop.commitments.translated import in_other_language
from workshop.commitments.words import JOINING, names, plain, words

THROUGH = re.compile(
    r"\b(?:a traves de|a traves|mediante|por (?:medio|intermedio|conducto) de"
    r"|through|by means of)\b"
)
BRACKETS = re.compile(r"\(([^()]*)\)")
ARTICLES = frozenset({"el", "la", "las", "los", "the"})
# Before the name of an entity these say that a unit deals with it, not that it is of it.
NOT_OF = frozenset(
    {
        *("about", "and", "for", "to", "towards", "with"),
        *("al", "ante", "con", "contra", "e", "entre", "hacia", "para", "sobre", "y"),
    }
)
AND = frozenset({"and", "e", "y"})
POSSESSIVE = frozenset({"el", "its", "la", "su", "sus", "the"})

Core = frozenset[str]


@dataclass(frozen=True)
class Unit:
    """A unit by its words, and whose it is: the number of an entity, LEAD among them."""

    core: Core
    entities: frozenset[int]


@dataclass(frozen=True)
class _Mention:
    entity: int
    first: int
    last: int


LEAD = 0


class Entities:
    """The lead entity of a record and the others that are known, found in texts."""

    def __init__(self, lead: Sequence[str], others: Iterable[Sequence[str]]) -> None:
        """`lead` are all names of the lead, its acronym among them; `others` those of others."""
        self._names: dict[tuple[str, ...], int] = {}
        several = [*enumerate(others, start=1), (LEAD, lead)]
        for entity, written in several:
            for form in _forms(written):
                self._names[form] = entity
        # A name that is somebody's own is not taken for the translation of another's.
        for entity, written in reversed(several):
            for form in _forms(written):
                for translation in in_other_language(form):
                    self._names.setdefault(translation, entity)
        self._acronym_forms = {
            tuple(words(name)): name
            for _entity, written in several
            for name in written
            if _is_acronym(name)
        }
        self._longest = max(map(len, self._names), default=0)
        self._lead = tuple(lead)
        self.family = {LEAD, *self._related(several)}

    def _related(self, several: Iterable[tuple[int, Sequence[str]]]) -> Iterator[int]:
        """Those that the lead's name names beside it, and those whose name names the lead."""
        for name in self._lead:
            for part in _parts(name):
                yield from self.named(part, beside=LEAD)
        for entity, written in several:
            if any(
                LEAD in self.named(part, beside=entity) for name in written for part in _parts(name)
            ):
                yield entity

    def named(self, text: str, *, beside: int | None = None) -> frozenset[int]:
        """The entities that a text names as its own; not those that a unit merely deals with.

        In the name of an entity itself, those `beside` it.
        """
        said = _said(text)
        return frozenset(mention.entity for mention in self._mentions(said, text, beside))

    def units(self, text: str, *, of: frozenset[int]) -> set[Unit]:
        """The units that a text names, one a line; `of` is whose they are where it does not say.

        A unit that is also given by its own acronym is named twice.
        """
        return {
            unit
            for line in re.split(r"[\n;]", text)
            if line.strip()
            for unit in self._unit(line, of)
        }

    def _unit(self, line: str, of: frozenset[int]) -> Iterator[Unit]:
        said = _said(line)
        mentions = self._mentions(said, line)
        taken = {place for row in mentions for place in range(row.first, row.last + 1)}
        left = [word for place, word in enumerate(said) if place not in taken]
        core = [word for word in left if word not in JOINING]
        written = frozenset(self._one_family(row.entity) for row in mentions)
        entities = written or frozenset(self._one_family(entity) for entity in of)
        for acronym in BRACKETS.findall(line):
            own = plain(acronym).strip()
            if own in core and _is_made_of(own, [word for word in core if word != own]):
                yield Unit(frozenset({own}), entities)
                core = [word for word in core if word != own]
        yield Unit(frozenset(core), entities)

    def _one_family(self, entity: int) -> int:
        return LEAD if entity in self.family else entity

    def _mentions(self, said: list[str], text: str, beside: int | None = None) -> list[_Mention]:
        mentions, place = [], 0
        while place < len(said):
            mention = self._mention(said, place, text, beside)
            if mention and self._is_own(said, mention):
                mentions.append(mention)
            place = mention.last + 1 if mention else place + 1
        return mentions

    def _mention(
        self, said: list[str], first: int, text: str, beside: int | None
    ) -> _Mention | None:
        """The longest name that begins at a place, joining words left aside."""
        if said[first] in JOINING:
            return None
        name: tuple[str, ...] = ()
        best = None
        for last in range(first, len(said)):
            if said[last] in JOINING:
                continue
            name = (*name, said[last])
            if len(name) > self._longest:
                break
            entity = self._names.get(name)
            if entity in (None, beside):
                continue
            if self._is_meant(name, said, first, last, text):
                best = _Mention(entity, first, last)
        return best

    def _is_meant(
        self, name: tuple[str, ...], said: list[str], first: int, last: int, text: str
    ) -> bool:
        """An acronym amid other words is one only as it is written: VIDA, not "vida"."""
        written = self._acronym_forms.get(name)
        if written is not None and first > 0 and last < len(said) - 1:
            return names_exactly(text, written)
        return True

    def _is_own(self, said: list[str], mention: _Mention) -> bool:
        before = [word for word in said[: mention.first] if word not in ARTICLES]
        if before and before[-1] in NOT_OF and not self._ends_with_entity(before):
            return False
        after = said[mention.last + 1 : mention.last + 3]
        if len(after) < 2 or after[0] not in AND or after[1] in POSSESSIVE:
            return True
        # "Ministry of Justice and Human Rights" is not the Ministry of Justice.
        return any(name[0] == after[1] for name in self._names)

    def _ends_with_entity(self, before: list[str]) -> bool:
        """Whether "and" joins this entity to another: "del MINAM y el OEFA"."""
        if before[-1] not in AND:
            return False
        content = [word for word in before if word not in JOINING]
        return any(tuple(content[-length:]) in self._names for length in range(1, len(content) + 1))


def names_exactly(text: str, acronym: str) -> bool:
    """Whether an acronym stands in a text as it is written, capitals and all."""
    return re.search(rf"\b{re.escape(acronym)}\b", text) is not None


def is_same_entity(text: str, lead: Iterable[str]) -> bool:
    """Whether a text that names no entity we know of is a name of the lead, or part of one."""
    written = [_squeezed(part) for name in lead for part in _parts(name)]
    said = [_squeezed(part) for part in _parts(text)]
    return any(
        names(part, name) or names(name, part) for part in said for name in written if part and name
    )


def _squeezed(text: str) -> str:
    return " ".join(word for word in words(text) if word not in JOINING)


def _is_acronym(name: str) -> bool:
    return " " not in name.strip() and name.upper() == name


def _said(text: str) -> list[str]:
    return words(THROUGH.sub(" ", plain(text)))


def _parts(name: str) -> list[str]:
    """The entities in a name: before and after "through", and what stands in brackets."""
    parts = [part for part in THROUGH.split(plain(name)) if part.strip()]
    return [
        form.strip(" ,.;-–—")
        for part in parts
        for form in (BRACKETS.sub(" ", part), *BRACKETS.findall(part))
        if form.strip(" ,.;-–—")
    ]


def _forms(written: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for name in written:
        for form in _parts(name):
            if content := tuple(word for word in words(form) if word not in JOINING):
                yield content


def _is_made_of(acronym: str, name: list[str]) -> bool:
    """Whether the letters of an acronym stand, in their order, at the heads of words: OGPP."""
    heads = iter(word[0] for word in name)
    return len(acronym) > 1 and all(letter in heads for letter in acronym)
