"""What the states, levels, outcomes and fields of a proposal are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from workshop.proposals.agreement.outcome import OBJECTION, RESERVATION
from workshop.proposals.models import Field, Outcome, ProposalState, SuggestionState

STATE_NAMES = {
    ProposalState.DRAFT: _l("Draft"),
    ProposalState.PRESENTED: _l("Presented"),
    ProposalState.WITHDRAWN: _l("Withdrawn"),
    ProposalState.AGREED: _l("Agreed"),
    ProposalState.WITH_RESERVATIONS: _l("Agreed with reservations"),
    ProposalState.NOT_AGREED: _l("Not agreed"),
}


OUTCOME_SENTENCES = {
    Outcome.AGREED: _l("Agreed: nobody has a reservation or an objection."),
    Outcome.WITH_RESERVATIONS: _l(
        "Agreed with reservations: nobody objects and at least two thirds support the proposal or"
        " can live with it."
    ),
    Outcome.NOT_AGREED: _l(
        "Not agreed: somebody objects, or fewer than two thirds support the proposal or can live"
        " with it."
    ),
}


LEVEL_NAMES = {
    1: _l("Full support"),
    2: _l("Support, with minor points"),
    3: _l("Neutral, or can live with it"),
    4: _l("Reservation, to be put on record"),
    5: _l("Objection"),
}


FIELD_NAMES = {
    Field.TITLE: _l("Title"),
    Field.SCOPE: _l("Scope"),
    Field.ORGANIZATION: _l("Responsible entity"),
}


SUGGESTION_STATE_NAMES = {
    SuggestionState.OPEN: _l("Awaits an answer"),
    SuggestionState.ACCEPTED: _l("Accepted"),
    SuggestionState.DECLINED: _l("Declined"),
    SuggestionState.WITHDRAWN: _l("Withdrawn by its author"),
}
# What an organization states beside the two lowest levels of support.
RESERVATION_NAMES = {RESERVATION: _l("reservation"), OBJECTION: _l("objection")}
