"""What a record lacks, as a table: one thing is wrong with an otherwise faultless record."""

import pytest

from workshop.commitments.checks import Around, errors, has_outsider, list_items, warnings

MILESTONE = {
    "id": 7,
    "activity": "Design the public registry",
    "unit": "Registry Office",
    "means": "Published design",
    "start": "2023-H1",
    "end": "2024-H2",
    "footnote": "",
}
RECORD = {
    "title": "Publish the registry",
    "period_start": "2023-01",
    "period_end": "2024-12",
    "organization": "Ministry of Trees",
    "problem": "Nobody knows",
    "description": "So:\n\n- Design the registry\n  - with care",
    "contribution": "All will know",
    "relevance": "It is transparent",
    "stakeholders": ["Regions", {"text": "Civil society", "ul": ["DAR"]}],
    "milestones": [MILESTONE],
    "final_products": ["A registry"],
    "outcome_indicators": ["Permits published"],
    "indicator_levels": [{"baseline": "0", "target": "100"}],
    "monitoring_entity": "MINTREE",
    "monitoring_unit": "Planning Office",
    "footnotes": [],
    "novelty": "There was none",
    "values": ["transparency"],
    "supporters": {},
}
AROUND = Around(
    plan_end="2024-12",
    lead=("Ministry of Trees", "MINTREE"),
    entities=("MINSTONE",),
    outside=("Amazon Watch Perú",),
    comes_from_idea=True,
)


def changed(**details):
    return {**RECORD, **details}


def milestone(**details):
    return changed(milestones=[{**MILESTONE, **details}])


def keys(findings):
    return [finding.key for finding in findings]


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(RECORD, [], id="faultless"),
        *[
            pytest.param(changed(**{name: empty}), [f"empty-{name}"], id=f"no {name}")
            for name, empty in (
                ("title", ""),
                ("organization", ""),
                ("problem", ""),
                ("description", ""),
                ("contribution", ""),
                ("relevance", ""),
                ("milestones", []),
                ("final_products", []),
                ("outcome_indicators", []),
                ("monitoring_entity", ""),
                ("monitoring_unit", ""),
            )
        ],
        pytest.param(changed(period_end=""), ["empty-period"], id="half a period"),
        pytest.param(changed(stakeholders=[]), [], id="stakeholders may be empty"),
        pytest.param(changed(period_start="2025-01"), ["period"], id="period inverted"),
        *[
            pytest.param(milestone(**{name: ""}), ["lacks-7"], id=f"milestone without {name}")
            for name in ("activity", "unit", "means", "start", "end")
        ],
        pytest.param(
            changed(footnotes=[{"mark": "", "text": "If"}]), [], id="a note may lack its mark"
        ),
        pytest.param(
            changed(outcome_indicators=["", "Permits"]), ["indicator-1"], id="indicator unsaid"
        ),
        pytest.param(
            milestone(start="2024-H2", end="2024-H1"), ["order-7"], id="milestone inverted"
        ),
    ],
)
def test_errors_block_complete(content, wanted):
    assert keys(errors(content)) == wanted


@pytest.mark.usefixtures("in_request")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        pytest.param(RECORD, [], id="faultless"),
        pytest.param(changed(period_start="2023-06"), [], id="starts within the half"),
        pytest.param(changed(period_start="2023-07"), ["before-7"], id="starts before"),
        pytest.param(changed(period_end="2024-11"), ["after-7"], id="its half ends after"),
        pytest.param(milestone(end="2025-H1"), ["after-7", "beyond-7"], id="after the plan"),
        pytest.param(milestone(end="2025-H1", footnote="*"), ["after-7"], id="with a footnote"),
        pytest.param(changed(period_end="2025-03"), ["beyond"], id="period after the plan"),
        pytest.param(
            changed(monitoring_unit="REGISTRY  office"), ["same-unit"], id="monitors itself"
        ),
        pytest.param(
            changed(monitoring_entity="Ministry of Stone"), ["other-entity"], id="another entity"
        ),
        pytest.param(
            changed(monitoring_unit="Office of MINSTONE"), ["other-entity"], id="another's unit"
        ),
        pytest.param(
            changed(description="- Train the clerks of the regions"),
            ["action-clerks-region-train"],
            id="action without a milestone",
        ),
        pytest.param(
            changed(indicator_levels=[{"baseline": "0", "target": ""}]),
            ["levels-permits published"],
            id="no target",
        ),
        pytest.param(changed(indicator_levels=[]), ["levels-permits published"], id="no levels"),
        pytest.param(changed(stakeholders=["Regions"]), ["outsiders"], id="only the State"),
        pytest.param(changed(values=[]), ["values"], id="no value"),
        pytest.param(changed(novelty=""), ["novelty"], id="nothing new"),
    ],
)
def test_warnings_are_shown(content, wanted):
    assert keys(warnings(content, AROUND)) == wanted


@pytest.mark.usefixtures("in_request")
def test_a_record_that_comes_from_no_idea_is_warned_of():
    around = Around(plan_end="2024-12", lead=AROUND.lead)

    assert keys(warnings(RECORD, around)) == ["idea"]


def test_whoever_is_from_outside_the_state_is_found_by_name_or_by_kind():
    def has_one(**details):
        return has_outsider(changed(**{"stakeholders": [], **details}), AROUND.outside)

    assert has_one(stakeholders=["amazon watch peru"])
    assert has_one(stakeholders=[{"text": "Otros", "ul": ["Universidad de Loreto"]}])
    assert has_one(supporters={"civil_society": ["DAR"]})
    assert not has_one(stakeholders=["Gobiernos regionales"], supporters={"government": ["GORE"]})


def test_the_actions_are_the_items_of_the_first_level():
    assert list_items(RECORD["description"]) == ["Design the registry"]


@pytest.fixture
def in_request(app):
    with app.test_request_context():
        yield
