"""Whether the monitor can see: blindness is told, missing data is never health."""

from itertools import pairwise

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.keys import ALL_ROWS
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric
from tests.engine.bench import bench


async def test_expired_credentials_are_blind_at_the_second_failed_read_and_heal() -> None:
    async with bench() as run:
        await run.read_all()
        run.server.account.faults.inject(operation="*", fault="expired_token")
        for _ in range(2):
            run.pass_time(300.0)
            await run.monitor.read_rates()
        picture = run.monitor.picture()
        assert picture.health is Health.BLIND
        assert picture.health_reason
        assert [m.kind for m in run.sent] == [Kind.BLIND]
        assert picture.reading(Metric.BOUNCE_RATE).value is not None  # type: ignore[union-attr]  # is there
        run.server.account.faults.clear()
        run.pass_time(300.0)
        await run.monitor.read_rates()
        assert run.monitor.picture().health is Health.FRESH
        assert [m.kind for m in run.sent] == [Kind.BLIND, Kind.SIGHT]


async def test_failing_reads_go_stale_then_blind_and_never_lower_the_condition() -> None:
    async with bench("stale-list") as run:
        run.pass_time(70 * 60.0)
        await run.read_all()
        before = run.monitor.rules.condition
        assert before is not None
        assert before >= Condition.WARN
        run.server.account.faults.inject(operation="GetMetricData", fault="internal_error")
        healths = []
        for seconds in (300.0, 300.0, 300.0, 900.0):
            run.pass_time(seconds)
            await run.monitor.read_rates()
            healths.append(run.monitor.picture().health)
            assert run.monitor.rules.condition is before
        assert healths[0] is Health.FRESH
        assert Health.STALE in healths
        assert healths[-1] is Health.BLIND
        assert Kind.RESOLVED not in [m.kind for m in run.sent]


async def test_points_that_fell_into_an_outage_are_run_through_afterwards() -> None:
    async with bench("stale-list") as run:
        await run.read_all()
        run.server.account.faults.inject(operation="GetMetricData", fault="internal_error")
        for _ in range(2):
            run.pass_time(2400.0)
            await run.monitor.read_rates()
        run.server.account.faults.clear()
        await run.monitor.read_rates()
        assert (run.monitor.rules.condition or Condition.OK) >= Condition.WARN
        assert Kind.FIRING in [m.kind for m in run.sent]
        series = run.monitor.rules.rates[Metric.BOUNCE_RATE]
        gaps = {later - earlier for earlier, later in pairwise(series.times)}
        assert gaps == {300.0}


async def test_impossible_rates_are_counted_and_not_believed() -> None:
    async with bench() as run:
        await run.read_all()
        run.server.account.faults.inject(operation="GetMetricData", fault="over_one_values")
        run.pass_time(900.0)
        await run.monitor.read_rates()
        picture = run.monitor.picture()
        assert picture.condition is Condition.OK
        assert picture.rejected_points > 0


@pytest.mark.parametrize("fault", ["access_denied", "internal_error"])
async def test_that_the_rows_were_told_blind_does_not_cover_the_account(fault: str) -> None:
    async with bench() as run:
        await run.read_all()
        faults = run.server.account.faults
        faults.inject(operation="BatchGetMetricData", fault=fault)
        for _ in range(6):
            run.pass_time(900.0)
            await run.read_all()
        assert {m.kind for m in run.sent} == {Kind.BLIND}
        assert {key.subject for m in run.sent for key in m.covers} == {ALL_ROWS}
        before = len(run.sent)
        faults.inject(operation="*", fault=fault)
        denied_at = run.clock.now()
        while len(run.sent) == before:
            run.pass_time(60.0)
            await run.monitor.read_rates()
            await run.monitor.read_account()
            assert run.clock.now() <= denied_at + 1800.0
        told = run.sent[before]
        assert told.kind is Kind.BLIND
        assert "BLIND account bounce" in told.title
        assert told.key.subject == ACCOUNT


async def test_before_the_first_read_has_ended_nobody_says_that_aws_does_not_publish() -> None:
    async with bench("healthy") as run:
        run.pass_time(20 * 60)
        found = run.monitor.picture()
        assert found.health is not Health.FRESH
        assert found.health_reason == "the first read of the rates has not ended yet"
