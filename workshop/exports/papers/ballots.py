"""Paper ballots, for people without a device: what the vote asks, as it asks it.

The options stand in the vote's own order under its own letters, which is how two of the staff enter
a sheet for someone (`voting.ballot.assisted`). A sheet has a number and the code of the list that
it was printed from, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from workshop.digests import sha256, short_code
from workshop.exports.pdf_file import Document
from workshop.language import current
from workshop.voting.ballot.labels import QUESTIONS
from workshop.voting.ballot.marking import kind_of
from workshop.voting.contest import lists, queries
from workshop.voting.contest.services import option_key
from workshop.voting.labels import MARK_NAMES, BallotKind, criterion_name
from workshop.voting.models import Contest
from workshop.voting.rules import RULES
from workshop.workshops import queries as live_queries
from workshop.workshops.models import CountRule, Workshop

# Beside those for the entitled: one for every ten, and at least two, for sheets that are spoiled.
SPARE_OF, FEWEST_SPARE = 10, 2


@dataclass(frozen=True)
class PaperContest:
    """One vote as it is printed: its question, its rule, its options by letter."""

    question: str
    rule: CountRule
    settings: Mapping[str, Any]
    options: Sequence[tuple[str, str]]

    @property
    def code(self) -> str:
        """Which list a sheet was printed from: another wording or order has another code."""
        return short_code(sha256([self.question, str(self.rule), *map(list, self.options)]))


def contests(workshop: Workshop) -> list[PaperContest]:
    """The votes that are open; before they are, those that would open with the list as it is."""
    held = [contest for contest in queries.open_contests(workshop) if not contest.is_practice]
    if held:
        return [_as_open(contest) for contest in held]
    rule = RULES[workshop.rule]
    settings = rule.settings_from(workshop.rule_settings or {})
    return [
        PaperContest(
            question.text,
            workshop.rule,
            settings,
            [
                (option_key(position), candidate.text)
                for position, candidate in enumerate(question.candidates)
            ],
        )
        for question in lists.questions(workshop)
    ]


def _as_open(contest: Contest) -> PaperContest:
    options = [(option.key, option.text) for option in contest.options]
    return PaperContest(contest.question, contest.rule, contest.settings or {}, options)


def sheets_needed(workshop: Workshop) -> tuple[int, int]:
    """For how many who are entitled, and how many more."""
    entitled = len(live_queries.voters(workshop))
    return entitled, max(FEWEST_SPARE, -(-entitled // SPARE_OF))


def cover(workshop: Workshop, printed: Sequence[PaperContest], now: datetime) -> Document:
    """The page before the sheets, for the staff who hand them out and enter them."""
    entitled, spare = sheets_needed(workshop)
    publisher = current_app.config["PUBLISHER"]
    codes = ", ".join(contest.code for contest in printed)
    lines = [
        f"{workshop.theme.plan.name} · {_('Round %(number)s', number=workshop.round)}",
        _(
            "%(entitled)d sheets for the entitled and %(spare)d more, of each vote.",
            entitled=entitled,
            spare=spare,
        ),
        _(
            "Printed from the list of %(when)s, code %(codes)s. Print anew if the list changes.",
            when=format_datetime(now, "short"),
            codes=codes,
        ),
        _(
            "Give each organization one sheet. While the vote is open, two of the staff enter what "
            "it says for that organization, from the list of those who have not voted on the "
            "moderator's desk; then the sheet is destroyed. Spoiled sheets are exchanged."
        ),
    ]
    return Document(
        title=_("Paper ballots: %(theme)s", theme=workshop.theme.name),
        lines=tuple(lines),
        parts=(),
        footer=f"{workshop.theme.plan.name} · {publisher}",
        publisher=publisher,
        language=current(),
    )


def sheets(
    workshop: Workshop, printed: Sequence[PaperContest], *, is_large: bool
) -> Iterator[dict[str, Any]]:
    """Every sheet as the layout draws it: each vote as often as it is needed."""
    copies = sum(sheets_needed(workshop))
    for contest in printed:
        kind = kind_of(contest.rule)
        face = {
            "title": contest.question or str(QUESTIONS[kind]),
            "above": workshop.theme.name,
            "lines": instructions(contest),
            "options": [
                {"key": key, "text": text, "marks": _marks(contest, kind)}
                for key, text in contest.options
            ],
            "large": is_large,
        }
        for number in range(1, copies + 1):
            serial = _("Sheet %(number)d · list %(code)s", number=number, code=contest.code)
            yield {**face, "serial": serial}


def instructions(contest: PaperContest) -> list[str]:
    """How this sheet is marked, then what becomes of it."""
    return [*_how(contest), _("Write no name on it. Fold it and hand it to the staff.")]


def _how(contest: PaperContest) -> Iterator[str]:
    kind = kind_of(contest.rule)
    if kind is BallotKind.RANKING:
        yield _("Write 1 beside what matters most, 2 beside the next, and so on.")
        yield _("What you leave out counts below what you number, level among themselves.")
        if RULES[contest.rule].accepts_equal_ranks:
            yield _("The same number twice puts two level.")
        else:
            yield _("Write no number twice: this rule knows no equal places.")
    elif kind is BallotKind.TICKS:
        yield _("Mark with a cross all that you would carry forward, as many as you like.")
    elif kind is BallotKind.DOTS:
        dots = contest.settings["dots"]
        yield ngettext("You have one dot to spread.", "You have %(num)d dots to spread.", dots)
        yield _("Write beside each how many of them it gets.")
        most = min(contest.settings["most"], dots)
        if most < dots:
            yield ngettext(
                "No option takes more than one.", "No option takes more than %(num)d.", most
            )
    else:
        yield _("Judge each one by the same criteria. What you leave out is no answer.")


def _marks(contest: PaperContest, kind: BallotKind) -> list[dict[str, Any]]:
    """The boxes beside an option: one, or for each criterion one for every answer."""
    if kind is not BallotKind.GRID:
        return [{"label": "", "boxes": [""]}]
    words = [str(word) for word in MARK_NAMES.values()]
    return [
        {"label": str(criterion_name(key)), "boxes": words}
        for key in contest.settings.get("criteria", {})
    ]
