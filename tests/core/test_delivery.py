"""What one channel is owed: the table of the alert rules, row by row."""

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import Standing, Told, owed
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
    assert owed(Told(before, NOW), Standing(now), WARN, NOW, acked=False) == due


@pytest.mark.parametrize(("condition", "wait"), [(WARN, 4 * HOUR), (REVIEW, HOUR), (PAUSE, 15 * MINUTE)])
def test_reminders_come_at_their_interval_and_not_before(condition: Condition, wait: float) -> None:
    told, standing = Told(condition, NOW), Standing(condition)
    assert owed(told, standing, WARN, NOW + wait - 1, acked=False) is None
    assert owed(told, standing, WARN, NOW + wait, acked=False) == (Kind.REPEAT, condition)
    assert owed(told, standing, WARN, NOW + wait, acked=True) is None


def test_a_channel_is_told_from_its_floor_and_hears_the_end_of_what_it_was_told() -> None:
    assert owed(Told(), Standing(WARN), REVIEW, NOW, acked=False) is None
    assert owed(Told(), Standing(REVIEW), REVIEW, NOW, acked=False) == (Kind.FIRING, REVIEW)
    assert owed(Told(REVIEW, NOW), Standing(WARN), REVIEW, NOW, acked=False) == (Kind.EASED, WARN)
    assert owed(Told(WARN, NOW), Standing(OK), REVIEW, NOW, acked=False) == (Kind.RESOLVED, OK)
    assert owed(Told(WARN, NOW), Standing(WARN), REVIEW, NOW + 9 * HOUR, acked=False) is None


def test_a_breach_that_is_over_is_still_owed_then_taken_back() -> None:
    told = Told().seeing(Standing(OK, reached=PAUSE), WARN)
    assert owed(told, Standing(OK), WARN, NOW, acked=False) == (Kind.FIRING, PAUSE)
    told = told.accepted(Kind.FIRING, PAUSE, NOW)
    assert owed(told, Standing(OK), WARN, NOW, acked=False) == (Kind.RESOLVED, OK)
    told = told.accepted(Kind.RESOLVED, OK, NOW)
    assert owed(told, Standing(OK), WARN, NOW + 99 * HOUR, acked=False) is None


def test_our_own_line_that_was_touched_and_left_is_not_owed() -> None:
    assert Told().seeing(Standing(OK, reached=WARN), WARN) == Told()


def test_a_worse_breach_while_a_message_is_under_way_stays_owed() -> None:
    told = Told().seeing(Standing(REVIEW), WARN).seeing(Standing(OK, reached=PAUSE), WARN)
    told = told.accepted(Kind.FIRING, REVIEW, NOW)
    assert owed(told, Standing(OK), WARN, NOW, acked=False) == (Kind.FIRING, PAUSE)


def test_while_it_may_have_heard_of_the_end_a_rise_is_told_again() -> None:
    unsure = Told(REVIEW)
    assert owed(unsure, Standing(OK), WARN, NOW, acked=False) == (Kind.RESOLVED, OK)
    assert owed(unsure, Standing(WARN), WARN, NOW, acked=False) == (Kind.EASED, WARN)
    assert owed(unsure, Standing(REVIEW), WARN, NOW, acked=False) == (Kind.FIRING, REVIEW)
    told = unsure.seeing(Standing(OK, reached=REVIEW), WARN)
    assert owed(told, Standing(OK), WARN, NOW, acked=False) == (Kind.FIRING, REVIEW)


def test_what_only_eased_is_no_rise_though_nobody_knows_whether_that_was_heard() -> None:
    unsure = Told(PAUSE).seeing(Standing(REVIEW), WARN)
    assert unsure == Told(PAUSE)
    assert owed(unsure, Standing(REVIEW), WARN, NOW, acked=False) == (Kind.EASED, REVIEW)
