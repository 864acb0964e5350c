"""What one channel is owed: the table of the alert rules, row by row."""

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import AlertStatus, Delivered, owed
from ses_tui.core.messages import Kind

OK, NOTICE, WARN, REVIEW, PAUSE = Condition
NOW = 1_700_000_000.0
MINUTE = 60.0
HOUR = 3600.0


@pytest.mark.parametrize(
    ("before", "now", "due"),
    [
        (OK, OK, None),
        (OK, NOTICE, None),
        (OK, WARN, (Kind.FIRING, WARN)),
        (OK, PAUSE, (Kind.FIRING, PAUSE)),
        (WARN, WARN, None),
        (WARN, REVIEW, (Kind.FIRING, REVIEW)),
        (PAUSE, REVIEW, (Kind.EASED, REVIEW)),
        (REVIEW, WARN, (Kind.EASED, WARN)),
        (WARN, NOTICE, (Kind.RESOLVED, NOTICE)),
        (PAUSE, OK, (Kind.RESOLVED, OK)),
    ],
)
def test_the_difference_is_owed(
    before: Condition, now: Condition, due: tuple[Kind, Condition] | None
) -> None:
    assert owed(Delivered(before, NOW), AlertStatus(now), WARN, NOW, acked=False) == due


@pytest.mark.parametrize(("condition", "wait"), [(WARN, 4 * HOUR), (REVIEW, HOUR), (PAUSE, 15 * MINUTE)])
def test_reminders_come_at_their_interval_and_not_before(condition: Condition, wait: float) -> None:
    delivered, status = Delivered(condition, NOW), AlertStatus(condition)
    assert owed(delivered, status, WARN, NOW + wait - 1, acked=False) is None
    assert owed(delivered, status, WARN, NOW + wait, acked=False) == (Kind.REPEAT, condition)
    assert owed(delivered, status, WARN, NOW + wait, acked=True) is None


def test_a_channel_is_told_from_its_floor_and_hears_the_end_of_what_it_was_told() -> None:
    assert owed(Delivered(), AlertStatus(WARN), REVIEW, NOW, acked=False) is None
    assert owed(Delivered(), AlertStatus(REVIEW), REVIEW, NOW, acked=False) == (Kind.FIRING, REVIEW)
    assert owed(Delivered(REVIEW, NOW), AlertStatus(WARN), REVIEW, NOW, acked=False) == (Kind.EASED, WARN)
    assert owed(Delivered(WARN, NOW), AlertStatus(OK), REVIEW, NOW, acked=False) == (Kind.RESOLVED, OK)
    assert owed(Delivered(WARN, NOW), AlertStatus(WARN), REVIEW, NOW + 9 * HOUR, acked=False) is None


def test_a_breach_that_is_over_is_still_owed_then_taken_back() -> None:
    delivered = Delivered().seeing(AlertStatus(OK, reached=PAUSE), WARN)
    assert owed(delivered, AlertStatus(OK), WARN, NOW, acked=False) == (Kind.FIRING, PAUSE)
    delivered = delivered.accepted(Kind.FIRING, PAUSE, NOW)
    assert owed(delivered, AlertStatus(OK), WARN, NOW, acked=False) == (Kind.RESOLVED, OK)
    delivered = delivered.accepted(Kind.RESOLVED, OK, NOW)
    assert owed(delivered, AlertStatus(OK), WARN, NOW + 99 * HOUR, acked=False) is None


def test_our_own_line_that_was_touched_and_left_is_not_owed() -> None:
    assert Delivered().seeing(AlertStatus(OK, reached=WARN), WARN) == Delivered()


def test_a_worse_breach_while_a_message_is_under_way_stays_owed() -> None:
    delivered = Delivered().seeing(AlertStatus(REVIEW), WARN).seeing(AlertStatus(OK, reached=PAUSE), WARN)
    delivered = delivered.accepted(Kind.FIRING, REVIEW, NOW)
    assert owed(delivered, AlertStatus(OK), WARN, NOW, acked=False) == (Kind.FIRING, PAUSE)


def test_while_it_may_have_heard_of_the_end_a_rise_is_told_again() -> None:
    unsure = Delivered(REVIEW)
    assert owed(unsure, AlertStatus(OK), WARN, NOW, acked=False) == (Kind.RESOLVED, OK)
    assert owed(unsure, AlertStatus(WARN), WARN, NOW, acked=False) == (Kind.EASED, WARN)
    assert owed(unsure, AlertStatus(REVIEW), WARN, NOW, acked=False) == (Kind.FIRING, REVIEW)
    delivered = unsure.seeing(AlertStatus(OK, reached=REVIEW), WARN)
    assert owed(delivered, AlertStatus(OK), WARN, NOW, acked=False) == (Kind.FIRING, REVIEW)


def test_what_only_eased_is_no_rise_though_nobody_knows_whether_that_was_heard() -> None:
    unsure = Delivered(PAUSE).seeing(AlertStatus(REVIEW), WARN)
    assert unsure == Delivered(PAUSE)
    assert owed(unsure, AlertStatus(REVIEW), WARN, NOW, acked=False) == (Kind.EASED, REVIEW)
