"""Commitment records: who fills them in, section by section, and nothing is lost."""

from workshop.commitments.editing import sections as editing_sections
from workshop.commitments.models import Commitment
from workshop.extensions import db
from workshop.people.models import Sector


def digest_of(commitment_id, section, app):
    with app.app_context():
        row = db.session.get_one(Commitment, commitment_id)
        return editing_sections.digest(editing_sections.section_values(row, section))


def test_the_focal_point_writes_and_reads_a_section(app, record, send, look, kept):
    answer = send(
        record.rosa,
        "sections/problem",
        problem="Nobody knows",
        revision=digest_of(record.id, "problem", app),
    )

    assert (answer.status_code, kept("problem")) == (200, ["Nobody knows"])
    assert answer.json["fields"] == {"revision": digest_of(record.id, "problem", app)}
    assert "Nobody knows" in look(record.rosa).text


def test_two_who_write_the_same_section_both_keep_their_words(app, record, send, kept):
    before = digest_of(record.id, "problem", app)
    send(record.rosa, "sections/problem", problem="First", revision=before)
    other = send(
        record.admin,
        "sections/novelty",
        novelty="New",
        revision=digest_of(record.id, "novelty", app),
    )

    answer = send(record.admin, "sections/problem", problem="Second", revision=before)

    assert other.status_code == 200
    assert answer.status_code == 409
    assert answer.json["current"]["problem"] == "First"
    again = send(
        record.admin,
        "sections/problem",
        problem="Second",
        revision=answer.json["current"]["revision"],
    )
    assert (again.status_code, kept("problem", "novelty")) == (200, ["Second", "New"])


def test_only_the_entity_and_the_sgp_write(record, send, look):
    assert send(record.stranger, "sections/problem", problem="Mine").status_code == 403
    assert look(record.stranger).status_code == 403
    assert look(record.rosa).status_code == 200


def test_a_wrong_field_is_refused_and_named(record, send, kept):
    before = kept("title", "period_start")

    answer = send(record.rosa, "sections/heading", title="", period_start="June", period_end="")

    assert (answer.status_code, kept("title", "period_start")) == (422, before)
    assert set(answer.json["errors"]) == {"title", "period_start"}


def test_only_the_sgp_settles_number_and_entity(app, record, send, kept, make_organization):
    other = make_organization("Ministry of Stone", Sector.EXECUTIVE)
    heading = {"title": "T", "number": "4", "organization_id": str(other.id)}

    def now():
        return digest_of(record.id, "heading", app)

    send(record.rosa, "sections/heading", **heading, revision=now())
    assert kept("number", "organization_id") == [None, record.ministry.id]

    send(record.admin, "sections/heading", **heading, revision=now())
    assert kept("number", "organization_id") == [4, other.id]
    assert send(record.rosa, "sections/heading", **heading, revision=now()).status_code == 403


def test_lists_and_rows_are_kept_as_the_plan_writes_them(app, record, send, kept):
    sections = {
        "stakeholders": {"stakeholders": "Regions\n- Loreto\n- Ucayali\nDAR"},
        "outcome_indicators": {
            "indicator-0": "",
            "indicator-1": "Permits published",
            "baseline-1": "0",
            "target-1": "100",
        },
        "footnotes": {"mark-0": "*", "anchor-0": "2024-H2", "text-0": "If there is money"},
        "values": {"transparency": "y"},
        "supporters": {"civil_society": "DAR\nSPDA"},
    }
    for section, fields in sections.items():
        answer = send(
            record.rosa,
            f"sections/{section}",
            **fields,
            revision=digest_of(record.id, section, app),
        )
        assert answer.status_code == 200

    assert kept("stakeholders", "outcome_indicators", "indicator_levels", "footnotes") == [
        [{"text": "Regions", "ul": ["Loreto", "Ucayali"]}, "DAR"],
        ["Permits published"],
        [{"baseline": "0", "target": "100"}],
        [{"text": "If there is money", "mark": "*", "anchor": "2024-H2"}],
    ]
    assert kept("values", "supporters") == [
        ["transparency"],
        {"government": [], "civil_society": ["DAR", "SPDA"], "other": []},
    ]


def test_milestones_are_added_moved_and_removed(app, record, send):
    send(record.rosa, "milestones")
    [first, second] = milestones(app, record)
    send(record.rosa, f"milestones/{second.id}/move", step=-1)
    assert [milestone.id for milestone in milestones(app, record)] == [second.id, first.id]

    send(record.rosa, f"milestones/{first.id}/remove")
    assert [milestone.id for milestone in milestones(app, record)] == [second.id]


def milestones(app, record):
    with app.app_context():
        return list(db.session.get_one(Commitment, record.id).milestones)


def test_an_incomplete_record_cannot_be_complete(record, step, kept):
    answer = step(record.rosa, "complete")

    assert (answer.status_code, kept("state")) == (409, ["draft"])
    assert "What is the public problem" in answer.json["message"]


def test_a_record_goes_all_the_way_and_is_then_frozen(
    filled, step, send, look, kept, answer_warnings
):
    approval = {"instrument": "DS 1", "approved_on": "2022-01-30"}
    for person, name, fields in (
        (filled.rosa, "complete", {}),
        (filled.rosa, "validate", {}),
        (filled.admin, "validate-sgp", {}),
        (filled.admin, "approve", approval),
    ):
        assert step(person, name, **fields).status_code == 200
    answer_warnings(filled.rosa)
    assert step(filled.admin, "publish").status_code == 200

    assert kept("state", "approval_instrument") == ["published", "DS 1"]
    assert send(filled.admin, "sections/problem", problem="Else").status_code == 409
    assert step(filled.admin, "send-back", reason="No").status_code == 409
    assert look(filled.stranger).status_code == 200
    assert "Rosa" not in look(filled.stranger).text


def test_it_goes_back_with_a_reason_and_a_change_of_scope_says_why(app, filled, step, send, look):
    step(filled.rosa, "complete")
    assert send(filled.rosa, "sections/problem", problem="Else").status_code == 409
    assert step(filled.rosa, "send-back").status_code == 422
    step(filled.admin, "send-back", reason="Say for whom")
    send(
        filled.rosa,
        "sections/description",
        description="Only the new permits",
        revision=digest_of(filled.id, "description", app),
    )

    assert step(filled.rosa, "complete").status_code == 409
    assert step(filled.rosa, "complete", reason="The old ones are lost").status_code == 200
    page = look(filled.rosa, "/versions").text
    assert "The old ones are lost" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_steps_are_not_skipped_nor_taken_on_what_one_has_not_seen(filled, step, kept):
    assert step(filled.admin, "publish").status_code == 409
    assert step(filled.rosa, "complete", seen=0).status_code == 409
    assert step(filled.rosa, "validate-sgp").status_code == 403
    assert kept("state") == ["draft"]


def test_the_room_agreed_to_the_first_version(app, record, look, clock):
    from workshop import links
    from workshop.links.models import Relation
    from workshop.proposals.models import Proposal, ProposalState

    with app.app_context():
        row = db.session.get_one(Commitment, record.id)
        proposal = Proposal(
            theme_id=row.theme_id,
            position=1,
            title="Publish everything",
            organization_id=record.ministry.id,
            state=ProposalState.AGREED,
            written_at=clock(),
        )
        db.session.add(proposal)
        db.session.flush()
        links.connect(Relation.ADOPTED, proposal, row, by=None, now=clock())
        db.session.commit()

    assert "As proposed" in look(record.rosa, "/versions").text


def test_what_a_file_printed_of_the_period_goes_when_the_period_changes(app, record, keep, send):
    from workshop.plans.models import Identifier, Kind

    def build():
        said = {"period": {"printed": "2023"}, "leading_entity": {"printed": "MINTREE"}}
        return Identifier(
            plan_id=record.plan_id,
            kind=Kind.COMMITMENT,
            row_id=record.id,
            code="C01",
            details=said,
        )

    identifier = keep(build)
    heading = {"title": "Publish the registry", "period_start": "2023-02", "period_end": "2024-12"}

    send(record.rosa, "sections/heading", **heading, revision=digest_of(record.id, "heading", app))

    with app.app_context():
        assert db.session.get_one(Identifier, identifier.id).details == {
            "period": {},
            "leading_entity": {"printed": "MINTREE"},
        }


def test_a_link_may_have_the_title_its_box_has_room_for(send, record, kept, app):
    fields = {"url-0": "https://example.org/", "title-0": "a" * 1000}
    revision = digest_of(record.id, "web_links", app)

    assert send(record.rosa, "sections/web_links", revision=revision, **fields).status_code == 200
    assert kept("web_links") == [[{"url": "https://example.org/", "title": "a" * 1000}]]
    fields["title-0"] += "a"
    assert send(record.rosa, "sections/web_links", revision=revision, **fields).status_code == 422
