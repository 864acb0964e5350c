"""The meter counts per month in the store: neither a restart nor a second process starts the cap anew."""

from pathlib import Path

import pytest

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.model import Metric
from ses_tui.core.prices import MONTH, month_of, seconds_left
from ses_tui.core.snapshot import Usage
from ses_tui.engine.plan import Plan
from ses_tui.engine.spending import SLOWEST_RATES
from ses_tui.simulator.server import SimulatorServer
from ses_tui.store.store import Store
from tests.engine.bench import START, bench

MONTH_NAME = "2026-11"
PLAN = Plan(max_monthly_usd=0.2)


def spent(directory: Path, usd: float) -> None:
    """Another process has spent so much this month."""
    store = Store.open(directory)
    requested = round(usd * 1000 / PLAN.prices.cloudwatch_per_1000)
    store.for_target("prod@1").add_usage(MONTH_NAME, Usage(metrics_requested=requested))
    store.close()


def test_months_are_those_of_the_calendar() -> None:
    assert (month_of(START), month_of(START + 6 * DAY)) == ("2026-11", "2026-12")
    assert seconds_left(START) == 5 * DAY + 14 * HOUR
    december = START + seconds_left(START)
    assert seconds_left(december) == 31 * DAY
    assert month_of(december - 1) == "2026-11"
    assert month_of(december + 31 * DAY) == "2027-01"


async def test_a_restart_goes_on_counting(tmp_path: Path) -> None:
    for start in (1, 2):
        store = Store.open(tmp_path)
        async with bench("healthy", store) as run:
            await run.monitor.read_rates()
            assert run.monitor.picture().usage.metrics_requested == start * 2
        store.close()
    assert Store.open(tmp_path).for_target("prod@1").usage(MONTH_NAME).metrics_requested == 4


async def test_what_is_left_of_the_cap_sets_the_pace_and_the_screen_says_so(tmp_path: Path) -> None:
    spent(tmp_path, PLAN.max_monthly_usd * 0.9)
    store = Store.open(tmp_path)
    async with bench("healthy", store, plan=PLAN) as run:
        await run.monitor.read_rates()
        left = PLAN.max_monthly_usd * 0.1 - 2 * 0.00001
        pace = run.monitor.plan.paid_rates
        assert pace > PLAN.rates
        assert PLAN.cost(2, pace) * seconds_left(START) / MONTH == pytest.approx(left, rel=0.01)
        source = next(one for one in run.monitor.picture().sources if one.name == Metric.BOUNCE_RATE.value)
        assert source.interval == pace
        assert "slowed" in source.note
        # A cap that is used up is no reason to be blind.
        run.monitor.history.add_usage(MONTH_NAME, Usage(metrics_requested=1_000_000))
        assert store.flush()
        run.monitor.restore()
        assert run.monitor.plan.paid_rates == pytest.approx(SLOWEST_RATES)
        assert run.monitor.plan.paid_values(100, 300.0) == MONTH
    store.close()


async def test_a_new_month_has_its_whole_cap(tmp_path: Path) -> None:
    spent(tmp_path, 2 * PLAN.max_monthly_usd)
    store = Store.open(tmp_path)
    server = SimulatorServer("healthy", speed=0.0, start=START)
    await server.start()
    async with bench(history=store, server=server, plan=PLAN) as run:
        await run.monitor.read_rates()
        assert run.monitor.plan.paid_rates == pytest.approx(SLOWEST_RATES)
        run.pass_time(6 * DAY)
        await run.monitor.read_rates()
        await run.monitor.read_rates()
        assert run.monitor.plan.paid_rates == PLAN.rates
        assert run.monitor.picture().usage.metrics_requested == 2
        assert store.flush()
        assert run.monitor.history.usage("2026-12").metrics_requested == 2
    store.close()
    await server.stop()


async def test_what_was_counted_before_the_account_was_known_counts_for_it(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    async with bench("healthy", store) as run:
        await run.monitor.read_rates()
        account = run.monitor.history
        store.for_target("123456789012/us-east-1").add_usage(MONTH_NAME, Usage(metrics_requested=5))
        account.adopt("123456789012/us-east-1")
        assert store.flush()
        assert account.usage(MONTH_NAME).metrics_requested == 7
    store.close()
