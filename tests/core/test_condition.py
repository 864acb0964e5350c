"""Bands at their lines, and the words of AWS as conditions."""

import pytest

from ses_tui.core.condition import (
    BOUNCE_LINES,
    COMPLAINT_LINES,
    NO_LINES,
    Bands,
    Condition,
    Health,
    Lines,
    enforcement_condition,
)
from ses_tui.core.model import NUMBERS, RATES, Metric


@pytest.mark.parametrize(
    ("lines", "value", "condition"),
    [
        (BOUNCE_LINES, 0.0, Condition.OK),
        (BOUNCE_LINES, 0.0199999, Condition.OK),
        (BOUNCE_LINES, 0.02, Condition.NOTICE),
        (BOUNCE_LINES, 0.0299999, Condition.NOTICE),
        (BOUNCE_LINES, 0.03, Condition.WARN),
        (BOUNCE_LINES, 0.0499999, Condition.WARN),
        (BOUNCE_LINES, 0.05, Condition.REVIEW),
        (BOUNCE_LINES, 0.0999999, Condition.REVIEW),
        (BOUNCE_LINES, 0.1, Condition.PAUSE),
        (BOUNCE_LINES, 1.0, Condition.PAUSE),
        (COMPLAINT_LINES, 0.0007999, Condition.OK),
        (COMPLAINT_LINES, 0.0008, Condition.WARN),
        (COMPLAINT_LINES, 0.001, Condition.REVIEW),
        (COMPLAINT_LINES, 0.0049999, Condition.REVIEW),
        (COMPLAINT_LINES, 0.005, Condition.PAUSE),
        (BOUNCE_LINES, None, Condition.OK),
        (NO_LINES, 1.0, Condition.OK),
    ],
)
def test_the_band_of_a_number(lines: Lines, value: float | None, condition: Condition) -> None:
    assert lines.band(value) is condition


def test_leave_lines_are_those_of_the_table_to_the_digit() -> None:
    ladder = (Condition.NOTICE, Condition.WARN, Condition.REVIEW, Condition.PAUSE)
    assert [BOUNCE_LINES.leave(one) for one in ladder] == [0.018, 0.027, 0.0475, 0.095]
    assert [COMPLAINT_LINES.leave(one) for one in ladder] == [None, 0.00072, 0.00095, 0.00475]


def test_there_is_no_line_for_ok_and_no_notice_for_complaints() -> None:
    assert BOUNCE_LINES.enter(Condition.OK) is None
    assert BOUNCE_LINES.leave(Condition.OK) is None
    assert COMPLAINT_LINES.enter(Condition.NOTICE) is None


def test_only_the_two_rates_and_the_accounts_other_numbers_have_bands() -> None:
    bands = Bands()
    assert {metric for metric in Metric if bands.of(metric) != NO_LINES} == {*RATES, *NUMBERS}


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        ("HEALTHY", Condition.OK),
        ("PROBATION", Condition.REVIEW),
        ("SHUTDOWN", Condition.PAUSE),
        ("SOMETHING_NEW", Condition.REVIEW),
    ],
)
def test_enforcement_alerts_by_itself(status: str, condition: Condition) -> None:
    assert enforcement_condition(status) is condition


def test_conditions_and_healths_are_ordered() -> None:
    assert [one.word for one in sorted(Condition)] == ["ok", "notice", "warn", "review", "pause"]
    assert all(Condition.of(one.word) is one for one in Condition)
    assert sorted(Health, key=lambda one: one.rank) == [
        Health.FRESH,
        Health.STALE,
        Health.INIT,
        Health.BLIND,
    ]
