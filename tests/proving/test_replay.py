"""The rules on history: what would have been told, how early, and against what was."""

from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.condition import Bands, Condition, Lines
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind
from ses_tui.core.snapshot import AlertEvent
from ses_tui.proving.compare import check, crossings, side_by_side
from ses_tui.proving.replay import History, Told, replay, replay_with_past
from ses_tui.proving.rules import Rules

START = 1_767_225_600.0
"""2026-01-01T00:00:00Z."""

POLL = 300.0
BOUNCE = (ACCOUNT, Metric.BOUNCE_RATE)


def rate(*values: float, start: float = START) -> History:
    """One point per poll, percent."""
    points = [Point(start + number * POLL, value / 100) for number, value in enumerate(values)]
    return History({BOUNCE: points})


def told(history: History, rules: Rules | None = None, hours: float = 6) -> list[Told]:
    """From START on."""
    return replay(history, rules or Rules(), START, START + hours * HOUR, POLL)


def lines(found: list[Told]) -> list[str]:
    """``10 FIRING warn``: minutes, kind, condition."""
    return [f"{(one.at - START) / MINUTE:.0f} {one.said[0]} {one.said[1]}" for one in found]


CLIMB = rate(1, 3.1, 3.1, 4, 4, 5.2, 5.2, *[1] * 60)


def test_it_says_what_would_have_been_told_and_by_which_channels() -> None:
    found = told(CLIMB)
    assert lines(found) == ["10 FIRING warn", "25 FIRING review", "50 RESOLVED ok"]
    assert {one.channels for one in found} == {("tui", "desktop")}


def test_what_was_open_before_is_known_and_not_told_again() -> None:
    earlier = rate(*[3.5] * 20, *[1] * 20, start=START - 50 * MINUTE)
    assert lines(told(earlier)) == ["65 RESOLVED ok"]


def test_a_gap_in_the_history_changes_nothing() -> None:
    values = [Point(START, 0.01), Point(START + POLL, 0.055), Point(START + 5 * HOUR, 0.055)]
    kinds = [one.said[0] for one in told(History({BOUNCE: values}))]
    assert kinds == ["FIRING", *["REPEAT"] * 5]


def test_rows_with_too_few_mails_do_not_decide() -> None:
    key = (Subject(SubjectKind.ISP, "Gmail"), Metric.BOUNCE_RATE)

    def row(messages: int) -> History:
        share = messages // 10
        return History({key: [Point(START + n * POLL, 0.1, share, messages) for n in range(3)]})

    assert told(row(100), hours=1) == []
    # 100 of 1,000 is 10 %, and proves 5 %.
    assert lines(told(row(1000), hours=0.2)) == ["0 FIRING review"]


def test_the_crossing_of_awss_line_is_measured_from_the_first_alert_still_open() -> None:
    (crossing,) = crossings(CLIMB, told(CLIMB), START, START + DAY)
    assert crossing.at == START + 25 * MINUTE
    assert crossing.lead == 15 * MINUTE
    calm_between = rate(1, 3.1, 3.1, *[1] * 10, 5.5, 5.5)
    (crossing,) = crossings(calm_between, told(calm_between), START, START + DAY)
    assert crossing.lead == 0.0


def test_awss_line_is_awss_whatever_the_configuration_says() -> None:
    lax = Rules(Bands({Metric.BOUNCE_RATE: Lines(warn=0.06, review=0.2, pause=0.3)}))
    (crossing,) = crossings(CLIMB, told(CLIMB, lax), START, START + DAY)
    assert crossing.line == 0.05
    assert crossing.first is None


def test_the_early_tiers_count_as_the_first_alert() -> None:
    buckets = [SendBucket(START - DAY + n * 900, 400, 4, 0, 0) for n in range(96)]
    buckets += [SendBucket(START + n * 900, 400, 160, 0, 0) for n in range(16)]
    points = [Point(START + n * POLL, 0.01 if n < 24 else 0.051) for n in range(48)]
    history = History({BOUNCE: points}, buckets)
    found = told(history, Rules(volume=100_000), hours=4)
    (crossing,) = crossings(history, found, START, START + DAY)
    assert crossing.at == START + 2 * HOUR
    assert crossing.first is not None
    assert crossing.first.message.key.metric is Metric.BOUNCE_BUDGET
    assert (crossing.lead or 0) >= HOUR


def test_two_configurations_side_by_side() -> None:
    lower = Rules(Bands({Metric.BOUNCE_RATE: Lines(warn=0.035, review=0.05, pause=0.1)}))
    marks = side_by_side(told(CLIMB), told(CLIMB, lower))
    shown = [
        f"{mark}{line}"
        for mark, line in zip((m for m, _ in marks), lines([t for _, t in marks]), strict=True)
    ]
    assert shown == ["-10 FIRING warn", "+20 FIRING warn", " 25 FIRING review", " 50 RESOLVED ok"]
    assert {mark for mark, _ in side_by_side(told(CLIMB), told(CLIMB))} == {" "}


def event(one: Told, late: float = 0.0) -> AlertEvent:
    """As the store keeps it."""
    message = one.message
    return AlertEvent(one.at + late, message.kind.value, message.condition, message.key, message.title)


def test_verify_agrees_with_what_was_sent_twice_or_a_little_late() -> None:
    found = told(CLIMB)
    sent = [event(one, 40.0) for one in found]
    assert check(found, sent, POLL).same
    assert check(found, [*sent, sent[0]], POLL).same


def test_verify_finds_what_is_missing_late_and_too_much() -> None:
    found = told(CLIMB)
    extra = AlertEvent(START, "FIRING", Condition.PAUSE, Key("default", *BOUNCE), "x")
    checked = check(found, [event(found[0], 3 * HOUR), event(found[1]), extra], POLL)
    assert checked.missing == (found[2],)
    assert [late for _, late in checked.late] == [3 * HOUR]
    assert checked.extra == (extra,)
    assert checked.agreed == 1
    assert not checked.same


def test_verify_leaves_reminders_and_blindness_out() -> None:
    found = told(CLIMB)
    blind = AlertEvent(START, "BLIND", Condition.OK, Key("default", *BOUNCE), "x")
    assert check(found, [*map(event, found), blind], POLL).same


def test_verify_knows_that_a_first_look_tells_what_stands() -> None:
    warned = rate(*[3.5] * 30, 1, 1, 1, *[1] * 40, start=START - 50 * MINUTE)
    standing, found = replay_with_past(warned, Rules(), START, START + 6 * HOUR, POLL)
    assert [one.said[:2] for one in standing] == [("FIRING", "warn")]
    first = event(standing[0], 50 * MINUTE)
    sent = [first, *map(event, found)]
    assert check(found, sent, POLL, standing).same
    assert check(found, sent, POLL).extra == (first,)
    again = event(standing[0], 70 * MINUTE)
    assert check(found, [first, again, *map(event, found)], POLL, standing).extra == (again,)
