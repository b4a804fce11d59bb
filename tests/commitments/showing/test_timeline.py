"""The picture of the milestones: bars over half-years."""

from workshop.commitments.showing.timeline import HALF, LABEL, half_named, half_number, timeline


def test_a_bar_covers_its_half_years_and_the_frame_covers_every_bar():
    drawn = timeline(
        [("Design", "2023-H2", "2024-H1"), ("Train", "2024-H2", "2025-H1"), ("Publish", "", "")],
        "2023-01",
        "2024-12",
        (2023, 2024),
    )

    halves = ["2023-H1", "2023-H2", "2024-H1", "2024-H2", "2025-H1"]
    assert [column.half for column in drawn.columns] == halves
    first, _second, third = drawn.bars
    assert (first.x, first.width) == (LABEL + HALF + 2, 2 * HALF - 4)
    assert [bar.is_outside for bar in drawn.bars] == [False, True, False]
    assert (third.has_dates, third.number) == (False, 3)
    assert drawn.period == (LABEL, LABEL + 4 * HALF)


def test_half_years_are_counted_through():
    assert half_number("2024-H1") - half_number("2023-H2") == 1
    assert half_named(half_number("2024-H2")) == "2024-H2"
