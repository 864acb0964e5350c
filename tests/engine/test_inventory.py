"""Sets, tenants, pools and the rest: read slowly, paid for only while somebody looks, each by itself."""

import pytest

from ses_tui.core.inventory import VALUE_SECONDS, Inventory
from ses_tui.core.model import SubjectKind
from ses_tui.engine.inventory import InventoryReads
from ses_tui.engine.plan import Plan
from tests.engine.bench import Bench, bench

DAY = 86400.0


def inventory(run: Bench) -> InventoryReads:
    return run.monitor.inventory


async def test_nothing_is_paid_for_while_nobody_looks() -> None:
    async with bench("healthy") as run:
        await inventory(run).read_lists()
        await inventory(run).read_values()
        found = run.monitor.picture()
        assert found.usage.metrics_requested == 0
        assert found.inventory.values == ()
        assert not found.inventory.values_wanted


async def test_values_come_and_cost_while_somebody_looks() -> None:
    async with bench("healthy") as run:
        await inventory(run).read_lists()
        before = run.monitor.picture().usage.estimated_monthly_usd
        inventory(run).looked_at = True
        await inventory(run).read_values()
        found = run.monitor.picture()
        assert found.inventory.values
        assert {one.subject.kind for one in found.inventory.values} >= {SubjectKind.CONFIGURATION_SET}
        assert found.usage.metrics_requested > 0
        assert found.usage.estimated_monthly_usd > before
        inventory(run).looked_at = False
        await inventory(run).read_values()
        assert run.monitor.picture().usage.estimated_monthly_usd == before


async def test_the_cap_slows_what_is_looked_at_and_looking_twice_costs_once() -> None:
    async with bench("healthy", plan=Plan(max_monthly_usd=1.0)) as run:
        await inventory(run).read_lists()
        inventory(run).looked_at = True
        await inventory(run).read_values()
        found = run.monitor.picture()
        assert found.usage.estimated_monthly_usd == pytest.approx(1.0)
        assert inventory(run).value_seconds > VALUE_SECONDS
        for looked_at in (False, True):  # away, and back
            inventory(run).looked_at = looked_at
            await inventory(run).read_values()
        again = run.monitor.picture()
        assert again.usage == found.usage
        run.pass_time(inventory(run).value_seconds)
        await inventory(run).read_values()
        assert run.monitor.picture().usage.metrics_requested == 2 * found.usage.metrics_requested


async def test_an_account_that_is_not_ok_has_them_read_by_itself() -> None:
    async with bench("paused") as run:
        run.pass_time(7200.0)
        await run.monitor.read_account()
        assert inventory(run).wanted


async def test_a_part_that_is_denied_leaves_the_others_alone() -> None:
    async with bench("healthy") as run:
        run.server.account.faults.inject("access_denied", "ListTenants")
        await inventory(run).read_lists()
        found = run.monitor.picture().inventory
        (denied,) = found.errors["tenants"]
        assert (denied.operation, denied.kind.value) == ("ListTenants", "access_denied")
        assert "ses:ListTenants" in denied.hint
        assert found.sets is not None
        assert found.pools is not None


async def test_how_warm_an_ip_is_is_kept_day_by_day() -> None:
    async with bench("warmup") as run:
        for _ in range(3):
            await inventory(run).read_lists()
            run.pass_time(DAY)
        warmup = inventory(run).now.warmup
        assert warmup
        assert all(0.0 <= value <= 1.0 for series in warmup.values() for value in series.values)
        assert any(len(series) == 3 for series in warmup.values())


def test_what_was_never_read_is_none() -> None:
    empty = Inventory()
    assert (empty.sets, empty.tenants, empty.pools, empty.advisor, empty.alarms) == (None,) * 5
