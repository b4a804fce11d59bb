"""The room with a proposal before it: suggestions, the check, the outcome, what it becomes."""

import pytest

from workshop.commitments.models import Commitment
from workshop.extensions import db
from workshop.links.models import Link, Relation
from workshop.people.models import Organization, Sector
from workshop.proposals.models import AgreementCheck, Proposal, ProposalState, Suggestion
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("clock")

BETTER = "Publish the registry of permits"


@pytest.fixture
def proposal(app, proposed):
    """The proposal as it is in the database."""

    def proposal() -> Proposal:
        with app.app_context():
            stored = db.session.get_one(Proposal, proposed.proposal)
            for name in ("wordings", "organization"):
                getattr(stored, name)
            return stored

    return proposal


@pytest.fixture
def suggest(proposed, press):
    def suggest(seat, text=BETTER, field="title", revision=1, **fields):
        sent = {"field": field, "text": text, "revision": revision, "note": "Clearer", **fields}
        return press(seat, f"proposals/{proposed.proposal}/suggestions", **sent)

    return suggest


@pytest.fixture
def decide(proposed, press, proposal):
    def decide(seat, act, number=1, **fields):
        sent = {"reason": "It is clearer", "revision": proposal().revision, **fields}
        return press(seat, f"proposals/{proposed.proposal}/suggestions/{number}/{act}", **sent)

    return decide


@pytest.fixture
def ask(proposed, press, go_to):
    """Bring the room to the check, and answer it: levels for Ana, Ben, Eva and the officials."""

    def ask(*levels: int, number: int = 1) -> None:
        go_to(proposed.workshop, PhaseKind.AGREEMENT)
        seats = (proposed.ana, proposed.ben, proposed.eva, proposed.official, proposed.other)
        for seat, level in zip(seats, levels, strict=False):
            sent = {"level": level, "reservation": "Who pays?", "revision": 0}
            answer = press(seat, f"agreement/{number}/answer", **sent)
            assert answer.status_code == 200, answer.json

    return ask


# Strengthening


def test_a_suggestion_that_is_accepted_makes_a_version(
    app, proposed, go_to, suggest, decide, proposal
):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)

    assert suggest(proposed.ana).status_code == 200
    assert decide(proposed.moderator, "accept").status_code == 200

    stored = proposal()
    assert stored.title == BETTER
    assert [(wording.number, wording.title) for wording in stored.wordings] == [
        (1, "Publish the registry"),
        (2, BETTER),
    ]
    assert stored.wordings[1].reason == "It is clearer"


def test_a_suggestion_that_is_declined_keeps_its_reason(
    app, proposed, go_to, suggest, decide, proposal
):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    suggest(proposed.ana)

    assert decide(proposed.official, "decline", reason="Too broad").status_code == 200

    with app.app_context():
        kept = db.session.scalar(db.select(Suggestion))
        assert (str(kept.state), kept.reason) == ("declined", "Too broad")
    assert proposal().title == "Publish the registry"


def test_declining_needs_a_reason_and_accepting_none(proposed, go_to, suggest, decide):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    suggest(proposed.ana)

    assert decide(proposed.moderator, "decline", reason=" ").status_code == 409
    assert decide(proposed.moderator, "accept", reason=" ").status_code == 200


def test_another_entity_does_not_decide(proposed, go_to, suggest, decide):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    suggest(proposed.ana)

    assert decide(proposed.other, "accept").status_code == 403
    assert decide(proposed.ana, "accept").status_code == 403


def test_of_two_decisions_the_second_is_made_in_sight_of_the_first(
    proposed, go_to, suggest, decide, proposal, sign_in
):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    suggest(proposed.ana)
    suggest(proposed.ben, "Publish the registry of all permits")
    seen = proposal().revision
    decide(proposed.moderator, "accept", 1)

    refused = decide(proposed.official, "accept", 2, revision=seen)
    assert refused.status_code == 409
    assert refused.json["current"]["text"] == BETTER
    page = sign_in(proposed.ana.person).get(f"/workshops/{proposed.workshop.id}").text
    assert "Made against an older version" in page

    assert decide(proposed.official, "accept", 2).status_code == 200
    assert proposal().title == "Publish the registry of all permits"


def test_the_room_is_not_asked_before_every_suggestion_has_its_answer(
    proposed, go_to, suggest, decide, press
):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)
    suggest(proposed.ana)

    refused = press(proposed.moderator, "agenda/next")
    assert refused.status_code == 409
    assert "1 suggestion has no answer yet" in refused.text

    decide(proposed.moderator, "decline")
    assert press(proposed.moderator, "agenda/next").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 401}, 422),
        ({"text": "Publish the registry"}, 409),
        ({"revision": 9}, 409),
        ({"field": "colour"}, 422),
        ({"field": "organization", "organization_id": 9999}, 422),
    ],
)
def test_what_is_no_suggestion_is_refused(proposed, go_to, suggest, fields, status):
    go_to(proposed.workshop, PhaseKind.STRENGTHENING)

    assert suggest(proposed.ana, **{"text": BETTER, **fields}).status_code == status


def test_nothing_is_suggested_out_of_its_time(proposed, go_to, suggest):
    go_to(proposed.workshop, PhaseKind.QUESTIONS)

    assert suggest(proposed.ana).status_code == 409


# The check


def test_before_it_closes_nobody_sees_more_than_how_many_answered(proposed, ask, sign_in):
    ask(1, 4)

    for seat in (proposed.moderator, proposed.ben, proposed.eva):
        page = sign_in(seat.person).get(f"/workshops/{proposed.workshop.id}/parts").text
        assert "2 of 5" in page
        assert "Who pays?" not in page


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        ((1, 2, 3, 1, 2), ProposalState.AGREED),
        ((1, 1, 1, 1, 4), ProposalState.WITH_RESERVATIONS),
        ((1, 4, 4), ProposalState.NOT_AGREED),
        ((1, 1, 1, 1, 5), ProposalState.NOT_AGREED),
        ((), ProposalState.NOT_AGREED),
    ],
)
def test_what_the_check_comes_to(proposed, ask, press, leave_check, proposal, levels, state):
    ask(*levels)

    leave_check()

    assert proposal().state is state


def test_an_answer_can_be_changed_until_the_check_closes(app, proposed, ask, press, leave_check):
    ask(5)

    changed = press(proposed.ana, "agreement/1/answer", level=2, revision=1)
    assert changed.status_code == 200
    leave_check()
    late = press(proposed.ana, "agreement/1/answer", level=1, revision=2)

    assert late.status_code == 409
    with app.app_context():
        [answer] = db.session.scalar(db.select(AgreementCheck)).answers
        assert (answer.level, answer.reservation) == (2, "")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"level": 4, "reservation": " ", "revision": 0}, 409),
        ({"level": 6, "revision": 0}, 422),
        ({"revision": 0}, 422),
        ({"level": 1, "revision": 7}, 409),
    ],
)
def test_what_is_no_answer_is_refused(proposed, ask, press, fields, status):
    ask()

    assert press(proposed.ana, "agreement/1/answer", **fields).status_code == status


def test_the_desk_closes_it_with_the_answers_there_are_but_asks_first(
    proposed, ask, press, proposal
):
    ask(1, 1, 1, 1)
    asked = press(proposed.moderator, "agreement/1/close")
    assert (asked.status_code, asked.json["asks"]) == (409, True)
    assert "4 of 5 answers" in asked.json["message"]
    assert "This cannot be undone." in asked.json["message"]
    assert proposal().state is ProposalState.PRESENTED

    press(proposed.other, "agreement/1/answer", level=1, revision=0)
    asked = press(proposed.moderator, "agreement/1/close", seen="")
    assert "the answers of all 5 organizations" in asked.json["message"]

    assert press(proposed.moderator, "agreement/1/close", confirmed="yes").status_code == 200
    assert proposal().state is ProposalState.AGREED


@pytest.mark.parametrize("exit", ["next", "finish", "skip", "back"])
def test_no_exit_closes_the_check_by_the_way(proposed, ask, press, proposal, exit):
    ask(1, 1, 1, 1, 1)

    refused = press(proposed.moderator, f"agenda/{exit}", reason="Time", confirmed="yes")

    assert refused.status_code == 409
    assert "The agreement check is open: 5 of 5 have answered." in refused.json["message"]
    assert proposal().state is ProposalState.PRESENTED


def test_one_second_check_after_a_change_and_no_third(
    app, clock, proposed, ask, press, leave_check, go_to, suggest, decide
):
    ask(1, 1, 1, 1, 5)
    leave_check()
    again = {"reason": "The objection can be met"}
    assert press(proposed.moderator, "agreement/back", **again).status_code == 200

    suggest(proposed.ana)
    decide(proposed.moderator, "accept")
    press(proposed.moderator, "agenda/next")
    for seat in (proposed.ana, proposed.ben, proposed.eva, proposed.official, proposed.other):
        press(seat, "agreement/2/answer", level=2, revision=0)
    leave_check(2)

    with app.app_context():
        checks = [
            (check.number, str(check.outcome))
            for check in db.session.scalars(db.select(AgreementCheck))
        ]
    assert checks == [(1, "not_agreed"), (2, "agreed")]
    clock.advance(seconds=4)
    assert press(proposed.moderator, "agreement/back", **again).status_code == 409


# What becomes of it


def test_an_agreed_proposal_becomes_a_draft_commitment(app, proposed, ask, press, leave_check):
    ask(1, 1, 1, 1, 4)
    leave_check()
    press(proposed.moderator, "agenda/finish")

    with app.app_context():
        [made] = db.session.scalars(db.select(Commitment))
        assert (made.title, made.organization_id, str(made.state)) == (
            "Publish the registry",
            proposed.official.organization_id,
            "draft",
        )
        assert made.problem == "- Problem A"
        link = db.session.scalar(db.select(Link).filter_by(to_commitment_id=made.id))
        assert (link.relation, link.from_proposal_id) == (Relation.ADOPTED, proposed.proposal)


def test_whoever_supported_it_is_named_in_the_record_beside_what_it_is(
    app, proposed, ask, press, leave_check
):
    with app.app_context():
        db.session.get_one(Organization, proposed.ben.organization_id).sector = Sector.ACADEMIA
        db.session.commit()
    ask(1, 2, 3, 1, 2)  # Eva can live with it; the first official leads it
    leave_check()
    press(proposed.moderator, "agenda/finish")

    with app.app_context():
        [made] = db.session.scalars(db.select(Commitment))
        assert made.supporters == {
            "civil_society": [proposed.ana.organization.name],
            "other": [proposed.ben.organization.name],
            "government": [proposed.other.organization.name],
        }
        assert (made.monitoring_entity, made.monitoring_unit) == ("", "")


def test_nobody_is_named_for_a_text_that_has_changed_since(
    app, proposed, ask, press, leave_check, clock
):
    from workshop.commitments import adopting
    from workshop.proposals.models import Wording

    ask(1, 1, 1, 1, 1)
    leave_check()

    with app.app_context():
        row = db.session.get_one(Proposal, proposed.proposal)
        row.wordings.append(
            Wording(number=2, title="Else", organization_id=row.organization_id, written_at=clock())
        )
        db.session.flush()
        workshop = db.session.get_one(Workshop, proposed.workshop.id)
        moderator = db.session.merge(proposed.moderator.person)
        made = adopting.draft_commitment(workshop, row, moderator, now=clock())
        assert made.supporters == {}


def test_without_agreement_the_entity_goes_ahead_only_with_a_published_reason(
    app, proposed, ask, press, leave_check
):
    ask(5, 5, 5, 1, 1)
    leave_check()
    press(proposed.moderator, "agenda/finish")
    ahead = f"proposals/{proposed.proposal}/go-ahead"

    assert press(proposed.official, ahead, reason="").status_code == 422
    assert press(proposed.other, ahead, reason="The law asks for it").status_code == 403
    assert press(proposed.official, ahead, reason="The law asks for it").status_code == 200

    with app.app_context():
        assert db.session.query(Commitment).count() == 1
        link = db.session.scalar(db.select(Link).filter_by(relation=Relation.ADOPTED))
        assert link.note == "The law asks for it"


def test_a_round_without_proposals_closes_and_its_ideas_owe_responses(
    app, clock, round_3, press, make_admin, sign_in
):
    sent = press(round_3.moderator, "agreement/none", reason="No entity was ready", seen=1)
    assert sent.status_code == 200

    assert press(round_3.moderator, "close").status_code == 200

    with app.app_context():
        assert db.session.get_one(Workshop, round_3.workshop.id).cut_at is not None
    page = sign_in(make_admin()).get(f"/workshops/{round_3.workshop.id}/close").text
    assert "2 reasoned responses are missing." in page
    assert "without proposals" in page


def test_a_closed_round_ends_the_ideas_that_nothing_took_up(app, proposed, ask, press, leave_check):
    ask(1, 1, 1, 1, 1)
    leave_check()
    press(proposed.moderator, "agenda/finish")
    press(proposed.moderator, "agenda/close")

    assert press(proposed.moderator, "close").status_code == 200

    with app.app_context():
        ended = db.session.scalars(
            db.select(Link.from_idea_id).filter_by(relation=Relation.NOT_TAKEN_UP)
        ).all()
    assert ended == [proposed.ideas[1].id]


def test_an_idea_of_a_withdrawn_proposal_or_of_a_draft_is_not_taken_up(
    app, round_3, write, present, press
):
    withdrawn = present(round_3.official)
    write(round_3.other, **{"take-1": "", "take-2": "developed_into"})
    press(round_3.official, f"proposals/{withdrawn}/withdraw", reason="Another law does it")
    sent = press(round_3.moderator, "agreement/none", reason="None is left")
    assert sent.status_code == 200, sent.json

    assert press(round_3.moderator, "close").status_code == 200

    with app.app_context():
        ended = db.session.scalars(
            db.select(Link.from_idea_id).filter_by(relation=Relation.NOT_TAKEN_UP)
        ).all()
    assert sorted(ended) == [idea.id for idea in round_3.ideas]
