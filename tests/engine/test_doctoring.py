"""What doctor finds, from what the engine reads anyway."""

import pytest

from ses_tui.core.findings import Level
from tests.engine.bench import Bench, bench


def wrong(run: Bench) -> list[tuple[str, Level, tuple[str, ...]]]:
    found = run.monitor.picture().findings
    return [(one.check, one.level, one.actions) for one in found if one.level is not Level.PASS]


async def read(run: Bench) -> None:
    run.pass_time(60.0)
    await run.read_all()
    await run.monitor.read_account_id()
    await run.monitor.inventory.read_lists()


async def test_a_whole_account_passes_at_no_call_more_than_is_made_anyway() -> None:
    async with bench("healthy") as run:
        assert run.monitor.picture().findings == ()
        await read(run)
        calls = run.monitor.reader.usage.api_calls
        found = run.monitor.picture().findings
        assert wrong(run) == []
        assert {"credentials", "clock", "permissions", "account", "alarms"} <= {one.check for one in found}
        assert run.monitor.picture().findings is found, "made anew only from something new"
        assert run.monitor.reader.usage.api_calls == calls


async def test_a_denied_action_is_named_and_forgotten_when_it_is_allowed() -> None:
    async with bench("healthy") as run:
        faults = run.server.account.faults
        faults.inject("access_denied", "ListTenants")
        await read(run)
        assert wrong(run) == [("permissions", Level.WARN, ("ses:ListTenants",))]
        faults.clear()
        await read(run)
        assert wrong(run) == []


@pytest.mark.parametrize("fault", ["throttling", "unavailable"])
async def test_what_passes_by_itself_is_the_screen_s_to_say_and_no_finding(fault: str) -> None:
    async with bench("healthy") as run:
        await read(run)
        run.server.account.faults.inject(fault, "DescribeAlarms")
        await run.monitor.inventory.read_lists()
        assert wrong(run) == []


async def test_expired_credentials_are_the_only_finding_until_somebody_logs_in() -> None:
    async with bench("healthy") as run:
        await read(run)
        run.server.account.faults.inject("expired_token")
        run.pass_time(60.0)
        await run.monitor.read_account()
        found = run.monitor.picture().findings
        assert [one.check for one in found if one.check != "clock"] == ["credentials"]
        assert found[0].level is Level.FAIL
        run.server.account.faults.clear()
        run.pass_time(60.0)
        await run.monitor.read_account()
        assert wrong(run) == []
