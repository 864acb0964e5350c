"""When a digest is due, and what it says."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Condition, Health
from ses_tui.core.digest import Schedule, compose
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Series
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AlertEvent, TargetSnapshot
from tests.core.picture import AT, blind, snapshot, target

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo | None = None) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone or UTC).timestamp()


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        ("daily 08:00", "2026-11-30 08:00", "2026-11-30 08:00"),
        ("daily 08:00", "2026-11-30 07:59", "2026-11-29 08:00"),
        ("monday 08:00", "2026-11-30 08:00", "2026-11-30 08:00"),  # a Monday
        ("monday 08:00", "2026-11-30 07:59", "2026-11-23 08:00"),
        ("sunday 23:30", "2026-11-30 00:00", "2026-11-29 23:30"),
        ("daily 02:30", "2026-03-29 12:00", "2026-03-29 02:30"),  # an hour that the clock skips
        ("daily 08:00", "2026-10-25 12:00", "2026-10-25 08:00"),  # a day of 25 hours
    ],
)
def test_it_is_due_by_the_clock_of_the_zone(schedule: str, now: str, due: str) -> None:
    assert Schedule.of(schedule).latest(at(now, BERLIN), BERLIN) == at(due, BERLIN)


@pytest.mark.parametrize(
    "text", ["", "daily", "08:00", "daily 8:00", "daily 24:00", "mon 08:00", "daily 08:00:00"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 'daily 08:00'"):
        Schedule.of(text)


def event(
    ago: float, kind: Kind, condition: Condition, text: str = "08:00 WARN account bounce"
) -> AlertEvent:
    return AlertEvent(AT - ago, kind.value, condition, Key("default", ACCOUNT, Metric.BOUNCE_RATE), text)


def bouncing(*events: AlertEvent) -> TargetSnapshot:
    one = target()
    rate = one.readings[0]
    climbed = Series.of([(AT - 2 * DAY, 0.09), (AT - 3600, 0.0412), (AT - 31, 0.0312)])
    return replace(one, readings=(replace(rate, series=climbed), *one.readings[1:]), recent=events)


def test_it_says_the_worst_of_the_period_and_what_was_not_read() -> None:
    made = compose(
        snapshot(
            bouncing(
                event(DAY + 60, Kind.FIRING, Condition.PAUSE),
                event(7200, Kind.FIRING, Condition.REVIEW, "14:00 REVIEW Hotmail bounce 8.31 %"),
                event(3600, Kind.FIRING, Condition.WARN),
                event(1800, Kind.RESOLVED, Condition.OK),
                event(900, Kind.BLIND, Condition.REVIEW),
            )
        ),
        DAY,
        AT,
        None,
    )
    assert made.title.endswith("DIGEST of 24 h: worst REVIEW")
    assert "bounce 4.12 % at most, 82 % of AWS's review line; complaint not read" in made.body
    assert "2 alerts, the worst: REVIEW Hotmail bounce 8.31 %; blind 1 time; now " in made.body
    assert (made.playbook, made.account_id) == ("bounce-rate", "123456789012")
    assert made.route is Condition.REVIEW


def test_a_quiet_week_says_so() -> None:
    calm = replace(target(condition=Condition.OK), alerts=())
    made = compose(snapshot(calm), 7 * DAY, AT, None)
    assert made.title.endswith("DIGEST of 7 days: worst OK")
    assert "no alerts" in made.body


def test_of_many_targets_the_worst_are_named_and_one_that_can_not_be_seen_is_not_well() -> None:
    calm = [replace(target(Condition.OK, name=f"t{number}"), alerts=()) for number in range(4)]
    made = compose(snapshot(*calm, blind("dark")), DAY, AT, None)
    assert made.body.startswith("dark: bounce not read; complaint not read; no alerts; now ")
    assert "BLIND" in made.body
    assert made.body.endswith("and 2 more")
    assert made.key.target == "dark"


def test_health_is_never_a_number() -> None:
    gone = compose(snapshot(target(health=Health.BLIND)), DAY, AT, None)
    assert "BLIND" in gone.body
