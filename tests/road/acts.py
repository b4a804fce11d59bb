"""Every act there is, and where it is played: the one table that drives the tests of all acts.

An act is an address that takes a POST. Whoever adds one writes its name here, and its step into the
script that plays it. `tests/road/test_acts.py` fails on an act that is missing, on a line of one
that is gone, and each test of a script on a line that its script does not play.
"""

from __future__ import annotations

from flask import Flask

# By the script that plays them: three rounds as they should go, meetings in which everything
# happens, the work before and after them, and records of commitments.
PLAYED = {
    "rounds": """
        agenda.close agenda.extend agenda.finish agenda.go_on agenda.pause agenda.resume
        agenda.start agenda.suspend agenda.take_up agreement.answer closing.close closing.publish
        contributions.admit contributions.comment contributions.contribute contributions.decline
        contributions.hide contributions.propose contributions.summarize diagnoses.add_problem
        door.admit floor.ask floor.end floor.give_next formulation.begin formulation.hand_in
        formulation.save opinion.give people.add_organization people.knock plans.add_theme
        plans.create plans.create_workshop preparation.seats.add preparation.seats.appoint
        preparation.set_secrecy preparation.set_state preparation.set_voting proposals.present
        proposals.withdraw proposals.write reconfiguring.leave_out reconfiguring.merge
        reconfiguring.object_to reconfiguring.split responses.answer_in_workshop
        voting.admit_to_roll voting.cast voting.close voting.reveal
        """,
}

NOT_PLAYED = {
    "set_language": "is asked of a browser before anyone is known, and stores nothing",
}


def acts_of(app: Flask) -> set[str]:
    """The names of all acts of the application."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}


def played_in(script: str) -> set[str]:
    """The acts that this script is to play."""
    return set(PLAYED[script].split())
