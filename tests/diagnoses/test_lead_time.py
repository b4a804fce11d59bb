from datetime import date

import pytest

from workshop.diagnoses import lead_time


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2022, date(2022, 4, 17)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter(year, sunday):
    assert lead_time.easter(year) == sunday


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        pytest.param(date(2026, 3, 31), True, id="Tuesday"),
        pytest.param(date(2026, 4, 2), False, id="Maundy Thursday"),
        pytest.param(date(2026, 4, 3), False, id="Good Friday"),
        pytest.param(date(2026, 4, 4), False, id="Saturday"),
        pytest.param(date(2026, 7, 28), False, id="Independence Day"),
    ],
)
def test_working_days(day, is_working):
    assert lead_time.is_working_day(day) is is_working


def test_ten_working_days_step_over_weekends_and_holidays():
    # Ten days back from Monday 5 May 2025: 1 May and Holy Week do not count.
    assert lead_time.latest_day(date(2025, 5, 5)) == date(2025, 4, 16)


@pytest.mark.parametrize(
    ("shared_on", "is_late"),
    [
        pytest.param(date(2025, 4, 16), False, id="on the last day"),
        pytest.param(date(2025, 4, 17), True, id="a day later"),
        pytest.param(None, True, id="not shared"),
    ],
)
def test_what_came_too_late(shared_on, is_late):
    assert lead_time.is_late(shared_on, date(2025, 5, 5)) is is_late
