"""Values of an answer that are no numbers, no times, or too big for either: absent, and nothing raises."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ses_tui.aws import shapes

HUGE = 10**400


@pytest.mark.parametrize("value", [HUGE, -HUGE, True, None, "12", [], {}])
def test_what_is_no_number_is_absent(value: object) -> None:
    assert shapes.as_number(value) is None
    assert shapes.as_count(value) is None


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e308, -1, 0.5, 2**53 + 2])
def test_what_counts_no_messages_is_absent(value: float) -> None:
    assert shapes.as_count(value) is None


@pytest.mark.parametrize(("value", "count"), [(0, 0), (41.0, 41), (2**53, 2**53)])
def test_a_count_is_whole(value: float, count: int) -> None:
    found = shapes.as_count(value)
    assert found == count
    assert isinstance(found, int)


@pytest.mark.parametrize(
    "value",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
        "2026-01-01T00:00:00Z",
    ],
)
def test_a_time_that_no_zone_can_write_is_absent(value: object) -> None:
    assert shapes.as_time(value) is None


def test_a_time_is_utc() -> None:
    assert shapes.as_time(datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))) == 1767225600.0
