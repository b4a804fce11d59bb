"""What the application is made of, in the order of the house: the one place that knows every room.

A package declares nothing about who uses it. Who listens to a signal, which parts the live pages
have, what is due at each beat and which pages there are stands here, and is done in this order.
"""

from __future__ import annotations

from typing import Any

from flask import Flask

from workshop import config, errors, extensions, language, web
from workshop.clerk import parts as clerk_parts
from workshop.clerk import views as clerk_views
from workshop.closing import publishing, response_views, rework_views
from workshop.closing import views as closing_views
from workshop.commitments import adopting, adopting_views
from workshop.commitments.editing import views as record_views
from workshop.commitments.steps import services as record_steps
from workshop.commitments.steps import views as step_views
from workshop.contributions import answer_views, sheet
from workshop.contributions import parts as contribution_parts
from workshop.contributions import views as contribution_views
from workshop.contributions.held import parts as held_parts
from workshop.contributions.held import views as held_views
from workshop.desk import views as desk_views
from workshop.exports import editions, plan_views, workshop_views
from workshop.exports.papers import views as paper_views
from workshop.floor import parts as floor_parts
from workshop.floor import services as floor
from workshop.floor import silence
from workshop.floor import views as floor_views
from workshop.ideas import recap
from workshop.ideas.analysis import news as analysis_news
from workshop.ideas.analysis import parts as analysis_parts
from workshop.ideas.analysis import views as analysis_views
from workshop.ideas.formulation import parts as formulation_parts
from workshop.ideas.formulation import services as formulation
from workshop.ideas.formulation import views as formulation_views
from workshop.ideas.opinions import asked as opinions_asked
from workshop.ideas.opinions import views as opinion_views
from workshop.ideas.reconfiguration import ballot_list
from workshop.ideas.reconfiguration import parts as reconfiguration_parts
from workshop.ideas.reconfiguration import views as reconfiguration_views
from workshop.lineage import views as lineage_views
from workshop.monitoring import requests
from workshop.monitoring import views as monitoring_views
from workshop.people import links, list_views
from workshop.people import models as people_models
from workshop.people import views as people_views
from workshop.planfile import views as planfile_views
from workshop.preparation import diagnosis_views
from workshop.preparation import views as preparation_views
from workshop.process import browser_files
from workshop.proposals import parts as proposal_parts
from workshop.proposals import queries as proposals
from workshop.proposals import views as proposal_views
from workshop.proposals.agreement import services, views
from workshop.proposals.strengthening import (
    services as strengthening_services,
)
from workshop.proposals.strengthening import (
    views as strengthening_views,
)
from workshop.public import pages
from workshop.public import views as public_views
from workshop.room import (
    agenda_views,
    events,
    hard_ends,
    heartbeat,
    news,
    phase_parts,
)
from workshop.room import views as room_views
from workshop.room.door import (
    correct_views,
    double_views,
    enter_views,
    join_views,
    organization_views,
    people_part,
    seat_views,
)
from workshop.room.door import list_views as door_list_views
from workshop.room.messages import parts as message_parts
from workshop.room.messages import views as message_views
from workshop.undo import offers
from workshop.undo import views as undo_views
from workshop.voting.ballot import assisted_views, turnout
from workshop.voting.ballot import views as ballot_views
from workshop.voting.contest import doubles, early_end, erasure, practice, tie_breaks
from workshop.voting.contest import room_views as contest_room_views
from workshop.voting.contest import services as contests
from workshop.voting.contest import views as contest_views
from workshop.voting.record import views as contest_record_views
from workshop.voting.result import views as result_views
from workshop.voting.result import vote_part
from workshop.voting.temperature import parts as temperature_parts
from workshop.voting.temperature import services as temperature
from workshop.voting.temperature import views as temperature_views
from workshop.workshops import attendance, signals
from workshop.workshops import queries as workshop_queries

# These add their pages to a blueprint of another module, or their handlers to the sockets.
ADD_THEIR_OWN = (
    list_views,
    enter_views,
    join_views,
    organization_views,
    ballot_views,
    result_views,
    adopting_views,
    events,
)

LISTENERS = {
    signals.phase_started: (
        contests.on_phase_started,
        practice.on_phase_change,
        ballot_list.on_phase_started,
        services.on_phase_started,
        floor.take_up_queue,
    ),
    signals.phase_leaving: (
        floor.clear_floor,
        contests.on_phase_leaving,
        tie_breaks.on_phase_leaving,
        practice.on_phase_change,
        temperature.on_phase_leaving,
        formulation.on_phase_leaving,
        ballot_list.on_phase_leaving,
        services.on_phase_leaving,
        adopting.on_phase_leaving,
    ),
    signals.phase_shortening: (early_end.on_phase_shortening,),
    signals.workshop_resumed: (contests.on_workshop_resumed,),
    signals.seat_removed: (floor.leave_floor,),
    signals.organizations_merging: (
        doubles.on_organizations_merging,
        services.on_organizations_merging,
    ),
    signals.seats_merging: (floor.on_seats_merging, doubles.on_seats_merging),
    signals.results_published: (editions.on_results_published,),
}

# What the room may be in the middle of when somebody takes an exit.
OPEN_MATTERS = (contests.under_way, strengthening_services.under_way, services.under_way)

# Parts of the live pages, and what is one person's own on them.
REGISTRATIONS = (
    phase_parts.register,
    people_part.register,
    message_parts.register,
    floor_parts.register,
    contribution_parts.register,
    held_parts.register,
    sheet.register,
    turnout.register,
    vote_part.register,
    temperature_parts.register,
    ballot_list.register,
    formulation_parts.register,
    opinions_asked.register,
    analysis_parts.register,
    reconfiguration_parts.register,
    proposal_parts.register,
    clerk_parts.register,
    editions.register,
)

# Done at every beat of the server's heart.
AT_EACH_BEAT = (
    hard_ends.shut_due,
    turnout.tell,
    turnout.settle_due,
    erasure.erase,
    analysis_news.tell,
    message_parts.retire_due,
    temperature_parts.count_due,
    offers.forget_old,
)

BLUEPRINTS = (
    monitoring_views.bp,
    people_views.bp,
    desk_views.bp,
    diagnosis_views.bp,
    room_views.bp,
    agenda_views.bp,
    seat_views.bp,
    correct_views.bp,
    double_views.bp,
    door_list_views.bp,
    message_views.bp,
    temperature_views.bp,
    preparation_views.bp,
    undo_views.bp,
    floor_views.bp,
    contribution_views.bp,
    held_views.bp,
    answer_views.bp,
    contest_views.bp,
    contest_views.again_bp,
    contest_room_views.bp,
    assisted_views.bp,
    contest_record_views.bp,
    closing_views.bp,
    response_views.bp,
    lineage_views.bp,
    rework_views.bp,
    formulation_views.bp,
    opinion_views.bp,
    analysis_views.bp,
    reconfiguration_views.bp,
    proposal_views.bp,
    strengthening_views.bp,
    views.bp,
    clerk_views.bp,
    record_views.bp,
    step_views.bp,
    planfile_views.bp,
    workshop_views.result_bp,
    plan_views.bp,
    workshop_views.bp,
    paper_views.bp,
    public_views.bp,
)


def assemble(overrides: dict[str, Any]) -> Flask:
    """Build the application from the settings, with `overrides` winning over the environment."""
    app = Flask("workshop", static_url_path=f"/static/{browser_files.digest()}")
    config.load(app, overrides)
    requests.bind(app)  # first, so that a request is timed from its beginning to its end
    app.before_request(web.set_limit)  # before the form is read for its token
    extensions.bind(app)
    browser_files.bind(app)
    language.bind(app)
    web.bind(app)
    errors.bind(app)
    people_models.bind_sign_in()
    app.jinja_env.globals["absolute"] = links.absolute
    app.jinja_env.globals["undo_offer"] = undo_views.offer_of_page
    pages.bind(app)
    app.after_request(news.name_versions)
    bind_rooms(app)
    extensions.bind_sockets(app)  # last: a handler imported later would never be heard
    return app


def bind_rooms(app: Flask) -> None:
    """Let listeners listen, parts and duties be known, and pages be found."""
    for signal, listeners in LISTENERS.items():
        signal.listeners = listeners
    signals.open_matters = OPEN_MATTERS
    for register in REGISTRATIONS:
        register()
    heartbeat.duties = AT_EACH_BEAT
    record_steps.before_publishing = (publishing.missing_answers,)
    web.within_acts = (attendance.note_act, offers.make)
    web.after_acts = (news.deliver,)
    web.state_of = workshop_queries.version_of
    phase_parts.headings = proposals.headings
    people_part.speeches = silence.speeches
    held_parts.subjects = proposals.subjects
    contribution_parts.additions = (recap.beside_problems,)
    app.add_url_rule("/voting/promise", "voting.promise", contest_room_views.promise)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
