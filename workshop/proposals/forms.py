"""What may be sent about a proposal."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Optional

from workshop.contributions.forms import at_most
from workshop.errors import Invalid
from workshop.forms import Form, names_something
from workshop.ideas.models import Idea
from workshop.links.models import Relation
from workshop.proposals.agreement.outcome import LEVELS
from workshop.proposals.models import LONGEST_SCOPE, LONGEST_TITLE, Field
from workshop.proposals.services import TAKEN_UP, Taken
from workshop.text import has_letter, paragraphs

LONGEST_REASON = 1000
LONGEST_LEFT_OUT = 2000
LONGEST_RESERVATION = 1000


def reason_field(sentence: str = "", *, is_needed: bool = True) -> TextAreaField:
    needed = [DataRequired(sentence or _l("Give the reason."))] if is_needed else []
    return TextAreaField(_l("Reason"), validators=[*needed, at_most(LONGEST_REASON)])


class TextForm(Form):
    """Title, scope and responsible entity."""

    title = StringField(
        _l("Title"),
        validators=[
            DataRequired(_l("Give the proposal a title.")),
            at_most(LONGEST_TITLE),
            names_something,
        ],
    )
    scope = TextAreaField(_l("Scope"), validators=[at_most(LONGEST_SCOPE)])
    organization_id = IntegerField(_l("Responsible entity"), validators=[Optional()])
    revision = IntegerField(validators=[Optional()])


class EditForm(TextForm):
    reason = reason_field(_l("Say why the text is changed."))


class ProposalForm(TextForm):
    left_out = TextAreaField(
        _l("What was left out, and why"), validators=[at_most(LONGEST_LEFT_OUT)]
    )
    introduced = BooleanField(_l("My entity introduces this proposal; it comes from no idea"))
    introduced_because = TextAreaField(
        _l("Why the entity introduces it"), validators=[at_most(LONGEST_REASON)]
    )
    reason = reason_field(is_needed=False)

    def read_taken(self, offered: Iterable[Idea]) -> dict[int, Taken]:
        """How it takes up each idea; `Invalid` when a partial one does not say what was left."""
        by_idea: dict[int, Taken] = {}
        errors: dict[str, list[str]] = {}
        for idea in offered:
            relation = request.form.get(f"take-{idea.id}", "")
            note = paragraphs(request.form.get(f"note-{idea.id}"))[:LONGEST_REASON]
            if relation not in TAKEN_UP:
                continue
            by_idea[idea.id] = Taken(Relation(relation), note)
            if relation == Relation.PARTLY_TAKEN_UP and not note:
                sentence = _("Say what of this idea was left out, and why.")
                errors[f"note-{idea.id}"] = [sentence]
        if errors:
            raise Invalid(errors)
        return by_idea


class ReasonForm(Form):
    reason = reason_field()


class SuggestionForm(Form):
    field = SelectField(choices=[SelectChoice(field.value) for field in Field])
    text = TextAreaField(_l("Your wording"))
    organization_id = IntegerField(validators=[Optional()])
    note = TextAreaField(_l("Why"), validators=[at_most(LONGEST_REASON)])
    # The wording it was made against.
    revision = IntegerField(validators=[InputRequired()])

    def validate_text(self, field: TextAreaField) -> None:
        check_length(self.field.data, field.data)


class DecisionForm(Form):
    text = TextAreaField(validators=[at_most(LONGEST_SCOPE)])
    # Needed to decline, which the service asks for.
    reason = reason_field(is_needed=False)
    revision = IntegerField(validators=[InputRequired()])


def check_length(subject: str | None, text: str) -> None:
    """A title is shorter than a scope, and neither a title nor a suggested scope is empty."""
    if subject == Field.ORGANIZATION:
        return
    if not text:
        raise Invalid({"text": [_("Write the wording you suggest.")]})
    if subject == Field.TITLE and not has_letter(text):
        raise Invalid({"text": [_("A name has at least one letter.")]})
    longest = LONGEST_TITLE if subject == Field.TITLE else LONGEST_SCOPE
    if len(text) > longest:
        sentence = _("The text is too long: at most %(max)d characters, please.", max=longest)
        raise Invalid({"text": [sentence]})


class AnswerForm(Form):
    level = IntegerField(
        validators=[
            InputRequired(_l("Choose how far your organization supports the proposal.")),
            AnyOf(LEVELS, _l("Choose how far your organization supports the proposal.")),
        ]
    )
    reservation = TextAreaField(
        _l("Your reservation or objection"),
        validators=[at_most(LONGEST_RESERVATION)],
    )
    revision = IntegerField(validators=[InputRequired()])
