"""Two months of one subject, read once when somebody asks, against what the simulated account sent."""

from collections.abc import Sequence

import pytest

from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.core.isps import OTHER
from ses_tui.core.model import ACCOUNT, Metric, Series, Subject, SubjectKind
from ses_tui.core.moments import LONG_DAYS, LongRequest, LongResult
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.engine.longreads import read_long
from ses_tui.simulator.hours import HISTORY_DAYS
from tests.engine.bench import Bench, bench

HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")


async def long_of(run: Bench, subject: Subject) -> LongResult:
    found: list[LongResult] = []
    await read_long(run.monitor, LongRequest("prod", subject), run.clock.now(), found.append)
    return found[0]


def whole(series: Series) -> int:
    """Days between the first point and the last."""
    return round((series.times[-1] - series.times[0]) / DAY)


async def test_the_accounts_rates_by_the_hour_and_what_it_costs_is_counted() -> None:
    async with bench() as run:
        await run.monitor.read_account()
        before = run.monitor.reader.usage
        asked = run.server.log.operations["GetMetricData"]
        read = await long_of(run, ACCOUNT)
        after = run.monitor.reader.usage
        assert after.metrics_requested - before.metrics_requested == 2
        assert run.server.log.operations["GetMetricData"] - asked == 1
        for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE):
            series = read.series[metric]
            assert whole(series) == HISTORY_DAYS and all(at % HOUR == 0 for at in series.times)
            assert all(0 <= value < 0.1 for value in series.values)
        assert whole(read.series[Metric.SENDS]) >= HISTORY_DAYS - 1


async def test_sixty_days_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with bench() as run:
        await run.monitor.read_account()
        now, asked = run.clock.now(), []
        reader = run.monitor.reader

        async def rates(start: float, end: float, period: int = 300) -> RatesResult:
            asked.append((round((now - start) / DAY), round((end - now) / DAY), period))
            return RatesResult((), ())

        async def isps(names: Sequence[str], first_day: float, end: float) -> VdmResult:
            asked.append((round((utc_day(now) - first_day) / DAY), round((end - utc_day(now)) / DAY), 0))
            return VdmResult(())

        monkeypatch.setattr(reader, "rates", rates)
        monkeypatch.setattr(reader, "isps", isps)
        await long_of(run, ACCOUNT)
        assert asked == [(LONG_DAYS, 0, 3600), (LONG_DAYS - 1, 1, 0)]


async def test_a_rows_sixty_days_are_those_that_are_read_for_its_last_fourteen() -> None:
    async with bench() as run:
        await run.read_all()
        target = run.monitor.picture()
        identity = target.rows[SubjectKind.IDENTITY][0].subject
        for subject in (HOTMAIL, identity, Subject(SubjectKind.ISP, OTHER)):
            row = target.row(subject)
            read = await long_of(run, subject)
            assert row is not None and not read.why
            for metric in (Metric.SENDS, Metric.BOUNCE_RATE):
                series, reading = read.series[metric], row.get(metric)
                assert reading is not None and len(reading.daily) > 10
                assert whole(series) >= HISTORY_DAYS - 1
                shared = series.since(reading.daily.times[0])
                assert dict(zip(shared.times, shared.values, strict=True)) == dict(
                    zip(reading.daily.times, reading.daily.values, strict=True)
                )
            assert series.times[-1] == utc_day(run.clock.now())


async def test_what_is_refused_is_said_and_the_rest_is_there() -> None:
    async with bench() as run:
        await run.monitor.read_account()
        run.server.account.faults.inject(operation="GetMetricData", fault="access_denied")
        denied = await long_of(run, ACCOUNT)
        assert not denied.series and "cloudwatch:GetMetricData" in denied.why
        run.server.account.faults.clear()
        run.server.account.faults.inject(operation="BatchGetMetricData", fault="access_denied")
        partly = await long_of(run, ACCOUNT)
        assert Metric.BOUNCE_RATE in partly.series and Metric.SENDS not in partly.series
        row = await long_of(run, HOTMAIL)
        assert not row.series and "ses:BatchGetMetricData" in row.why


async def test_nothing_of_it_is_kept_or_told() -> None:
    async with bench() as run:
        await run.read_all()
        before = run.monitor.picture()
        await long_of(run, ACCOUNT)
        await long_of(run, HOTMAIL)
        after = run.monitor.picture()
        assert after.readings == before.readings and after.rows == before.rows
        assert not run.sent
