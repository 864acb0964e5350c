"""How much mail is usual: read from CloudWatch once, kept by the store, and what stops is told by it."""

from datetime import UTC
from pathlib import Path

import pytest

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.usual_mail import WEEK
from ses_tui.engine.plan import Plan
from ses_tui.store.store import Store
from tests.engine.bench import START, Bench, bench

QUARTER = 900.0
IN_UTC = Plan(zone=UTC)


async def look(run: Bench, seconds: float) -> None:
    """Counts, and what is usual, every quarter of an hour."""
    for _ in range(int(seconds // QUARTER)):
        run.pass_time(QUARTER)
        await run.monitor.read_statistics()
        await run.monitor.usual_mail.read()


def condition(run: Bench) -> Condition:
    return run.monitor.rules.tracker.state(ACCOUNT, Metric.MAIL_STOPPED).condition


async def test_cloudwatch_is_asked_for_one_metric_once_and_says_what_the_account_sent() -> None:
    async with bench("healthy", plan=IN_UTC) as run:
        await run.monitor.read_statistics()
        before = run.server.log.metrics_requested
        await run.monitor.usual_mail.read()
        await run.monitor.usual_mail.read()
        assert run.server.log.metrics_requested - before == 1
        hours = await run.monitor.reader.hourly_sends(START - 2 * DAY, START)
        step = int(START - 2 * DAY) // 300
        account = run.server.account
        assert list(hours) == [START - 2 * DAY + number * HOUR for number in range(48)]
        assert list(hours.values()) == [
            account.sent(step + 12 * number, step + 12 * number + 12) for number in range(48)
        ]
        reading = run.monitor.picture().reading(Metric.MAIL_STOPPED)
        assert reading is not None and reading.value is not None and reading.condition is Condition.OK
        assert "usual for Wednesday 08:00-09:00" in reading.text


async def test_before_there_are_counts_cloudwatch_is_not_asked() -> None:
    async with bench("healthy", plan=IN_UTC) as run:
        await run.monitor.usual_mail.read()
        assert run.server.log.metrics_requested == 0


@pytest.mark.parametrize("fault", ["access_denied", "unavailable"])
async def test_denied_it_says_so_and_nothing_else_suffers(fault: str) -> None:
    async with bench("healthy", plan=IN_UTC) as run:
        await run.monitor.read_statistics()
        run.server.account.faults.inject(fault, "GetMetricData")
        await run.monitor.usual_mail.read()
        found = run.monitor.picture()
        assert [error.operation for error in found.errors] == ["GetMetricData"]
        stopped, rejects = found.reading(Metric.MAIL_STOPPED), found.reading(Metric.REJECT_RATE)
        assert stopped is not None and stopped.value is None
        assert rejects is not None and rejects.value is not None
        run.server.account.faults.clear("GetMetricData")
        await run.monitor.usual_mail.read()
        assert run.monitor.picture().errors == ()


async def test_mail_that_stops_is_told_within_two_hours_and_what_is_usual_with_it() -> None:
    async with bench("mail-stopped", plan=IN_UTC) as run:
        await run.monitor.read_account()
        await look(run, QUARTER)
        run.monitor.rules.tracker.first_round_read()
        await look(run, 2.75 * HOUR)
        assert condition(run) is Condition.WARN
        assert run.monitor.rules.condition is Condition.OK
        (alert,) = [one for one in run.monitor.picture().alerts if one.key.metric is Metric.MAIL_STOPPED]
        assert "0 sent in 1 h to 12:00" in alert.summary and alert.playbook == "mail-stopped"
        told = [one for one in run.sent if one.key.metric is Metric.MAIL_STOPPED]
        assert [one.kind for one in told] == [Kind.FIRING]


async def test_after_a_restart_the_store_knows_what_is_usual(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    async with bench("healthy", history=store) as run:
        await run.monitor.read_statistics()
        await run.monitor.usual_mail.read()
        target = run.monitor.history.id
    store.close()
    kept = Store.open(tmp_path).for_target(target, "prod").load_hours(START - 9 * WEEK)
    assert len(kept) == pytest.approx(9 * 7 * 24, abs=2)
