"""Each operation denied, refused or absent: its own panel says so, everything else keeps its numbers."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import pytest
from aiohttp import web

from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Reading, Snapshot, TargetSnapshot
from ses_tui.engine.plan import Plan
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.wire.answers import Answer
from ses_tui.simulator.wire.models import Route
from ses_tui.tui.listing import Listing
from tests.engine.bench import START, Bench, bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import lines_of, settled, shown

PLAN = Plan(isps=("Gmail", "Hotmail"))
"""Few enough that a read waits for no limit."""

FAULTS = ("access_denied", "disabled", "not_found", "absent")
LISTS = ("4", "5", "8")


class Touched(NamedTuple):
    """The mode whose panel says it, and the tables that may then show less (by their names)."""

    mode: str
    tables: frozenset[str]


def touched(mode: str, *tables: str) -> Touched:
    return Touched(mode, frozenset(tables))


OPERATIONS = {
    "ListConfigurationSets": touched("4", "sets", "pools"),
    "GetConfigurationSet": touched("4", "sets", "pools"),
    "GetConfigurationSetEventDestinations": touched("4", "sets"),
    "ListTenants": touched("4", "tenants"),
    "ListReputationEntities": touched("4", "tenants"),
    "ListMetrics": touched("4", "sets", "tenants", "ips", "warmth", "pools"),
    "ListDedicatedIpPools": touched("5", "pools", "warmth"),
    "GetDedicatedIpPool": touched("5", "pools", "warmth"),
    "GetDedicatedIps": touched("5", "ips", "pools"),
    "GetBlacklistReports": touched("5", "ips"),
    "ListRecommendations": touched("8", "recommendations"),
    "DescribeAlarms": touched("8", "alarms"),
    "ListAlarmMuteRules": touched("8", "alarms"),
    "GetAlarmMuteRule": touched("8", "alarms"),
    "DescribeAlarmHistory": touched("8", "alarms"),
    "GetDeliverabilityDashboardOptions": touched("8", "placement"),
    "GetDomainStatisticsReport": touched("8", "placement"),
    "BatchGetMetricData": touched("2", "isp", "identity", "kinds"),
    "ListEmailIdentities": touched("3", "identity"),
    "GetSendStatistics": touched("1"),
}
FEATURES = {
    "BatchGetMetricData": "ISPs were not read: ",
    "ListEmailIdentities": "identities were not read: ",
}
"""What the panel says where AWS refuses and its own words name no operation."""

COUNTS = {"GetSendStatistics": {Metric.SENDS, Metric.REJECT_RATE, Metric.SEND_RATE_USE, Metric.MAIL_STOPPED}}
"""What of the account's own numbers comes from that operation; neither condition nor health does."""

ANYWHERE = frozenset({"doctor"})
"""It is about what could be read."""

Rows = dict[str, list[tuple[str, ...]]]


async def read(run: Bench) -> Snapshot:
    """Every source once, while somebody looks."""
    run.monitor.inventory.looked_at = True
    await run.monitor.read_account()
    await run.monitor.read_rates()
    await run.monitor.read_statistics()
    await run.monitor.read_vdm()
    await run.monitor.read_lists()
    await run.monitor.inventory.read_lists()
    await run.monitor.inventory.read_values()
    return Snapshot(run.clock.now(), (run.monitor.picture(),))


class Standing(SimulatorServer):
    """Its time never moves: what was answered once, without a fault, is the answer to the same question."""

    answered: ClassVar[dict[tuple[str, str, bytes], Answer]] = {}

    def _answer(
        self,
        route: Route | None,
        faults: list[str],
        request: web.BaseRequest,
        form: dict[str, str],
        body: bytes,
    ) -> Answer:
        if faults or route is None:
            return super()._answer(route, faults, request, form, body)
        question = (route.operation, request.path_qs, body)
        if question not in self.answered:
            self.answered[question] = super()._answer(route, faults, request, form, body)
        made = self.answered[question]
        return made._replace(headers=dict(made.headers))


_well: dict[str, tuple[Snapshot, "Seen"]] = {}
"""By mode: what is read where nothing is wrong, and how it looks; once for all operations."""


async def all_well(mode: str) -> tuple[Snapshot, "Seen"]:
    if mode not in _well:
        (snapshot,) = [well for well, _ in _well.values()][:1] or await reads("", ("",))
        (shows,) = await seen([snapshot], mode)
        _well[mode] = snapshot, shows
    return _well[mode]


async def reads(operation: str, faults: Sequence[str]) -> list[Snapshot]:
    """What a monitor of its own reads with each fault of that operation; an empty one: nothing is wrong."""
    server = Standing("warmup", speed=0.0, start=START)
    await server.start()
    server.clock.advance(7200.0)
    snapshots = []
    for fault in faults:
        server.account.faults.clear()
        if fault:
            server.account.faults.inject(fault, operation)
        async with bench("warmup", server=server, plan=PLAN) as run:
            snapshots.append(await read(run))
    await server.stop()
    return snapshots


class Seen(NamedTuple):
    """The text of the mode that is about the operation, and per table (or mode) the text of its rows."""

    text: str
    rows: Rows


async def seen(snapshots: Sequence[Snapshot], mode: str) -> list[Seen]:
    """One screen is given them one after the other, in each of the modes with tables and in that one."""
    texts = [""] * len(snapshots)
    rows: list[Rows] = [{} for _ in snapshots]
    async with shown(snapshots[0], (200, 60)) as (app, pilot):
        for key in (*LISTS, mode):
            await pilot.press(key)
            for number, snapshot in enumerate(snapshots):
                app.mailbox.publish(snapshot)
                await settled(pilot)
                if key == mode:
                    texts[number] = " ".join("\n".join(lines_of(app)).split())
                if key in LISTS:
                    for table in app.screen.query(Listing):
                        rows[number][str(table.id)] = [_text(row.cells) for row in table.rows]
    return [Seen(*one) for one in zip(texts, rows, strict=True)]


def _text(cells: object) -> tuple[str, ...]:
    assert isinstance(cells, tuple)
    return tuple("".join(text for text, _ in one) for one in cells)


def own(target: TargetSnapshot, operation: str) -> list[Reading]:
    """The account's numbers that do not come from ``operation``."""
    return [one for one in target.readings if one.metric not in COUNTS.get(operation, ())]


async def test_without_vdm_the_advisor_is_calm_and_says_what_it_would_show() -> None:
    async with bench("warmup", plan=PLAN) as run:
        run.server.account.faults.inject("vdm_off")
        run.pass_time(7200.0)
        snapshot = await read(run)
    async with shown(snapshot, (120, 34)) as (app, pilot):
        await pilot.press("8")
        await settled(pilot)
        text = "\n".join(lines_of(app))
        assert "VDM is off; with it AWS's advisor says here what to mend" in text
        assert "not read" not in text
        assert "ListRecommendations" not in text


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_out_of_order_it_is_named_on_its_panel_and_the_rest_is_as_ever(operation: str) -> None:
    prefix = "cloudwatch" if operation == "ListMetrics" or "Alarm" in operation else "ses"
    mode = OPERATIONS[operation].mode
    snapshot, (_, true) = await all_well(mode)
    (well,) = snapshot.targets
    snapshots = await reads(operation, FAULTS)
    targets = [snapshot.targets for snapshot in snapshots]
    for fault, (target,), (text, rows) in zip(FAULTS, targets, await seen(snapshots, mode), strict=True):
        named = f"allow {prefix}:{operation} (ses-tui iam-policy)" if "denied" in fault else operation
        assert named in text or FEATURES.get(operation, named) in text, (fault, text)
        for kind, said in well.rows.items():
            assert kind.value in OPERATIONS[operation].tables or target.rows[kind] == said, (fault, kind)
        for table in true.keys() - OPERATIONS[operation].tables - ANYWHERE:
            assert rows[table] == true[table], (fault, table)
        assert (target.condition, target.health) == (well.condition, well.health), fault
        assert own(target, operation) == own(well, operation), fault
        assert target.account == well.account, fault
