"""What the ballot page says for each kind of ballot, by the server and by the page's script.

The script fills in {n}, {total} and {left} while a person marks the ballot; the server does the
same on the pages it draws without script. An empty sentence means that there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from workshop.voting.labels import BallotKind

QUESTIONS = {
    BallotKind.RANKING: _l("Which of these matter most?"),
    BallotKind.TICKS: _l("Which of these would you carry forward?"),
    BallotKind.DOTS: _l("Where do you put your dots?"),
    BallotKind.GRID: _l("How good is each of these?"),
}

# For each kind: how far one is with nothing, some, or everything marked; and what to warn of
# before casting.
SENTENCES = {
    BallotKind.RANKING: {
        "count-none": _l("{n} of {total} ranked."),
        "count-some": _l(
            "{n} of {total} ranked. What you leave out counts below what you list, level among"
            " themselves."
        ),
        "count-all": _l("All {total} ranked."),
        "warn-some": _l(
            "You ranked {n} of {total}. The others count below these, level among themselves."
        ),
        "warn-all": "",
    },
    BallotKind.TICKS: {
        "count-none": _l("Nothing ticked yet."),
        "count-some": _l("{n} of {total} ticked."),
        "count-all": _l("All {total} ticked."),
        "warn-some": "",
        "warn-all": _l("You ticked all of them, so your ballot makes no difference between them."),
    },
    BallotKind.DOTS: {
        "count-none": _l("Dots left: {left} of {total}."),
        "count-some": _l("Dots left: {left} of {total}."),
        "count-all": _l("Dots left: {left} of {total}."),
        "warn-some": _l("Dots left: {left} of {total}. What you do not spread counts for nothing."),
        "warn-all": "",
    },
    BallotKind.GRID: {
        "count-none": _l("No question answered yet."),
        "count-some": _l("{n} of {total} questions answered."),
        "count-all": _l("All {total} questions answered."),
        "warn-some": _l(
            "{n} of {total} questions answered. What you leave out is no answer, not a “no”."
        ),
        "warn-all": "",
    },
}


def warning(kind: BallotKind, progress: Mapping[str, int]) -> str:
    """What to say before a ballot that is not blank is cast; nothing if all is well."""
    name = "warn-all" if progress["left"] == 0 else "warn-some"
    return str(SENTENCES[kind][name]).format(**progress) if progress["n"] else ""
