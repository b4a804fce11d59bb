"""The section of the preparation page on how the room votes: its form, or what was settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from workshop.preparation.services import VOTE_UNIT_NAMES
from workshop.preparation.voting_forms import VotingForm, voting_form
from workshop.voting.labels import (
    RULE_TEXTS,
    TIE_POLICY_NAMES,
    TIE_POLICY_SENTENCES,
    RuleText,
    criterion_name,
)
from workshop.voting.rules import RULES
from workshop.workshops.guides import Subject
from workshop.workshops.models import CountRule, Workshop

CARRY_HINTS = {
    Subject.PROBLEM: _l("Problems, in all."),
    Subject.IDEA: _l("Ideas of each problem, or in all when they are in one vote."),
}
# What draws the fields of a rule that leaves this setting to the contest.
SETTING_PARTS = {"dots": "preparation/_dots.html", "criteria": "preparation/_criteria.html"}


@dataclass(frozen=True)
class RuleChoice:
    """One rule as it is offered: its radio button, its words, what it leaves to be settled."""

    option: Field
    text: RuleText
    accepts_equal_ranks: bool
    settings_part: str


@dataclass(frozen=True)
class Fact:
    """One setting as it was settled; `note` is said beside it."""

    label: str
    words: str
    note: str = ""


def section(workshop: Workshop, sent_forms: dict[str, Any]) -> dict[str, Any]:
    """What the section is drawn from; once the workshop has begun it is only read."""
    form = sent_forms.get("voting") or voting_form(workshop)
    return {
        "voting_form": form,
        "rule_choices": [_rule_choice(option) for option in form.rule] if form.rule else [],
        "carry_hint": CARRY_HINTS.get(workshop.subject, ""),
        "tie_policy_sentences": TIE_POLICY_SENTENCES,
        "voting_facts": list(_facts(workshop, form)),
    }


def _rule_choice(option: Field) -> RuleChoice:
    rule = RULES[option.data]
    parts = (SETTING_PARTS[setting] for setting in rule.defaults if setting in SETTING_PARTS)
    text = RULE_TEXTS[CountRule(option.data)]
    return RuleChoice(option, text, rule.accepts_equal_ranks, next(parts, ""))


def _facts(workshop: Workshop, form: VotingForm) -> Iterator[Fact]:
    """The settings as they were settled, those that are asked of this round."""
    if form.rule:
        text = RULE_TEXTS[workshop.rule]
        yield Fact(_("How the ballots are counted"), f"{text.name}.", text.sentence)
        yield from _settings_of_rule(workshop, form)
        hint = CARRY_HINTS.get(workshop.subject, "")
        yield Fact(form.carry_limit.label.text, str(workshop.carry_limit), hint)
        policy = workshop.tie_policy
        yield Fact(
            form.tie_policy.label.text,
            f"{TIE_POLICY_NAMES[policy]}.",
            TIE_POLICY_SENTENCES[policy],
        )
    if form.votes_overall:
        yield Fact(form.votes_overall.label.text, _yes_or_no(workshop.votes_overall))
    yield Fact(_("Who casts a ballot"), str(VOTE_UNIT_NAMES[workshop.vote_unit]))
    yield Fact(_("Officials vote too"), _yes_or_no(workshop.officials_vote))
    if form.quorum_percent:
        quorum = str(workshop.quorum_percent or _("None"))
        yield Fact(form.quorum_percent.label.text, quorum)


def _settings_of_rule(workshop: Workshop, form: VotingForm) -> Iterator[Fact]:
    """What the rule left to the contest, as it was settled."""
    defaults = RULES[workshop.rule].defaults
    settings = {name: value for name, value in workshop.rule_settings.items() if name in defaults}
    for name in ("dots", "most"):
        if name in settings:
            yield Fact(form[name].label.text, str(settings[name]))
    if "criteria" in settings:
        weights = settings["criteria"].items()
        words = ", ".join(f"{criterion_name(name)} × {weight}" for name, weight in weights)
        yield Fact(form.criteria.label.text, words)


def _yes_or_no(holds: bool) -> str:
    return _("Yes") if holds else _("No")
