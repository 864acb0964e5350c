"""What watching costs, as the simulated account counts it, beside what our own meter says."""

import pytest

from bench.cost_month import USD_PER_METRIC
from bench.fast_clock import Run, running
from ses_tui.core.clock import HOUR
from ses_tui.core.inventory import Inventory
from ses_tui.core.snapshot import Usage
from tests.engine.bench import START, bench

MONTH_HOURS = 720


@pytest.fixture(autouse=True)
def unpaced() -> None:
    """Not here: AWS's limits stand on both sides, and that none is crossed is asserted."""


def inventory(run: Run) -> Inventory:
    return run.engine.snapshot().targets[0].inventory


async def usage_of(run: Run, hours: float) -> Usage:
    """What the next ``hours`` cost, on which meter and account agree; the estimate as it then stands."""
    counted, said = run.counted(), run.usage().metrics_requested
    await run.clock.pass_time(hours * HOUR)
    counted, usage = run.counted() - counted, run.usage()
    assert usage.metrics_requested - said == counted
    return Usage(metrics_requested=counted, estimated_monthly_usd=usage.estimated_monthly_usd)


def a_month(usage: Usage, hours: float) -> float:
    return usage.metrics_requested * USD_PER_METRIC * MONTH_HOURS / hours


async def test_six_hours_with_default_settings_costs_what_the_meter_says_and_little() -> None:
    async with running("quiet", START) as run:
        await run.clock.pass_time(HOUR)
        usage = await usage_of(run, 6)
        assert a_month(usage, 6) == pytest.approx(usage.estimated_monthly_usd, rel=0.01)
        assert a_month(usage, 6) <= 0.25
        assert set(run.server.log.operations) >= {"GetMetricData", "BatchGetMetricData", "ListTenants"}
        assert not run.server.log.limits


@pytest.mark.parametrize("scenario", ["healthy", "quiet"])
async def test_an_hour_of_looking_costs_what_the_meter_says(scenario: str) -> None:
    async with running(scenario, START) as run:
        await run.clock.pass_time(600)
        idle = run.usage().estimated_monthly_usd
        run.engine.look(True)
        usage = await usage_of(run, 1)
        one_read = len(inventory(run).values) * USD_PER_METRIC * MONTH_HOURS
        assert one_read > 0
        # The first read comes at once, so that an hour may hold one more than its length tells.
        assert -0.01 <= a_month(usage, 1) - usage.estimated_monthly_usd <= one_read + 0.01
        assert usage.estimated_monthly_usd > idle
        run.engine.look(False)
        await run.clock.pass_time(HOUR / 2)
        after = await usage_of(run, 1)
        assert after.estimated_monthly_usd == idle
        assert after.metrics_requested in range(25, 32)  # 12 of both rates, 4 of the rendering failures


async def test_an_account_that_is_not_ok_costs_more_and_the_meter_says_so() -> None:
    async with running("paused", START) as run:
        await run.clock.pass_time(HOUR / 2)
        usage = await usage_of(run, 1)
        assert inventory(run).values_wanted
        one_read = len(inventory(run).values) * USD_PER_METRIC * MONTH_HOURS
        assert a_month(usage, 1) == pytest.approx(usage.estimated_monthly_usd, abs=one_read)
        assert usage.estimated_monthly_usd > 1


async def test_a_request_that_aws_fails_is_counted_as_often_as_it_left() -> None:
    async with bench("healthy") as run:
        run.server.account.faults.inject("internal_error", "GetMetricData", count=1)
        await run.monitor.read_rates()
        assert run.server.log.operations["GetMetricData"] > 1
        assert run.monitor.picture().usage.metrics_requested == run.server.log.metrics_requested


async def test_who_looks_right_after_the_start_does_not_wait_for_the_lists() -> None:
    async with running("healthy", START) as run:
        await run.clock.pass_time(4)
        assert inventory(run).sets is None
        run.engine.look(True)
        await run.clock.pass_time(18)
        assert inventory(run).sets is not None
        assert inventory(run).pools is not None
