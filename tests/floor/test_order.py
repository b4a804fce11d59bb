"""Where someone who asks for the floor is placed in the queue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.floor.order import Waiting, place_of
from workshop.workshops.guides import FloorOrder

SECTORS = {"a": "academia", "b": "academia", "c": "civil", "d": "civil", "p": "private"}
SEATS = {letter: number for number, letter in enumerate("abcdp", start=1)}

# Two seats are of one organization; of each letter that has spoken, a minute has passed.
PARTIES = {"a": "one", "b": "one", "c": "two", "d": "three", "p": "four"}


def waiting(letter: str) -> Waiting:
    return Waiting(SEATS[letter], SECTORS[letter], PARTIES[letter])


def joined(asking: str, queue: str, order: FloorOrder, protected: int, spoken: str) -> str:
    """The queue once `asking` has joined it; `spoken` has a letter for every turn taken."""
    by_seat = {SEATS[letter]: spoken.count(letter) for letter in SEATS}
    by_sector = {
        sector: sum(SECTORS[letter] == sector for letter in spoken) for sector in SECTORS.values()
    }
    spent: dict[str, float] = {}
    for letter in spoken:
        spent[PARTIES[letter]] = spent.get(PARTIES[letter], 0) + 60
    people = [waiting(letter) for letter in queue]
    index = place_of(waiting(asking), people, order, protected, by_seat, by_sector, spent)
    return queue[:index] + asking + queue[index:]


@pytest.mark.parametrize(
    ("asking", "queue", "order", "protected", "spoken", "expected"),
    [
        pytest.param("a", "", FloorOrder.NEW_VOICES, 1, "", "a", id="an empty queue"),
        pytest.param("a", "bc", FloorOrder.FIRST_COME, 0, "bbcc", "bca", id="first come"),
        pytest.param(
            "a", "bc", FloorOrder.NEW_VOICES, 0, "bc", "abc", id="never spoken goes first"
        ),
        pytest.param(
            "a", "bc", FloorOrder.NEW_VOICES, 1, "bc", "bac", id="behind one protected place"
        ),
        pytest.param("a", "bc", FloorOrder.NEW_VOICES, 2, "bc", "bca", id="two protected places"),
        pytest.param("a", "bc", FloorOrder.NEW_VOICES, 9, "bc", "bca", id="all are protected"),
        pytest.param(
            "a", "bc", FloorOrder.NEW_VOICES, 0, "c", "bac", id="behind another new voice"
        ),
        pytest.param(
            "a", "bc", FloorOrder.NEW_VOICES, 0, "abc", "bca", id="as often as the others"
        ),
        pytest.param("a", "bc", FloorOrder.NEW_VOICES, 0, "abcc", "bac", id="less often than one"),
        pytest.param(
            "p", "ab", FloorOrder.SECTOR_BALANCE, 0, "", "apb", id="before a sector's second"
        ),
        pytest.param(
            "c", "ab", FloorOrder.SECTOR_BALANCE, 0, "a", "cab", id="a sector not heard goes first"
        ),
        pytest.param("c", "ab", FloorOrder.SECTOR_BALANCE, 1, "a", "acb", id="but not displaced"),
        pytest.param(
            "c", "ab", FloorOrder.SECTOR_BALANCE, 0, "ccc", "abc", id="a sector heard often waits"
        ),
        pytest.param("d", "ac", FloorOrder.SECTOR_BALANCE, 0, "", "acd", id="level: as they came"),
        pytest.param("p", "cd", FloorOrder.TIME_SPOKEN, 0, "ccd", "pcd", id="no time goes first"),
        pytest.param("d", "ca", FloorOrder.TIME_SPOKEN, 0, "ccd", "dca", id="less time than one"),
        pytest.param("d", "ac", FloorOrder.TIME_SPOKEN, 0, "ccd", "adc", id="behind less time"),
        pytest.param("p", "cd", FloorOrder.TIME_SPOKEN, 1, "ccd", "cpd", id="time: protected"),
        pytest.param("d", "c", FloorOrder.TIME_SPOKEN, 0, "cd", "cd", id="as long: as they came"),
        pytest.param(
            "b", "d", FloorOrder.TIME_SPOKEN, 0, "aad", "db", id="a colleague's time counts"
        ),
    ],
)
def test_the_place_of_someone_who_asks(asking, queue, order, protected, spoken, expected):
    assert joined(asking, queue, order, protected, spoken) == expected


@given(
    queue=st.permutations("abcd"),
    length=st.integers(0, 4),
    order=st.sampled_from(FloorOrder),
    protected=st.integers(0, 6),
    spoken=st.lists(st.sampled_from("abcdp"), max_size=12).map("".join),
)
def test_nobody_within_the_protected_places_is_displaced(queue, length, order, protected, spoken):
    queue = "".join(queue[:length])

    after = joined("p", queue, order, protected, spoken)

    assert after[:protected].startswith(queue[:protected])
    assert after.replace("p", "") == queue


@given(
    queue=st.permutations("abcd"),
    spoken=st.lists(st.sampled_from("abcd"), max_size=12).map("".join),
)
def test_a_new_voice_waits_only_behind_new_voices(queue, spoken):
    after = joined("p", "".join(queue), FloorOrder.NEW_VOICES, 0, spoken)

    ahead, behind = after.split("p")
    assert not behind or behind[0] in spoken
    assert not set(ahead) & set(spoken)
