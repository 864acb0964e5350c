"""Templates that fail: one metric of CloudWatch every quarter of an hour, told above what is usual."""

import pytest

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Condition, Health
from ses_tui.core.messages import Kind
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Reading
from ses_tui.engine.plan import Plan
from tests.engine.bench import START, Bench, bench

QUARTER = 900.0


async def look(run: Bench, seconds: float, every: float = QUARTER) -> None:
    for _ in range(int(seconds // every)):
        run.pass_time(every)
        await run.monitor.read_statistics()
        await run.monitor.rendering_failures.read()


def reading(run: Bench) -> Reading:
    found = run.monitor.picture().reading(Metric.RENDERING_FAILURE_RATE)
    assert found is not None
    return found


async def test_a_broken_template_is_told_once_and_again_when_it_is_over() -> None:
    async with bench("broken-template") as run:
        await run.monitor.read_account()
        await look(run, QUARTER)
        run.monitor.rules.tracker.first_round_read()
        await look(run, HOUR)
        found = reading(run)
        assert found.condition is Condition.WARN and found.health is Health.FRESH
        assert run.monitor.rules.condition is Condition.OK
        assert "failed to render in 1 h" in found.text
        (alert,) = [one for one in run.monitor.picture().alerts if one.key.metric is found.metric]
        assert alert.playbook == "rejects"
        await look(run, 8 * HOUR)  # six hours are the longest window
        told = [one.kind for one in run.sent if one.key.metric is Metric.RENDERING_FAILURE_RATE]
        assert told == [Kind.FIRING, Kind.RESOLVED]


async def test_the_failures_are_those_of_the_account_and_one_metric_a_quarter_of_an_hour() -> None:
    async with bench("broken-template") as run:
        await run.monitor.read_statistics()
        asked = run.server.log.metrics_requested
        await look(run, HOUR, every=300.0)
        assert run.server.log.metrics_requested - asked == 4
        account, found = run.server.account, reading(run)
        assert found.at == START + 2_700 and found.source == "cloudwatch"
        step = int(found.at) // 300
        assert found.numerator == account.mail.between("rendering", step - 12, step)
        assert found.denominator == found.numerator + account.sent(step - 12, step)


async def test_an_account_without_failures_has_no_rate_and_no_alert() -> None:
    async with bench("healthy") as run:
        await look(run, HOUR)
        found = reading(run)
        assert (found.value, found.at, found.condition) == (None, None, Condition.OK)
        assert Metric.RENDERING_FAILURE_RATE not in {key[1] for key in run.monitor.rules.tracker.states}


async def test_without_mail_nothing_is_paid() -> None:
    async with bench("broken-template") as run:
        await run.monitor.rendering_failures.read()
        assert run.server.log.metrics_requested == 0


@pytest.mark.parametrize("fault", ["access_denied", "unavailable", "partial_data"])
async def test_denied_it_says_so_and_goes_old_alone(fault: str) -> None:
    async with bench("broken-template") as run:
        await look(run, HOUR)
        before = reading(run)
        run.server.account.faults.inject(fault, "GetMetricData")
        await look(run, HOUR)
        found = run.monitor.picture()
        assert [error.operation for error in found.errors] == ["GetMetricData"]
        after, rejects = reading(run), found.reading(Metric.REJECT_RATE)
        assert (after.value, after.at) == (before.value, before.at)
        assert after.health is not Health.FRESH
        assert rejects is not None and rejects.health is Health.FRESH
        run.server.account.faults.clear()
        await look(run, QUARTER)
        assert run.monitor.picture().errors == () and reading(run).health is Health.FRESH


async def test_a_small_cap_slows_them_and_the_estimate_holds_them() -> None:
    async with bench("healthy", plan=Plan(max_monthly_usd=0.18)) as run:
        await run.monitor.read_statistics()
        assert run.monitor.rendering_failures.seconds > QUARTER
    async with bench("healthy") as run:
        await run.monitor.read_statistics()
        usage = run.monitor.picture().usage
        assert usage.estimated_monthly_usd == pytest.approx(0.1728 + 0.0288)
        assert usage.estimated_monthly_usd <= 0.25
