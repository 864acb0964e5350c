"""Which row bounces unusually: the windows, what is usual, who is named and who is not."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.counts import VdmCounts, VdmMetric
from ses_tui.core.intraday import running
from ses_tui.core.model import Metric, Point, Subject, SubjectKind
from ses_tui.core.unusual import History, Unusual, history, unusual, unusual_text, usual
from tests.core.near import near

TODAY = 19_000 * DAY
NOW = TODAY + 3 * HOUR
"""So that both windows reach over midnight."""

QUARTER = 900.0
BOUNCE, COMPLAINT = Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE
Rate = Callable[[float], float]


def isp(name: str) -> Subject:
    return Subject(SubjectKind.ISP, name)


class Isp:
    """An ISP that gets ``per_read`` mails a quarter of an hour; its rate is a function of time."""

    def __init__(self, name: str, per_read: int, rate: Rate, metric: Metric = BOUNCE) -> None:
        self.subject, self.metric = isp(name), metric
        self.grown: dict[float, tuple[float, int]] = {}
        at = TODAY - 14 * DAY
        while at < NOW:
            self.grown[at] = (per_read * rate(at), per_read)
            at += QUARTER

    def sums(self, day: float, until: float) -> tuple[int, int]:
        inside = [counts for at, counts in self.grown.items() if day <= at < min(day + DAY, until)]
        return round(sum(events for events, _ in inside)), sum(messages for _, messages in inside)

    def point(self, at: float) -> Point:
        today = at - at % DAY
        pairs = [self.sums(day, at) for day in (today - DAY, today)]
        return Point(at, 0.0, sum(x for x, _ in pairs), sum(m for _, m in pairs))

    def history(self, drop: Callable[[float], bool] = lambda at: False) -> History:
        times = [NOW - n * QUARTER for n in range(60, -1, -1)]
        points = [self.point(at) for at in times if not drop(at)]
        days = [TODAY - n * DAY for n in range(15)]
        above, below = (
            (VdmMetric.PERMANENT_BOUNCE, VdmMetric.SEND)
            if self.metric is BOUNCE
            else (VdmMetric.COMPLAINT, VdmMetric.DELIVERY_COMPLAINT)
        )
        sums = {day: self.sums(day, NOW) for day in days if day >= TODAY - 14 * DAY}
        counts = VdmCounts(
            self.subject,
            {
                above: {day: x for day, (x, _) in sums.items()},
                below: {day: m for day, (_, m) in sums.items()},
            },
        )
        made = history(self.subject, self.metric, points, counts)
        assert made is not None
        return made


def since(hours: float, rate: float, before: float = 0.021) -> Rate:
    return lambda at: rate if at >= NOW - hours * HOUR else before


CALM = [Isp(name, 30, lambda at: 0.01).history() for name in ("Gmail", "Hotmail", "Gmx")]


def found(one: History, metric: Metric = BOUNCE) -> Unusual | None:
    return next((each for each in unusual([*CALM, one] if metric is BOUNCE else [one], metric, NOW)), None)


def test_the_one_that_stands_out_is_named_with_its_numbers() -> None:
    answer = found(Isp("Yahoo", 24, since(12, 0.08)).history())
    assert answer is not None
    assert (answer.subject, answer.k, answer.n, answer.since) == (
        isp("Yahoo"),
        near(46, 1),
        576,
        NOW - 12 * HOUR,
    )
    assert answer.usual == near(0.021, 3e-4)


def test_it_is_said_in_one_line() -> None:
    answer = Unusual(isp("Yahoo"), BOUNCE, 41, 512, 41 / 512, (0.0596, 0.1068), 0.021, NOW)
    assert unusual_text(answer) == "Yahoo: 41 of 512 bounced in 6 h (8.0 %, 6.0-10.7), usual 2.1 %"
    complaints = Unusual(isp("Aol"), COMPLAINT, 12, 4000, 0.003, (0.0017, 0.0052), 0.0003, NOW)
    assert unusual_text(complaints) == "Aol: 12 of 4000 complained in 6 h (0.30 %, 0.17-0.52), usual 0.03 %"


@pytest.mark.parametrize(
    "one",
    [
        Isp("Yahoo", 24, since(12, 0.021)),  # as ever
        Isp("Yahoo", 24, since(6, 0.08)),  # one window only
        Isp("Yahoo", 24, lambda at: 0.08 if NOW - 12 * HOUR <= at < NOW - 6 * HOUR else 0.02),  # it is over
        Isp("Yahoo", 240, since(12, 0.039)),  # less than twice
        Isp("Yahoo", 240, since(12, 0.009, before=0.001)),  # less than a point
        Isp("Yahoo", 8, since(12, 0.08)),  # 192 mails
        Isp("Yahoo", 12, since(12, 0.0139, before=0.001)),  # 4 bounces
    ],
)
def test_who_does_not_stand_out_in_two_windows_is_not_named(one: Isp) -> None:
    assert found(one.history()) is None


def test_complaints_are_held_against_their_own_measure() -> None:
    answer = found(Isp("Aol", 200, since(12, 0.002, before=0.0003), COMPLAINT).history(), COMPLAINT)
    assert answer is not None
    assert (answer.k, answer.n) == (near(10, 1), 4800)
    assert (
        found(Isp("Aol", 80, since(12, 0.002, before=0.0003), COMPLAINT).history(), COMPLAINT) is None
    )  # 1,920


def test_a_row_whose_days_scatter_needs_more() -> None:
    """Days of 0.5 % and 3.5 % by turns: 6.5 % in six hours is no wonder there."""

    def by_turns(at: float) -> float:
        return 0.065 if at >= NOW - 12 * HOUR else 0.005 if (at // DAY) % 2 else 0.035

    assert found(Isp("Yahoo", 24, by_turns).history()) is None
    assert found(Isp("Yahoo", 24, since(12, 0.065, before=0.02)).history()) is not None


def test_bad_days_are_left_out_of_what_is_usual() -> None:
    days = [(TODAY - n * DAY, 400 if n in (3, 4) else 20, 2000) for n in range(1, 15)]
    base = usual(days, TODAY, BOUNCE)
    assert base is not None
    assert base.rate == near(0.01, 1e-4)
    assert base.scatter == 1.0
    assert base.messages == 12 * 2000


@pytest.mark.parametrize("count", [0, 4])
def test_few_days_are_no_measure(count: int) -> None:
    days = [(TODAY - n * DAY, 20, 2000) for n in range(1, count + 1)]
    assert usual(days, TODAY, BOUNCE) is None


def test_the_day_of_the_window_itself_is_no_measure_of_it() -> None:
    days = [(TODAY - n * DAY, 20, 2000) for n in range(8)]
    assert usual(days, TODAY + 5 * HOUR, BOUNCE) == usual(days[1:], TODAY + 5 * HOUR, BOUNCE)


def test_a_window_over_a_gap_is_unknown() -> None:
    yahoo = Isp("Yahoo", 24, since(12, 0.08))
    assert found(yahoo.history(drop=lambda at: NOW - 7.5 * HOUR < at < NOW - 5 * HOUR)) is None
    assert found(yahoo.history(drop=lambda at: NOW - 5 * HOUR < at < NOW - HOUR)) is not None


def test_a_row_that_was_not_read_lately_has_no_last_six_hours() -> None:
    assert found(Isp("Yahoo", 24, since(12, 0.08)).history(drop=lambda at: at > NOW - HOUR)) is None


def test_sums_that_aws_corrected_downwards_make_the_window_unknown() -> None:
    points = [Point(TODAY + n * QUARTER, 0.0, x, 100 * n) for n, x in enumerate([5, 6, 4, 8])]
    days = {TODAY - DAY: 0}
    totals = running(points, days, days)
    assert totals.span(points[-1].at, 3 * QUARTER, 0) is None
    after = totals.span(points[-1].at, QUARTER, 0)
    assert after is not None
    assert (after.events, after.messages) == (4, 100)


def test_totals_go_on_over_midnight() -> None:
    """Day one has 1,000 and day two 500; a quarter before midnight 490 of these had come."""
    first, second, third = TODAY - 2 * DAY, TODAY - DAY, TODAY
    before = Point(third - QUARTER, 0.0, 10 + 4, 1000 + 490)
    after = Point(third + QUARTER, 0.0, 5 + 1, 500 + 20)
    totals = running([before, after], {first: 10, second: 5, third: 1}, {first: 1000, second: 500, third: 20})
    span = totals.span(after.at, 2 * QUARTER, 0)
    assert span is not None
    assert (span.start, span.events, span.messages) == (before.at, 5 + 1 - 4, 10 + 20)


def test_reads_from_before_the_known_days_are_left_out() -> None:
    points = [Point(TODAY - DAY + HOUR, 0.0, 1, 10), Point(TODAY + HOUR, 0.0, 1, 20)]
    assert running(points, {}, {TODAY - DAY: 5, TODAY: 1}).times == (TODAY + HOUR,)
    assert running(points, {}, {}).times == ()


def test_what_was_not_read_is_no_history() -> None:
    assert history(isp("Yahoo"), BOUNCE, [], VdmCounts(isp("Yahoo"), {VdmMetric.SEND: {TODAY: 5}})) is None


@settings(max_examples=40)
@given(st.lists(st.integers(0, 200), min_size=200, max_size=200), st.integers(0, 199), st.integers(1, 60))
def test_a_span_is_the_mail_of_its_reads_whatever_the_day(counts: list[int], last: int, length: int) -> None:
    """Read every hour for eight days; the sums are kept by hand."""
    start = TODAY - 10 * DAY
    times = [start + n * HOUR for n in range(200)]

    def sent(begin: float, end: float) -> int:
        return sum(count for at, count in zip(times, counts, strict=True) if begin <= at < end)

    def read(at: float) -> Point:
        return Point(at, 0.0, 0, sent(at - at % DAY - DAY, at))

    days = {start + n * DAY: sent(start + n * DAY, start + (n + 1) * DAY) for n in range(9)}
    totals = running([read(at) for at in times], dict.fromkeys(days, 0), days)
    span = totals.span(times[last], length * HOUR, 0)
    if times[last] - length * HOUR < start + DAY:
        assert span is None
    else:
        assert span is not None
        assert span.messages == sent(times[last] - length * HOUR, times[last])


def test_coin_tosses_name_nobody() -> None:
    """Eight ISPs for sixty days of 2 %, looked at every six hours."""
    random = Random(5)
    named = 0
    sizes = [40, 60, 80, 120, 200, 300, 500, 900]
    blocks = [
        [(sum(random.random() < 0.02 for _ in range(size)), size) for _ in range(4 * 75)] for size in sizes
    ]
    for look in range(4 * 15, 4 * 75):
        now = TODAY + look * 6 * HOUR
        rows = []
        for number, row in enumerate(blocks):
            times = [TODAY + n * 6 * HOUR for n in range(look + 1)]
            days = tuple(
                (TODAY + d * DAY, sum(x for x, _ in row[4 * d : 4 * d + 4]), 4 * sizes[number])
                for d in range(look // 4)
            )
            # Each read holds today and yesterday.
            points = [
                Point(
                    at,
                    0.0,
                    sum(x for x, _ in row[max(0, n // 4 * 4 - 4) : n]),
                    sizes[number] * (n - max(0, n // 4 * 4 - 4)),
                )
                for n, at in enumerate(times)
            ][-3:]
            events = {day: x for day, x, _ in days}
            messages = {day: m for day, _, m in days}
            rows.append(History(isp(str(number)), running(points, events, messages), days))
        named += len(unusual(rows, BOUNCE, now))
    assert named == 0
