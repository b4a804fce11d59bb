"""An entity writes a proposal, says where it comes from, presents it, and the agenda follows."""

import pytest

from workshop import links
from workshop.extensions import db
from workshop.proposals.models import Proposal, ProposalState
from workshop.workshops.guides import PhaseKind
from workshop.workshops.models import Workshop

from .conftest import WRITTEN


def agenda(app, workshop):
    with app.app_context():
        row = db.session.get_one(Workshop, workshop.id)
        return [(phase.key, phase.proposal_id) for phase in row.phases]


def row(app, proposal):
    with app.app_context():
        stored = db.session.get_one(Proposal, proposal)
        return stored, [wording.number for wording in stored.wordings]


pytestmark = pytest.mark.usefixtures("clock")


def test_a_draft_is_its_entitys_until_it_is_presented(app, round_3, write, press, sign_in):
    draft = write(round_3.official)

    pages = {
        name: sign_in(seat.person).get(f"/workshops/{round_3.workshop.id}/proposals/{draft}")
        for name, seat in vars(round_3).items()
        if hasattr(seat, "role")
    }
    assert {name: page.status_code for name, page in pages.items()} == {
        "moderator": 200,
        "official": 200,
        "ana": 403,
        "ben": 403,
        "eva": 403,
        "other": 403,
    }
    assert press(round_3.other, f"proposals/{draft}/present").status_code == 403
    assert press(round_3.official, f"proposals/{draft}/present").status_code == 200
    assert "Publish the registry" in sign_in(round_3.ana.person).get(
        f"/workshops/{round_3.workshop.id}/proposals/{draft}"
    ).get_data(as_text=True)
    stored, numbers = row(app, draft)
    assert (stored.state, numbers) == (ProposalState.PRESENTED, [1])


def test_it_says_where_it_comes_from(app, round_3, write, press):
    nowhere = write(round_3.official, **{"take-1": ""})
    both = press(
        round_3.official, "proposals", introduced="y", **WRITTEN, **{"take-1": "developed_into"}
    )
    partly = press(round_3.official, "proposals", **WRITTEN, **{"take-2": "partly_taken_up"})
    silent = write(round_3.official, introduced="y", **{"take-1": ""})
    stated = write(
        round_3.official, introduced="y", introduced_because="A new law", **{"take-1": ""}
    )

    assert press(round_3.official, f"proposals/{nowhere}/present").status_code == 409
    assert both.status_code == 409
    assert (partly.status_code, list(partly.json["errors"])) == (422, ["note-2"])
    assert press(round_3.official, f"proposals/{silent}/present").status_code == 409
    assert press(round_3.official, f"proposals/{stated}/present").status_code == 200


def test_its_links_follow_what_is_saved(app, round_3, write, press):
    draft = write(round_3.official)
    changed = press(
        round_3.official,
        f"proposals/{draft}",
        **{**WRITTEN, "revision": 1, "take-2": "partly_taken_up", "note-2": "The regions"},
    )

    assert changed.status_code == 200
    with app.app_context():
        [link] = links.links_to(db.session.get_one(Proposal, draft))
        assert (link.relation, link.from_idea_id, link.note) == (
            "partly_taken_up",
            round_3.ideas[1].id,
            "The regions",
        )


def test_a_colleague_is_not_overwritten(round_3, write, press):
    draft = write(round_3.official)
    press(round_3.official, f"proposals/{draft}", **{**WRITTEN, "revision": 1, "title": "First"})

    late = press(round_3.official, f"proposals/{draft}", **{**WRITTEN, "revision": 1})

    assert (late.status_code, late.json["current"]["title"]) == (409, "First")


def test_the_agenda_has_its_phases_once_for_each_proposal(app, round_3, present, press):
    keys = [phase.key for phase in round_3.workshop.phases]
    assert agenda(app, round_3.workshop) == [(key, None) for key in keys]

    first = present(round_3.official)
    second = present(round_3.other)

    assert agenda(app, round_3.workshop) == [
        *((key, first) for key in keys),
        *((key, second) for key in keys),
    ]
    assert press(round_3.official, f"proposals/{second}/move", step=-1).status_code == 403
    assert press(round_3.moderator, f"proposals/{second}/move", step=-1).status_code == 200
    assert agenda(app, round_3.workshop)[0] == (keys[0], second)
    assert press(round_3.other, f"proposals/{second}/withdraw").status_code == 422
    assert (
        press(round_3.other, f"proposals/{second}/withdraw", reason="No budget").status_code == 200
    )
    assert agenda(app, round_3.workshop) == [(key, first) for key in keys]
    press(round_3.official, f"proposals/{first}/withdraw", reason="No budget")
    assert agenda(app, round_3.workshop) == [(key, None) for key in keys]


def test_while_the_room_meets_it_comes_last_and_goes_by_being_skipped(
    app, proposed, present, press, go_to
):
    go_to(proposed.workshop, PhaseKind.QUESTIONS)

    late = present(proposed.other)
    assert [proposal_id for _key, proposal_id in agenda(app, proposed.workshop)] == [
        proposed.proposal
    ] * 5 + [late] * 5
    moved = press(proposed.moderator, f"proposals/{late}/move", step=-1)
    assert moved.status_code == 409
    press(proposed.other, f"proposals/{late}/withdraw", reason="The ministry has changed")
    with app.app_context():
        phases = db.session.get_one(Workshop, proposed.workshop.id).phases
        assert {phase.state for phase in phases if phase.proposal_id == late} == {"skipped"}


def test_once_presented_a_change_takes_a_reason_and_the_room_keeps_both(
    app, proposed, press, go_to
):
    address = f"proposals/{proposed.proposal}"
    changed = {**WRITTEN, "title": "Publish it all", "take-1": "developed_into", "revision": 2}
    assert press(proposed.official, address, **changed).status_code == 409
    assert press(proposed.official, address, reason="Clearer", **changed).status_code == 200
    assert row(app, proposed.proposal)[1] == [1, 2]

    go_to(proposed.workshop, PhaseKind.PRESENTATION)
    again = press(proposed.official, address, reason="Later", **{**changed, "revision": 3})
    assert again.status_code == 409


def test_officials_write_for_their_own_entity_and_others_for_any(
    app, round_3, write, press, make_admin, sign_in
):
    own = write(round_3.official, organization_id=round_3.other.organization.id)
    behalf = write(round_3.moderator, organization_id=round_3.other.organization.id)
    with app.app_context():
        entity = [
            db.session.get_one(Proposal, proposal_id).organization_id
            for proposal_id in (own, behalf)
        ]
    assert entity == [round_3.official.organization_id, round_3.other.organization_id]
    society = press(
        round_3.moderator, "proposals", **WRITTEN, organization_id=round_3.ana.organization_id
    )
    assert (society.status_code, list(society.json["errors"])) == (422, ["organization_id"])
    assert press(round_3.ana, "proposals", **WRITTEN).status_code == 403


def test_other_rounds_have_no_proposals(meeting, press):
    assert press(meeting.official, "proposals", **WRITTEN).status_code == 409


def test_without_proposals_the_workshop_closes_with_the_reason(app, round_3, press):
    assert press(round_3.moderator, "agenda/start").status_code == 409
    assert press(round_3.ana, "agreement/none", reason="No entity came").status_code == 403
    assert press(round_3.moderator, "agreement/none").status_code == 409

    assert press(round_3.moderator, "agreement/none", reason="No entity came").status_code == 200
    with app.app_context():
        closed = db.session.get_one(Workshop, round_3.workshop.id)
        assert (closed.state, closed.next_phase) == ("closed", None)


def test_with_proposals_it_does_not_close_without(proposed, press):
    assert press(proposed.moderator, "agreement/none", reason="Why not").status_code == 409
