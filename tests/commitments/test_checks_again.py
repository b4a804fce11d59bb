"""Random records through the checks, and through a second count that is as plain as can be."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workshop.commitments.checks import Around, errors, warnings

PLAN_END = "2024-12"
LEAD, OTHER = ("Ministry of Trees", "MINTREE"), ("Ministry of Stone", "MINSTONE")
OFFICES = ("Planning Office", "Registry Office", "Legal Office")
# How people write whose an office is; "{}" is the office.
WRITTEN = {
    "": ["{}", "{} ", "  {}"],
    "MINTREE": ["{} - MINTREE", "{} (mintree)", "{} of the Ministry of Trees", "MINTREE {}"],
    "MINSTONE": ["{} – MINSTONE", "{}, MINSTONE", "{} of the MINISTRY OF STONE"],
}
HALVES = [f"{year}-H{half}" for year in (2022, 2023, 2024, 2025) for half in (1, 2)]
ENDS = {half: f"{half[:4]}-{'06' if half.endswith('1') else '12'}" for half in HALVES}
NAMED = {
    half: f"the {'first' if half.endswith('1') else 'second'} half of {half[:4]}" for half in HALVES
}
MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024, 2025) for month in (1, 6, 7, 12)]
DOES = "Publish the"
THINGS = ("permits", "clerks", "forests", "rivers", "budgets")
INFORMATION = ("Name of the holder", "Permit number", "Area in hectares")


@st.composite
def units(draw):
    """An office, whose it is said to be, and as what it is written."""
    office, owner = draw(st.sampled_from(OFFICES)), draw(st.sampled_from(list(WRITTEN)))
    case = draw(st.sampled_from([str, str.upper, str.lower]))
    return office, owner, case(draw(st.sampled_from(WRITTEN[owner])).format(office))


@st.composite
def milestones(draw, number):
    office, owner, unit = draw(units())
    start, end = sorted(draw(st.lists(st.sampled_from(HALVES), min_size=2, max_size=2)))
    later = draw(st.none() | st.sampled_from(HALVES))
    return {
        "id": number,
        "unit": unit,
        "said": (office, owner, later),
        "activity": f"{DOES} {draw(st.sampled_from(THINGS))}",
        "means": "A report",
        "start": start,
        "end": end,
        "footnote": f"({number})" if later else "",
    }


@st.composite
def records(draw):
    many = draw(st.integers(1, 3))
    rows = [draw(milestones(number)) for number in range(1, many + 1)]
    acts = st.sampled_from((DOES, "Train people on"))
    things = draw(st.lists(st.tuples(acts, st.sampled_from(THINGS)), unique=True))
    facts = draw(st.lists(st.sampled_from(INFORMATION), unique=True))
    indicators = draw(st.lists(st.sampled_from(("", "0", "100")), max_size=3))
    start, end = sorted(draw(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2)))
    monitor = draw(units())
    return {
        "monitor": monitor,
        "things": things,
        "title": "T",
        "organization": LEAD[0],
        "period_start": start,
        "period_end": end,
        **dict.fromkeys(("problem", "contribution", "relevance", "final_products"), "x"),
        "description": "It does:\n\n"
        + "\n".join(f"- {act} {thing}" for act, thing in things)
        + "\n\nIt shows this information:\n\n"
        + "\n".join(f"- {fact}" for fact in facts),
        "stakeholders": draw(st.sampled_from([[], ["Regions"], ["Civil society"]])),
        "supporters": draw(st.sampled_from([{}, {"other": ["DAR"]}, {"government": ["X"]}])),
        "milestones": rows,
        "outcome_indicators": [f"Indicator {place}" for place in range(len(indicators))],
        "indicator_levels": [{"baseline": "0", "target": level} for level in indicators],
        "monitoring_entity": draw(st.sampled_from([LEAD[0], f"{LEAD[0]} (MINTREE)", OTHER[1]])),
        "monitoring_unit": monitor[2],
        "footnotes": [
            {"mark": f"{row['id']}", "text": f"It would end in {NAMED[row['said'][2]]}."}
            for row in rows
            if row["said"][2]
        ],
        "values": draw(st.sampled_from([[], ["transparency"]])),
        "novelty": draw(st.sampled_from(["", "New"])),
    }


def counted(record, has_idea):
    """The kinds of warnings with how often each comes, from what the record was made of."""
    warned_of = []
    explained = False
    for row in record["milestones"]:
        printed = ENDS[row["end"]]
        last = max(printed, ENDS[row["said"][2]] if row["said"][2] else "")
        explained = explained or bool(row["said"][2])
        if ENDS[row["start"]] < record["period_start"]:
            warned_of.append("before")
        if last > record["period_end"]:
            warned_of.append("after" if printed > record["period_end"] else "after-note")
        if last > PLAN_END and not row["said"][2]:
            warned_of.append("beyond")
    if record["period_end"] > PLAN_END and not explained:
        warned_of.append("period-beyond")
    office, owner, _written = record["monitor"]
    monitors = owner or ("MINSTONE" if record["monitoring_entity"] == "MINSTONE" else "MINTREE")
    if all(
        row["said"][0] == office
        and (row["said"][1] == owner or (row["said"][1] or "MINTREE") == monitors)
        for row in record["milestones"]
    ):
        warned_of.append("same-unit")
    if record["monitoring_entity"] == "MINSTONE" or owner == "MINSTONE":
        warned_of.append("other-entity")
    # To train people on something is not to publish it.
    published = {row["activity"].split()[-1] for row in record["milestones"]}
    warned_of += [
        "action" for act, thing in record["things"] if act != DOES or thing not in published
    ]
    warned_of += ["levels" for level in record["indicator_levels"] if not level["target"]]
    if record["stakeholders"] != ["Civil society"] and "other" not in record["supporters"]:
        warned_of.append("outsiders")
    warned_of += [name for name in ("values", "novelty") if not record[name]]
    return sorted([*warned_of, *([] if has_idea else ["idea"])])


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(record=records(), has_idea=st.booleans())
def test_the_checks_say_what_a_plain_count_says(app, record, has_idea):
    around = Around(PLAN_END, LEAD, (OTHER,), (), has_idea)

    with app.test_request_context():
        warned_of = warnings(record, around)
        lacking = errors(record)

    assert sorted(warning.kind for warning in warned_of) == counted(record, has_idea)
    assert len({warning.key for warning in warned_of}) == len(warned_of)
    empty = [] if record["outcome_indicators"] else ["empty-outcome_indicators"]
    assert [error.key for error in lacking] == empty
