"""Nothing nags on an account that sends, and has nothing beside: no VDM, IPs, tenants, subscription."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ses_tui.core.findings import Level
from ses_tui.core.prices import Prices
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from tests.bare import ABSENT, refuse, strip
from tests.engine.bench import Bench, bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import App, lines_of, settled, shown, text_of

SIZES = ((80, 24), (120, 34), (200, 60))
SIGNS = set("▲■✖◆◌")

SAID = {
    "4": ("no configuration sets; one would show", "no tenants; one would show"),
    "5": (
        "no dedicated IPs; they would show",
        "from $24.95 per IP",
        "each ISP's warmth ($15 a month + $0.08 per 1,000)",
    ),
    "8": ("VDM is off; with it AWS's advisor", "inbox share per ISP, $1,250 a month"),
}
"""Per mode what it would show and what that costs."""


@asynccontextmanager
async def bare(refused: bool, **faults: str) -> AsyncIterator[tuple[Bench, Snapshot]]:
    """``faults``: by the operation that meets them."""
    async with bench("quiet") as run:
        strip(run.server.account)
        if refused:
            refuse(run.server.account)
        for operation, fault in faults.items():
            run.server.account.faults.inject(fault, operation)
        run.monitor.inventory.looked_at = True
        run.pass_time(30.0)
        await run.read_all()
        await run.monitor.inventory.read_lists()
        await run.monitor.inventory.read_values()
        await run.monitor.read_account_id()
        run.pass_time(300.0)
        await run.read_all()
        run.monitor.tick()
        yield run, Snapshot(run.clock.now(), (run.monitor.picture(),))


NOT_THERE = dict.fromkeys(ABSENT, "absent")
"""As where a stand-in for AWS knows none of it."""


@pytest.mark.parametrize(("refused", "faults"), [(False, {}), (True, {}), (False, NOT_THERE)])
async def test_nobody_is_told_and_doctor_fails_nothing(refused: bool, faults: dict[str, str]) -> None:
    async with bare(refused, **faults) as (run, snapshot):
        (target,) = snapshot.targets
        assert run.sent == []
        assert (target.alerts, target.recent, target.unusual) == ((), (), ())
        assert (target.condition.word, target.health.value) == ("ok", "fresh")
        assert [one for one in target.findings if one.level is not Level.PASS] == []


@pytest.mark.parametrize("refused", [False, True])
async def test_a_mode_says_in_one_line_what_it_would_show_and_cost(refused: bool) -> None:
    async with bare(refused) as (_, snapshot):
        for size in SIZES:
            async with shown(snapshot, size) as (app, pilot):
                for mode, lines in SAID.items():
                    await pilot.press(mode)
                    await settled(pilot)
                    for said in lines:
                        assert sum(said in line for line in lines_of(app)) == 1, (size, said)
                    assert not SIGNS & set(text_of(app)), (size, mode)
                    assert "not read" not in text_of(app), (size, mode)


@pytest.mark.parametrize("refused", [False, True])
async def test_the_overview_is_calm_and_says_once_that_vdm_is_off(refused: bool) -> None:
    async with bare(refused) as (_, snapshot):
        for size in SIZES:
            async with shown(snapshot, size) as (app, _pilot):
                assert text_of(app).count("VDM is off") == 1, size
                assert not SIGNS & set(text_of(app)), size
                assert news(app) == []


def news(app: App) -> list[object]:
    return list(app.state.news)


async def test_what_the_account_lacks_is_asked_for_no_more_often() -> None:
    async with bench("quiet") as run:
        strip(run.server.account)
        refuse(run.server.account)
        await run.read_all()
        assert await run.monitor.inventory.read_lists(), "else it is tried again within the minute"


@pytest.mark.parametrize(("mode", "denied"), [("4", "ListTenants"), ("5", "GetDedicatedIps")])
async def test_what_is_denied_is_told_once_in_the_place_of_the_rows(mode: str, denied: str) -> None:
    async with bare(False, **{denied: "access_denied"}) as (run, snapshot):
        for size in SIZES:
            async with shown(snapshot, size) as (app, pilot):
                await pilot.press(mode)
                await settled(pilot)
                told = [line.strip() for line in lines_of(app) if f"ses:{denied}" in line]
                assert told == [f"not read: allow ses:{denied} (ses-tui iam-policy)"], size
        assert run.sent == []


async def test_the_prices_said_are_those_of_the_settings() -> None:
    prices = Prices(dedicated_ip=31.5, managed_base=77.0, deliverability=4321.0, sqs_per_million=100.0)
    async with bare(False) as (_, snapshot):
        own = replace(snapshot, targets=tuple(replace(one, prices=prices) for one in snapshot.targets))
        async with shown(own, SIZES[1]) as (app, pilot):
            for mode, costs in {"5": ("$31.50", "$77 a month"), "7": ("$13.00",), "8": ("$4,321",)}.items():
                await pilot.press(mode)
                await settled(pilot)
                assert [cost for cost in costs if cost not in text_of(app)] == [], mode
