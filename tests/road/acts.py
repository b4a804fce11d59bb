"""Every act there is, and where it is played: the one table that drives the tests of all acts.

An act is an address that takes a POST. Whoever adds one writes its name here, and its step into the
script that plays it. `tests/road/test_acts.py` fails on an act that is missing, on a line of one
that is gone, and each test of a script on a line that its script does not play.
"""

from __future__ import annotations

from flask import Flask

# By the script that plays them: three rounds as they should go (`rounds.py`), meetings in which
# everything happens (`restless.py`), the work before and after (`offices.py`), and every tool that
# is used beside the agenda (`tools.py`).
PLAYED = {
    "rounds": """
        agenda.close agenda.extend agenda.finish agenda.go_on agenda.pause agenda.resume
        agenda.start agenda.suspend agenda.take_up agreement.answer closing.close
        closing.publish contributions.admit contributions.comment contributions.contribute
        contributions.decline contributions.hide contributions.propose contributions.summarize
        diagnoses.add_problem door.admit floor.ask floor.end floor.give_next formulation.begin
        formulation.hand_in formulation.save opinion.give people.add_organization people.knock
        plans.add_theme plans.create plans.create_workshop preparation.seats.add
        preparation.seats.appoint preparation.set_secrecy preparation.set_state
        preparation.set_voting proposals.present proposals.withdraw proposals.write
        reconfiguring.leave_out reconfiguring.merge reconfiguring.object_to
        reconfiguring.split responses.answer_in_workshop voting.admit_to_roll voting.cast
        voting.close voting.reveal
        """,
    "restless": """
        agenda.back agenda.set_time agenda.skip agreement.back agreement.close assisted.enter
        closing.take_back contests.reopen contributions.reword door.decline door.hand_over
        door.remove door.tick door.untick floor.down floor.drop floor.extend floor.give
        floor.give_seat floor.pass_over floor.put_back floor.up floor.withdraw
        formulation.contribute formulation.reveal formulation.take_back plan_files.correct
        proposals.change proposals.contribute proposals.go_ahead proposals.move
        reconfiguring.move reconfiguring.reword reconfiguring.take_back reconfiguring.undo
        reconfiguring.withdraw record.scrutineers_record responses.answer_in_plan rework.merge
        rework.reword rework.split rework.undo strengthening.accept strengthening.decline
        strengthening.edit strengthening.suggest strengthening.withdraw vote_room.draw_lots
        vote_room.open_practice vote_room.open_run_off vote_room.put_away vote_room.show_duels
        voting.go_on voting.void weighing.join weighing.mark
        """,
    "offices": """
        agreement.close_without commitment_steps.approve commitment_steps.complete
        commitment_steps.publish commitment_steps.send_back commitment_steps.validate
        commitment_steps.validate_by_sgp commitments.accept commitments.add_milestone
        commitments.move_milestone commitments.remove_milestone commitments.save
        commitments.save_milestone commitments.take_back diagnoses.add_diagnosis
        diagnoses.change_diagnosis diagnoses.change_problem diagnoses.delete_diagnosis
        diagnoses.delete_problem diagnoses.move_problem people.add_staff
        people.change_organization people.change_password people.enter_now people.find
        people.prove people.sign_out planfile.upload plans.change plans.change_theme
        plans.move_theme preparation.cancel preparation.postpone preparation.seats.hand_over
        preparation.seats.make_link preparation.seats.make_links preparation.seats.remove
        preparation.seats.restore preparation.seats.revoke_links preparation.seats.set_time
        preparation.set_agenda preparation.set_meeting
        """,
    "tools": """
        agenda.give_reason agenda.reopen agenda.set_notes answers.ask answers.prepare
        answers.record answers.record_all clerk.appoint clerk.ask clerk.contribute clerk.dismiss
        clerk.mark_present clerk.propose clerk.suggest clerk.take_mark_back clerk.withdraw
        clerk.write_idea contributions.correct contributions.show correct.correct_organization
        correct.correct_own_name correct.correct_seat door_list.admit_all
        doubles.join_organizations doubles.join_seats doubles.tell_organizations_apart
        doubles.tell_seats_apart floor.close_list floor.point_of_order floor.reopen_list
        floor.reply floor.withdraw_aside held.set_aside held.show held.show_all messages.post
        messages.take_down people.join_organization people.tell_apart preparation.set_notes
        temperature.answer temperature.ask temperature.put_away undo.take_back
        vote_room.set_places
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
