"""`workshop verify`: whole records pass, and nothing can be changed without being found."""

import copy
import random

import pytest
from click.testing import CliRunner

from workshop.cli import main
from workshop.digests import chain_digest, sha256, short_code
from workshop.voting.record.record import as_file, seal
from workshop.voting.verify.parts import SECTIONS

SIX = ("A B C", "A C", "B AC", "C B A", "A", "")


def resealed(record):
    """What a forger makes of a changed record who knows about the seal."""
    record["seal"] = seal({name: record[name] for name in SECTIONS})
    return record


def rechained(record):
    """What a forger makes of it who knows about the chain as well: all fits but the codes."""
    own = {link["number"]: link["entry"] for link in record["log"] if "entry" in link}
    for entry in own.values():
        if entry["verb"] == "contest closed":
            entry["details"]["result"] = sha256(record["result"])
            entry["details"]["receipts"] = sha256(record["receipts"])
    previous = ""
    for link in record["log"]:
        if "entry" in link:
            link["entry_digest"] = sha256(link["entry"])
        link["digest"] = previous = chain_digest(previous, link["entry_digest"])
    for name in ("opening", "closing"):
        digest = record["log"][record[name]["number"] - 1]["digest"]
        record[name].update(digest=digest, code=short_code(digest))
    return resealed(record)


# Whole records


def test_a_whole_record_is_told_in_plain_sentences_with_both_codes(hold, record_of, tmp_path):
    record = record_of(hold(*SIX))
    path = tmp_path / "record.json"
    path.write_bytes(as_file(record))

    answer = CliRunner().invoke(main, ["verify", str(path)])

    assert answer.exit_code == 0
    assert "Counted again from the published sums" in answer.stdout
    assert f"Opening code: {record['opening']['code']}" in answer.stdout
    assert f"Closing code: {record['closing']['code']}" in answer.stdout


@pytest.mark.parametrize(
    ("settings", "options", "sentence"),
    [
        ({}, {}, "the published sums by the rule “duels-points”"),
        ({"rule": "points"}, {}, "the published sums by the rule “points”"),
        ({}, {"for_scrutineers": True}, "the ballots by the rule “duels-points”"),
        ({"is_secret": False}, {}, "the ballots by the rule “duels-points”"),
    ],
    ids=["duels", "points", "scrutineers", "roll-call"],
)
def test_the_count_is_repeated_from_what_the_file_holds(
    hold, record_of, check, settings, options, sentence
):
    status, findings = check(record_of(hold(*SIX, **settings), **options))

    assert (status, [line for line in findings if sentence in line]) == (0, [findings[5]])


@pytest.mark.parametrize("answers", [("A B",), ("A", "B A", "C"), ("", "", "", "", "", "A")])
def test_of_few_ballots_the_count_cannot_be_repeated_and_that_is_said(
    hold, record_of, check, answers
):
    contest_id = hold(*answers)

    status, findings = check(record_of(contest_id))
    assert (status, "cannot be repeated from this file" in findings[5]) == (0, True)
    status, findings = check(record_of(contest_id, for_scrutineers=True))
    assert (status, "from the ballots" in findings[5]) == (0, True)


# Damage


@pytest.mark.parametrize(
    ("settings", "options"),
    [({}, {}), ({"is_secret": False}, {}), ({}, {"for_scrutineers": True})],
    ids=["secret", "roll-call", "scrutineers"],
)
def test_one_changed_byte_anywhere_is_found(hold, record_of, check, settings, options):
    whole = as_file(record_of(hold(*SIX, **settings), **options))
    chance = random.Random(7)
    places = {0, 1, len(whole) - 2, len(whole) - 1, *range(0, len(whole), len(whole) // 150)}

    for place in sorted(places):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        status, faults = check(bytes(damaged))
        assert (status, bool(faults)) == (1, True), (place, bytes(damaged[place - 9 : place + 9]))
        assert all(": " in fault for fault in faults)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda whole: whole[:-1], "byte"),
        (lambda whole: whole + b"\n", "byte"),
        (lambda whole: whole[:900], "byte"),
        (lambda whole: whole.replace(b"Problem A", b"Problem \xff"), "byte"),
        (lambda whole: whole.replace(b'"text":"Problem A"', b'"text": "Problem A"'), "byte"),
        (lambda whole: whole.replace(b"Problem A", b"Problem X", 1), "contest: "),
        (lambda whole: whole.replace(b'"version":1}', b'"version":2}'), "version: "),
        (lambda whole: whole.replace(b'"verb":"result shown"', b'"verb":"result shoxn"'), "log["),
    ],
    ids=["end", "more", "half", "utf-8", "space", "wording", "version", "log"],
)
def test_damage_is_located(hold, record_of, check, change, where):
    status, faults = check(change(as_file(record_of(hold(*SIX)))))

    assert status == 1
    assert any(fault.startswith(where) for fault in faults), faults


@pytest.mark.parametrize("content", [b"", b"[]", b'{"options":["A"]}', b"\x00\xff"])
def test_what_is_no_record_at_all_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_bytes(content)

    assert CliRunner().invoke(main, ["verify", str(path)]).exit_code == 2
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "none")]).exit_code == 2


# Forgery


def swap_points(record):
    points = record["result"]["points"]
    points["A"], points["C"] = points["C"], points["A"]


def swap_order(record):
    record["result"]["order"].reverse()


def lose_a_duel(record):
    duels = record["result"]["duels"]
    duels["A"]["B"], duels["B"]["A"] = duels["B"]["A"], duels["A"]["B"]


def invent_ballots(record):
    record["result"]["ranked_by"]["A"] = 7


def carry_another(record):
    record["outcome"]["carried"] = ["C"]


def change_wording(record):
    record["contest"]["terms"]["options"][0]["text"] = "Something else"


def change_seats(record):
    record["contest"]["terms"]["seats"] = 1


def change_roll(record):
    record["roll"][1]["organization"] = "Somebody else"


def drop_receipt(record):
    record["receipts"].pop()


def swap_receipt(record):
    record["receipts"][0] = "22222222"


def drop_log_entry(record):
    del record["log"][-2]


def hide_log_entry(record):
    del next(link for link in record["log"] if "entry" in link)["entry"]


def forge_code(record):
    record["opening"]["code"] = "22222-22222"


def move_opening(record):
    record["opening"]["number"] = record["closing"]["number"]


FORGERIES = [
    (swap_points, "result"),
    (swap_order, "result"),
    (lose_a_duel, "result"),
    (invent_ballots, "result"),
    (carry_another, "outcome.carried"),
    (change_wording, "contest.terms.options"),
    (change_seats, "contest.terms.seats"),
    (change_roll, "roll[1].organization"),
    (drop_receipt, "receipts"),
    (swap_receipt, "receipts"),
    (drop_log_entry, "log["),
    (hide_log_entry, "log"),
    (forge_code, "opening.code"),
    (move_opening, "opening.number"),
]


@pytest.mark.parametrize(
    ("forge", "where"), FORGERIES, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_forger_who_renews_the_seal_is_found_out(hold, record_of, check, forge, where):
    record = record_of(hold(*SIX, carry_limit=2))
    forge(record)

    status, faults = check(resealed(record))

    assert status == 1
    assert any(fault.startswith(where) for fault in faults), faults


@pytest.mark.parametrize("forge", [swap_points, swap_order, lose_a_duel, invent_ballots])
def test_a_forger_who_renews_the_chain_fails_at_the_count(hold, record_of, check, forge):
    record = record_of(hold(*SIX))
    forge(record)

    status, faults = check(rechained(record))

    assert status == 1
    assert all(fault.startswith("result.") for fault in faults), faults


def test_a_forger_who_renews_everything_gets_other_codes(hold, record_of, check):
    record = record_of(hold(*SIX))
    shown = record["opening"]["code"], record["closing"]["code"]
    for entry in (link["entry"] for link in record["log"] if "entry" in link):
        if entry["verb"] == "contest opened":
            change_wording({"contest": entry["details"]})
    change_wording(record)

    status, findings = check(rechained(record))

    assert status == 0
    assert [line for line in findings if "code:" in line] != [
        f"Opening code: {shown[0]}",
        f"Closing code: {shown[1]}",
    ]


def test_a_changed_ballot_of_a_roll_call_is_found_in_the_log_and_by_the_count(
    hold, record_of, check
):
    record = record_of(hold("A B", "B A", "C", is_secret=False))
    record["ballots"]["lines"][0]["answer"] = [["C"]]

    status, faults = check(resealed(record))

    assert status == 1
    assert "ballots.lines[0].answer: is not the last ballot received for this line" in faults
    assert "ballots: are not those that the log took in at closing" in faults
    assert any(fault.startswith("result.") for fault in faults)


def test_nothing_a_forger_puts_in_makes_the_check_fall_over(hold, record_of, check):
    record = record_of(hold(*SIX))
    for name in SECTIONS:
        for nonsense in (None, 3, "x", [], {}, [3], {"x": None}):
            damaged = copy.deepcopy(record)
            damaged[name] = nonsense
            status, faults = check(resealed(damaged))
            assert (status, bool(faults)) == (1, True), (name, nonsense)
