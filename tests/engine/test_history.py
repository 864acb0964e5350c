"""The history for the charts never takes a datapoint away from the rules."""

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.results import RatesResult
from tests.engine.bench import bench


async def test_history_waits_for_a_good_read_of_the_rates_so_that_a_breach_in_both_is_told() -> None:
    async with bench("stale-list") as run:
        run.pass_time(90 * 60.0 + 100.0)
        run.server.account.faults.inject(operation="GetMetricData", fault="access_denied")
        await run.monitor.read_rates()
        run.server.account.faults.clear()
        asked = run.server.log.operations["GetMetricData"]
        assert not await run.monitor.read_history()
        assert run.server.log.operations["GetMetricData"] == asked
        await run.monitor.read_rates()
        told = [message.condition for message in run.sent if message.key.subject == ACCOUNT]
        assert Condition.REVIEW in told
        before = len(run.monitor.rules.rates[Metric.BOUNCE_RATE])
        assert await run.monitor.read_history()
        assert len(run.monitor.rules.rates[Metric.BOUNCE_RATE]) > 10 * before


async def test_history_of_a_rate_that_was_never_read_well_is_left_to_the_rules() -> None:
    async with bench("stale-list") as run:
        run.pass_time(90 * 60.0 + 100.0)
        now = run.clock.now()
        read = await run.monitor.reader.rates(now - 3600.0, now)
        run.monitor.state.apply_rates(RatesResult(None, read.complaint), now)
        run.monitor.state.fill_history(read)
        await run.monitor.read_rates()
        assert run.monitor.rules.tracker.state(ACCOUNT, Metric.BOUNCE_RATE).condition >= Condition.REVIEW
