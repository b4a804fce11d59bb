"""How the room votes: the rule, what it leaves to be settled, ties at the cut, the quorum."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FormField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from workshop.forms import Form, InnerForm
from workshop.plans.forms import choice_of, words
from workshop.preparation.services import VOTE_UNIT_NAMES
from workshop.voting.labels import CRITERION_NAMES, RULE_NAMES, RULE_TEXTS, TIE_POLICY_NAMES
from workshop.voting.rules import RULES
from workshop.voting.rules.dots import DOTS
from workshop.voting.rules.grid import CRITERIA
from workshop.workshops.guides import Subject
from workshop.workshops.models import Workshop

MOST_DOTS = 50
HEAVIEST = 9
OWN_CRITERIA = ("own_1", "own_2")
SETTINGS = (
    "rule",
    "votes_overall",
    "carry_limit",
    "vote_unit",
    "officials_vote",
    "tie_policy",
    "quorum_percent",
)
# What is not asked of a round: only ideas can be voted on together or problem by problem, and
# proposals are not ranked.
UNASKED = {
    Subject.PROBLEM: ("votes_overall",),
    Subject.IDEA: (),
    Subject.PROPOSAL: (
        "rule",
        "dots",
        "most",
        "criteria",
        "votes_overall",
        "carry_limit",
        "tie_policy",
        "quorum_percent",
    ),
}


def dots_field(label: Any) -> IntegerField:
    sentence = _l("Between 1 and 50 dots.")
    return IntegerField(label, validators=[Optional(), NumberRange(1, MOST_DOTS, sentence)])


def weight_field(label: Any) -> IntegerField:
    sentence = _l("A weight is a number from 0 to 9.")
    return IntegerField(label, validators=[Optional(), NumberRange(0, HEAVIEST, sentence)])


class CriteriaForm(InnerForm):
    """The criteria of a grid: a weight for each of the method's four, and two of one's own."""

    specific = weight_field(CRITERION_NAMES["specific"])
    feasible = weight_field(CRITERION_NAMES["feasible"])
    measurable = weight_field(CRITERION_NAMES["measurable"])
    valuable = weight_field(CRITERION_NAMES["valuable"])
    own_1_name = words(_l("Another criterion"), 40, is_name=True)
    own_1 = weight_field(_l("Its weight"))
    own_2_name = words(_l("Another criterion"), 40, is_name=True)
    own_2 = weight_field(_l("Its weight"))

    @property
    def common(self) -> list[Field]:
        """The weights of the method's criteria."""
        return [self[name] for name in CRITERIA]

    @property
    def own(self) -> list[tuple[Field, Field]]:
        """The names and weights of one's own."""
        return [(self[f"{name}_name"], self[name]) for name in OWN_CRITERIA]

    @property
    def weights(self) -> dict[str, int]:
        """Each criterion that is asked about, with its weight."""
        common = {name: self[name].data for name in CRITERIA}
        own = {self[f"{name}_name"].data: self[name].data for name in OWN_CRITERIA}
        return {name: weight for name, weight in (common | own).items() if name and weight}

    @staticmethod
    def fields_from(weights: dict[str, int]) -> dict[str, Any]:
        """The fields for criteria as they were settled."""
        fields: dict[str, Any] = {name: weights.get(name, 0) for name in CRITERIA}
        own = [(name, weight) for name, weight in weights.items() if name not in CRITERIA]
        for field, (name, weight) in zip(OWN_CRITERIA, own, strict=False):
            fields |= {f"{field}_name": name, field: weight}
        return fields


class VotingForm(Form):
    """How the room will vote; what one rule leaves to be settled is not asked about the others."""

    rule = choice_of(_l("How the ballots are counted"), RULE_NAMES, RadioField)
    dots = dots_field(_l("Dots for each person"))
    most = dots_field(_l("Most dots on one option"))
    criteria = FormField(CriteriaForm, _l("Criteria and their weights"))
    votes_overall = BooleanField(_l("All ideas in one vote, instead of one vote for each problem"))
    carry_limit = IntegerField(
        _l("How many go on to the next round"),
        validators=[
            InputRequired(_l("Say how many go on.")),
            NumberRange(1, 50, _l("Between 1 and 50 go on.")),
        ],
    )
    tie_policy = choice_of(_l("If options tie for the last places"), TIE_POLICY_NAMES, RadioField)
    vote_unit = choice_of(_l("Who casts a ballot"), VOTE_UNIT_NAMES, RadioField)
    officials_vote = BooleanField(_l("Officials vote too"))
    quorum_percent = IntegerField(
        _l("Quorum, in percent of those entitled"),
        validators=[Optional(), NumberRange(1, 100, _l("A quorum is between 1 and 100 percent."))],
    )

    def __init__(self, subject: Subject, *arguments: Any, **details: Any) -> None:
        super().__init__(*arguments, **details)
        for name in UNASKED[subject]:
            del self[name]

    @property
    def values(self) -> dict[str, Any]:
        asked = {name: self[name].data for name in SETTINGS if name in self}
        return {**asked, "rule_settings": self.settings} if "rule" in asked else asked

    @property
    def settings(self) -> dict[str, Any]:
        """What the chosen rule leaves to the contest, as it was settled here."""
        dots = self.dots.data or DOTS
        typed = {
            "dots": dots,
            "most": self.most.data or dots,
            "criteria": self.criteria.form.weights or dict(CRITERIA),
        }
        return RULES[self.rule.data].settings_from(typed)

    def _is_settled(self, setting: str) -> bool:
        """Whether the chosen rule leaves this setting to the contest."""
        return bool(self.rule.data) and setting in RULES[self.rule.data].defaults

    def validate_carry_limit(self, field: Field) -> None:
        most = RULES[self.rule.data].most_seats if self.rule.data else None
        if most and field.data and field.data > most:
            raise ValidationError(str(RULE_TEXTS[self.rule.data].too_many_places))

    def validate_most(self, field: Field) -> None:
        if self._is_settled("most") and (field.data or 0) > (self.dots.data or DOTS):
            raise ValidationError(_("No option can take more dots than a person has."))

    def validate_rule(self, field: Field) -> None:
        if self._is_settled("criteria") and not self.criteria.form.weights:
            raise ValidationError(_("Ask about one criterion at least: give it a weight above 0."))


def voting_form(workshop: Workshop) -> VotingForm:
    """The form for a workshop as it stands."""
    settings = workshop.rule_settings or {}
    return VotingForm(
        workshop.subject,
        formdata=None,
        obj=workshop,
        dots=settings.get("dots", DOTS),
        most=settings.get("most", DOTS),
        criteria=CriteriaForm.fields_from(settings.get("criteria", CRITERIA)),
    )
