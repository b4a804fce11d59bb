"""What of a list is an action, and whether a milestone stands for it.

An action says what will be done: it begins with a verb, or with the noun of one that governs
something ("Publicación de", "Training of"), or promises in the future. What a register will show,
a kind of document or a group of people is an item of information, and needs no milestone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from workshop.commitments.words import JOINING, LEXICON, acronyms, agree, plain, words

VERBS, EITHER, DETERMINERS, PREPOSITIONS, ACTION_NOUNS, GOVERNING, NO_VERBS = (
    frozenset(LEXICON[name].split())
    for name in (
        "verbs",
        "verbs_or_nouns",
        "determiners",
        "prepositions",
        "action_nouns",
        "governing",
        "no_verbs",
    )
)
INFINITIVE = re.compile(r"\w{2,}(?:ar|er|ir)(?:se|lo|la|los|las|le|les)?")
PROMISE = re.compile(r"\w+(?:rá|rán|remos)\b|\b(?:will|shall)\b")
RELATIVE = re.compile(r"\b(?:que|cual|cuales|that|which|who|whose)\b")
# The words before a list that say what is in it.
OF_INFORMATION = re.compile(
    r"\b(?:informacion|datos|campos|contenidos?|documentos|indicadores|variables|categorias|tipos"
    r"|information|data|fields|contents?|documents|indicators|categories|types|kinds)\b"
)
OF_ACTIONS = re.compile(
    r"\b(?:acciones|actividades|medidas|tareas|pasos|etapas|hitos"
    r"|actions|activities|measures|tasks|steps|stages|milestones)\b"
)
# How one item is marked: "1)", "(a)", "iv."
MARK = re.compile(
    r"^\W*(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s*)?"
)
# A word that tells something; so many of them that two texts share are no coincidence.
TELLING, ENOUGH = 5, 4


class Reading(Enum):
    ACTION = "action"
    UNDECIDED = "undecided"
    OTHER = "other"


def actions(introduction: str, items: Iterable[str]) -> list[str]:
    """The actions among the items of one list; `introduction` is the paragraph before it.

    Items of one list are of one kind, so what might be either is an action among actions.
    """
    # Of a paragraph only its last sentence announces what follows.
    announced = re.split(r"(?<=[.;])\s", plain(introduction))[-1]
    if OF_ACTIONS.search(announced):
        return list(items)
    is_information = bool(OF_INFORMATION.search(announced))
    read = [(item, _reading(item, is_information=is_information)) for item in items]
    has_action = any(reading is Reading.ACTION for _item, reading in read)
    wanted = {Reading.ACTION, Reading.UNDECIDED} if has_action else {Reading.ACTION}
    return [item for item, reading in read if reading in wanted]


def _reading(item: str, *, is_information: bool) -> Reading:
    text = MARK.sub("", item.strip().lower(), count=1)
    said = words(text)
    if said[:1] == ["to"]:
        said = said[1:]
    if not said:
        return Reading.OTHER
    first, after = _two(said)
    behind_colon = words(text.partition(":")[2])[:2]
    is_promise = PROMISE.search(RELATIVE.split(text)[0]) or (first == "se" and after)
    if _is_verb(first, after) or is_promise or (behind_colon and _is_verb(*_two(behind_colon))):
        return Reading.ACTION
    if is_information:
        return Reading.OTHER
    if first in ACTION_NOUNS:
        return Reading.ACTION if after in GOVERNING else Reading.UNDECIDED
    is_gerund = first.endswith("ing") and after not in ("", "of")
    return Reading.UNDECIDED if is_gerund or first in EITHER else Reading.OTHER


def _two(said: list[str]) -> tuple[str, str]:
    return said[0], said[1] if len(said) > 1 else ""


def _is_verb(first: str, after: str) -> bool:
    if first in VERBS:
        return True
    if first in EITHER:
        return after in DETERMINERS or (after == "and")
    if first in NO_VERBS or first in PREPOSITIONS or first in DETERMINERS:
        return False
    if INFINITIVE.fullmatch(first):
        return bool(after)
    # An imperative that no list has: "Onboard the regions".
    return after in ("the", "a", "an", "its", "their", "every") and first not in JOINING


def stands_for(action: str, activity: str, means: str) -> bool:
    """Whether a milestone carries out an action, by the words they share.

    More than half of the shorter one's telling words, or a good many: a long item says much that
    its milestone need not repeat. What is done (publish, develop) tells less than to what: verbs
    decide where just half is shared, and count where there is nothing else.
    """
    wanted, whole = _telling(action), _telling(f"{activity} {means}")
    shared = _shared(wanted, whole)
    if 2 * shared > len(wanted) or shared >= ENOUGH:
        return True
    if shared and 2 * shared == len(wanted) and _shared(_doing(action), set(words(activity))):
        return True
    alone = _telling(activity)
    back = _shared(alone, wanted)
    return back > 1 and 2 * back >= len(alone)


def _telling(text: str) -> set[str]:
    short = acronyms(text)
    said = [word for word in words(text) if word not in JOINING]
    telling = {word for word in said if len(word) >= TELLING or word in short}
    things = {word for word in telling if not _is_doing(word)}
    return things or telling or set(said)


def _doing(text: str) -> set[str]:
    return {word for word in words(text) if _is_doing(word) or word in EITHER}


def _is_doing(word: str) -> bool:
    if word in VERBS or word in ACTION_NOUNS:
        return True
    return word not in NO_VERBS and len(word) > TELLING and word.endswith(("ar", "er", "ir"))


def _shared(several: set[str], others: set[str]) -> int:
    return sum(any(agree(word, other) for other in others) for word in several)
