"""Which acts can be taken back, in which words, and which cannot, and why.

Every address that takes an order is in one of three lists: a test holds them to it.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

# What an act is called where its own answer does not say it; "" takes the words of the answer.
UNDOABLE: dict[str, Any] = {
    # The agenda
    "agenda.back": _l("Back to “%(phase)s”."),
    "agenda.close": "",
    "agenda.extend": _l("“%(phase)s”: %(minutes)s min more."),
    "agenda.finish": _l("“%(phase)s” is finished."),
    "agenda.go_on": _l("“%(phase)s” has begun."),
    "agenda.pause": _l("“%(phase)s” is paused."),
    "agenda.reopen": "",
    "agenda.resume": _l("“%(phase)s” goes on."),
    "agenda.set_time": _l("The time left of “%(phase)s” is set."),
    "agenda.skip": _l("“%(phase)s” is skipped."),
    "agenda.start": _l("“%(phase)s” has begun."),
    "agenda.suspend": _l("The workshop is suspended."),
    "agenda.take_up": _l("The workshop is resumed."),
    "agreement.back": _l("Back to “%(phase)s”."),
    "agreement.close_without": "",
    "closing.close": "",
    "closing.take_back": "",
    # What is written
    "contributions.admit": _l("On the list: “%(text)s”"),
    "contributions.comment": "",
    "contributions.contribute": "",
    "contributions.correct": "",
    "contributions.decline": _l("Not taken into the list: “%(text)s”"),
    "contributions.hide": "",
    "contributions.propose": "",
    "contributions.show": "",
    "formulation.contribute": "",
    "opinion.give": "",
    "proposals.contribute": "",
    "responses.answer_in_workshop": "",
    # People
    "door.admit": "",
    "door.decline": "",
    "door.hand_over": "",
    "door.remove": "",
    "door.tick": "",
    "door.untick": "",
    # The floor
    "floor.down": _l("%(name)s comes later in the queue."),
    "floor.drop": _l("%(name)s is out of the queue."),
    "floor.end": _l("The turn of %(name)s is over."),
    "floor.extend": _l("%(name)s has more time."),
    "floor.give": _l("%(name)s has the floor."),
    "floor.give_next": _l("%(name)s has the floor."),
    "floor.give_seat": _l("%(name)s has the floor."),
    "floor.pass_over": _l("%(name)s was passed over."),
    "floor.put_back": _l("%(name)s is back in the queue."),
    "floor.up": _l("%(name)s comes earlier in the queue."),
    "floor.withdraw": _l("Your place in the queue is given up."),
    # Proposals and their text
    "proposals.change": "",
    "proposals.go_ahead": "",
    "proposals.move": _l("The order of the proposals is changed."),
    "proposals.present": "",
    "proposals.withdraw": "",
    "proposals.write": "",
    "strengthening.accept": "",
    "strengthening.decline": "",
    "strengthening.edit": "",
    "strengthening.suggest": "",
    "strengthening.withdraw": "",
    # The list of ideas
    "reconfiguring.leave_out": "",
    "reconfiguring.merge": "",
    "reconfiguring.move": "",
    "reconfiguring.object_to": "",
    "reconfiguring.reword": "",
    "reconfiguring.split": "",
    "reconfiguring.take_back": "",
    "reconfiguring.undo": "",
    "reconfiguring.withdraw": "",
    # The wall
    "vote_room.open_practice": "",
    "vote_room.show_duels": _l("The duels on the wall are changed."),
    "voting.go_on": _l("The result is off the wall."),
    # Preparing
    "diagnoses.add_diagnosis": "",
    "diagnoses.add_problem": "",
    "diagnoses.change_diagnosis": "",
    "diagnoses.change_problem": "",
    "diagnoses.delete_diagnosis": "",
    "diagnoses.delete_problem": "",
    "diagnoses.move_problem": _l("The order of the problems is changed."),
    "preparation.cancel": "",
    "preparation.postpone": "",
    "preparation.seats.add": "",
    "preparation.seats.appoint": "",
    "preparation.seats.hand_over": "",
    "preparation.seats.remove": "",
    "preparation.seats.restore": "",
    "preparation.seats.set_time": "",
    "preparation.set_agenda": "",
    "preparation.set_meeting": "",
    "preparation.set_secrecy": "",
    "preparation.set_state": "",
    "preparation.set_voting": "",
}

# The one list of acts that cannot be taken back; each says so before the press.
FINAL: dict[str, str] = {
    "agreement.close": "close a vote",
    "voting.close": "close a vote",
    "voting.void": "close a vote: its ballots are taken out of reach of the roll",
    "vote_room.draw_lots": "close a vote: the lots were drawn before everyone",
    "formulation.reveal": "reveal",
    "voting.reveal": "reveal",
    "closing.publish": "publish",
    "commitment_steps.publish": "publish",
    "plan_files.correct": "publish",
    "vote_room.put_away": "erase",
    "preparation.seats.revoke_links": "erase",
    "preparation.seats.make_link": "send",
    "preparation.seats.make_links": "send",
    "contests.reopen": "hand out ballots",
    "vote_room.open_run_off": "hand out ballots",
    "voting.admit_to_roll": "hand out ballots",
}

# What has a way back of its own, or is nothing that a room could want back.
OTHERWISE: dict[str, str] = {
    "agenda.give_reason": "a word on an act; the log keeps it",
    "agreement.answer": "the answer can be changed until the consultation closes",
    "assisted.enter": "a ballot takes the place of the one before until the vote closes",
    "commitment_steps.approve": "sent back with a note",
    "commitment_steps.complete": "sent back with a note",
    "commitment_steps.send_back": "completed again",
    "commitment_steps.validate": "sent back with a note",
    "commitment_steps.validate_by_sgp": "sent back with a note",
    "commitments.accept": "taken back beside it",
    "commitments.add_milestone": "removed beside it",
    "commitments.move_milestone": "moved back beside it",
    "commitments.remove_milestone": "every version of the record is kept",
    "commitments.save": "saves itself as it is typed; every version is kept",
    "commitments.save_milestone": "saves itself as it is typed; every version is kept",
    "commitments.take_back": "accepted again beside it",
    "contributions.reword": "saves itself as it is typed; the log keeps what it said",
    "contributions.summarize": "saves itself as it is typed; the log keeps what it said",
    "floor.ask": "withdrawn beside it",
    "formulation.begin": "an empty draft of one's own",
    "formulation.hand_in": "taken back beside it until all are revealed",
    "formulation.save": "saves itself as it is typed",
    "formulation.take_back": "handed in again beside it",
    "people.add_organization": "changed on its own page",
    "people.add_staff": "an account of its own, seated by nobody yet",
    "people.change_organization": "changed again on its own page",
    "people.change_password": "changed again on its own page",
    "people.enter_now": "a way in",
    "people.find": "a way in",
    "people.knock": "the moderator decides at the door",
    "people.prove": "a way in",
    "people.sign_out": "signed in again",
    "planfile.upload": "a plan of its own, made from a file that stays",
    "plans.add_theme": "changed on its own page",
    "plans.change": "changed again on its own page",
    "plans.change_theme": "changed again on its own page",
    "plans.create": "changed on its own page",
    "plans.create_workshop": "cancelled on its own page",
    "plans.move_theme": "moved back beside it",
    "record.scrutineers_record": "hands out a file and changes nothing",
    "responses.answer_in_plan": "answered anew on the same page",
    "rework.merge": "undone beside it",
    "rework.reword": "undone beside it",
    "rework.split": "undone beside it",
    "rework.undo": "done again beside it",
    "set_language": "chosen again beside it",
    "undo.take_back": "the act is done again",
    "voting.cast": "a ballot can be changed until the vote closes",
    "weighing.join": "joined or parted again beside it",
    "weighing.mark": "marked again beside it",
}

# Where the room has moved on, the agenda can still go back to the phase before.
GOES_BACK = frozenset({"agenda.go_on", "agenda.finish"})
# What is done once it is in the log, whichever button has brought it about.
IRREVOCABLE = frozenset({"ideas revealed", "ballots taken", "contest closed", "results published"})
# What other acts stand on, so that nothing is taken from under them.
MOVES = frozenset(
    {
        "contest opened",
        "list of ideas frozen",
        "phase finished",
        "phase reopened",
        "phase skipped",
        "phase started",
        "results published",
        "round closed",
        "workshop closed",
    }
)
