"""Mail that stopped: what is usual, what proves a stop, when it is over, and what raises nothing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bench.mail_stopped import BEFORE, delay, found
from bench.mail_stopped import hours as model_hours
from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import NUMBER_LINES, Condition
from ses_tui.core.mail_stopped import FORGOTTEN, MailStopped, newest_hour, shortfall, step, stopped_text
from ses_tui.core.model import Metric
from ses_tui.core.usual_mail import WEEK, HoursOfMail

LINES = NUMBER_LINES[Metric.MAIL_STOPPED]
MONDAY = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
START = MONDAY - 8 * WEEK


def office(at: float, count: float = 18_000.0) -> float:
    """Mail from 8 to 20 o'clock of a weekday, UTC; none at night."""
    hour, day = int(at % DAY // HOUR), int((at - MONDAY) // DAY % 7)
    return count if 8 <= hour < 20 and day < 5 else 0.0


def weeks(number: int = 8, count: float = 18_000.0, zone: str = "UTC") -> HoursOfMail:
    mail = HoursOfMail(ZoneInfo(zone))
    mail.take((at, office(at, count)) for at in spans(MONDAY - number * WEEK, MONDAY))
    return mail


def spans(start: float, end: float) -> list[float]:
    return [start + number * HOUR for number in range(int((end - start) // HOUR))]


def after(mail: HoursOfMail, *counts: float, at: float = MONDAY + 14 * HOUR) -> MailStopped:
    """As usual until ``at``, then these hours."""
    before = spans(MONDAY, at)
    mail.take((one, office(one)) for one in before)
    state = step(MailStopped(), mail, LINES, at)
    for number, count in enumerate(counts):
        mail.take([(at + number * HOUR, count)])
        state = step(state, mail, LINES, at + (number + 1) * HOUR)
    return state


def test_an_hour_far_below_the_usual_is_a_warning_and_three_without_mail_are_review() -> None:
    assert after(weeks(), 412).condition is Condition.WARN
    assert after(weeks(), 0).condition is Condition.WARN
    assert after(weeks(), 0, 0, 0).condition is Condition.REVIEW


def test_it_says_what_was_sent_and_what_is_usual() -> None:
    mail = weeks()
    state = after(mail, 412)
    assert state.proof is not None
    said = "412 sent in 1 h to 15:00, 18,000 usual for Monday 14:00-15:00"
    assert stopped_text(state.proof, mail) == said


def test_half_of_the_usual_is_no_stop() -> None:
    assert after(weeks(), 9_000).condition is Condition.OK


@pytest.mark.parametrize("known", [0, 1, 3])
def test_fewer_than_four_same_hours_say_nothing(known: int) -> None:
    state = after(weeks(known), 0, 0, 0, 0)
    assert state.condition is Condition.OK and state.value is None


def test_four_same_hours_are_enough() -> None:
    assert after(weeks(4), 0).condition is Condition.WARN


def test_an_hour_that_was_not_counted_is_not_an_hour_without_mail() -> None:
    mail = weeks()
    mail.take((at, office(at)) for at in spans(MONDAY, MONDAY + 14 * HOUR))
    state = step(MailStopped(), mail, LINES, MONDAY + 15 * HOUR)
    assert state.condition is Condition.OK and state.last is None


def test_a_night_without_mail_is_as_usual() -> None:
    assert after(weeks(), *[0.0] * 10, at=MONDAY + 20 * HOUR).condition is Condition.OK


def test_so_little_mail_that_none_may_be_chance_says_nothing() -> None:
    mail = HoursOfMail()
    mail.take((at, float(at % (3 * HOUR) == 0)) for at in spans(START, MONDAY))
    state = MailStopped()
    for at in spans(MONDAY, MONDAY + 6 * HOUR):
        mail.take([(at, 0.0)])
        state = step(state, mail, LINES, at + HOUR)
    assert state.condition is Condition.OK


def test_what_goes_on_at_night_is_not_over_since_nothing_is_usual_then() -> None:
    state = after(weeks(), *[0.0] * 12)
    assert state.condition is Condition.REVIEW and state.end == MONDAY + 26 * HOUR


def test_half_of_the_usual_mail_ends_it() -> None:
    assert after(weeks(), 0, 0, 0, 9_000).condition is Condition.OK
    assert after(weeks(), 0, 0, 0, 8_999).condition is not Condition.OK


def test_a_campaign_of_one_week_is_not_what_is_usual() -> None:
    mail = weeks()
    mail.take([(MONDAY - 2 * WEEK + 14 * HOUR, 500_000.0)])
    assert after(mail, 412).condition is Condition.WARN
    usual = mail.usual(MONDAY + 15 * HOUR, 1)
    assert usual is not None and usual.messages == 18_000 and max(usual.weekly) == 18_000


def test_a_holiday_of_one_week_hides_no_stop() -> None:
    mail = weeks()
    mail.take((MONDAY - 2 * WEEK + hour * HOUR, 0.0) for hour in range(24))
    assert after(mail, 0, 0, 0).condition >= Condition.WARN


def test_mail_that_comes_and_goes_is_no_stop_when_it_is_gone() -> None:
    mail = weeks()
    for week in (1, 3, 5, 7):
        mail.take((MONDAY - week * WEEK + hour * HOUR, 0.0) for hour in range(24))
    assert after(mail, 0, 0, 0).condition is Condition.OK


def test_the_hours_are_those_of_the_clock_on_the_wall() -> None:
    """In New York summer time began on 2026-03-08: what goes out at nine does so an hour earlier in UTC."""
    zone = ZoneInfo("America/New_York")
    mail = HoursOfMail(zone)
    monday = datetime(2026, 3, 9, tzinfo=zone).timestamp()
    for at in spans(monday - 8 * WEEK, monday + 11 * HOUR):
        wall = datetime.fromtimestamp(at, zone)
        mail.take([(at, 5_000.0 if wall.hour == 9 and wall.weekday() < 5 else 0.0)])
    usual = [mail.usual(monday + hour * HOUR, 1) for hour in (10, 11)]
    assert [one and one.messages for one in usual] == [5_000, 0]


def test_the_same_hour_again_changes_nothing() -> None:
    mail = weeks()
    state = after(mail, 0, 0, 0)
    assert state.end is not None
    assert step(state, mail, LINES, state.end) is state


def test_without_lines_nothing_is_a_stop() -> None:
    mail = weeks()
    after(mail, 0)
    assert step(MailStopped(), mail, type(LINES)(), MONDAY + 15 * HOUR).condition is Condition.OK


def test_an_account_that_sends_no_more_is_over_in_time() -> None:
    mail = weeks()
    mail.take((at, 0.0) for at in spans(MONDAY, MONDAY + 10 * WEEK))
    state = MailStopped()
    for at in spans(MONDAY, MONDAY + 10 * WEEK):
        state = step(state, mail, LINES, at + HOUR)
    assert state.condition is Condition.OK and FORGOTTEN < 2 * WEEK


def test_counts_of_another_source_are_scaled_by_the_hours_that_both_know() -> None:
    mail = HoursOfMail()
    mail.take((at, 100.0) for at in spans(MONDAY - 2 * WEEK, MONDAY))
    filled = mail.fill(dict.fromkeys(spans(START, MONDAY), 50.0))
    assert {sent for _, sent in filled} == {100.0}
    assert len(filled) == 6 * 7 * 24


def test_an_hour_counts_when_it_is_half_an_hour_over() -> None:
    assert newest_hour(MONDAY + 2.4 * HOUR) == MONDAY + HOUR
    assert newest_hour(MONDAY + 2.5 * HOUR) == MONDAY + 2 * HOUR


def test_nothing_is_known_without_counts() -> None:
    assert shortfall(HoursOfMail(), MONDAY, 1) is None


@pytest.mark.parametrize("daily", [40, 1_000, 120_000])
def test_accounts_that_go_on_sending_are_left_alone_and_a_stop_is_found(daily: int) -> None:
    """The full 90 days are ``python -m bench.mail_stopped``; docs/alerting.md has what it printed."""
    assert found(model_hours(1, daily, 0.3, 0.02, BEFORE + 21), BEFORE * 24) == []
    assert delay(100, daily, 0.1, 0.0) <= (30 if daily == 40 else 3)
