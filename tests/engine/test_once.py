"""One read of everything, in a given time: what is left out, in which order, and how it is said."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.cli.formats import text
from ses_tui.core.clock import MINUTE
from ses_tui.core.condition import Health
from ses_tui.core.model import SubjectKind, Target
from ses_tui.core.report import as_json, exit_code, report
from ses_tui.core.report_schema import schema
from ses_tui.core.snapshot import Snapshot
from ses_tui.engine import once
from ses_tui.engine.once import Limits, read_once
from ses_tui.engine.plan import Plan
from ses_tui.simulator.account import Account
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.services import HANDLERS
from ses_tui.store.store import Store
from tests.engine.bench import START, HandClock
from tests.schema import problems

MOMENT = 0.5
"""Seconds of real time after which a read that hangs is cut; nothing here depends on how long it is."""


@asynccontextmanager
async def simulated(scenario: str = "healthy") -> AsyncIterator[SimulatorServer]:
    server = SimulatorServer(scenario, speed=0.0, start=START)
    await server.start()
    yield server
    await server.stop()


async def read(server: SimulatorServer, limits: Limits) -> Snapshot:
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    history = Store.in_memory()
    try:
        return await read_once([(target, AwsReader(target), Plan())], HandClock(server), history, limits)
    finally:
        history.close()


def soon() -> float:
    return asyncio.get_running_loop().time() + MOMENT


async def test_where_nothing_answers_every_source_says_so_and_the_account_is_blind() -> None:
    async with simulated() as server:
        server.account.faults.inject("hang")
        found = await read(server, Limits(until=soon()))
    (target,) = found.targets
    assert {(error.source, error.kind.value) for error in target.errors} == {
        (source, "timeout") for source in ("rates", "account", "vdm", "statistics", "identity")
    }
    assert target.health_reason == "not read in time: --timeout SECONDS gives it longer"
    assert exit_code(found) == 3
    assert report(found)["condition"] is None


@pytest.mark.parametrize(
    ("after", "word", "said"),
    [
        (25 * MINUTE, "ENABLED", "WARN acme-travel reputation impact is HIGH"),
        (64 * MINUTE, "DISABLED", "PAUSE acme-travel sending is DISABLED"),
    ],
)
async def test_a_tenant_in_trouble_is_in_both_formats_and_the_account_is_as_it_is(
    after: float, word: str, said: str
) -> None:
    async with simulated("tenant-disabled") as server:
        server.clock.advance(after)
        found = await read(server, Limits(every=True, parts=("tenants",)))
        without = await read(server, Limits(every=True))
    printed = json.loads(as_json(found, ("tenants",)))["targets"][0]
    words = {
        one["subject"]["name"]: (one["status"], one["condition"])
        for one in printed["metrics"]
        if one["metric"] == "sending_status"
    }
    assert words["acme-travel"] == (word, said.split(maxsplit=1)[0].lower())
    assert len(words) == 3 and printed["alerts"][0]["summary"] == said
    assert f"alert       {said}" in text(found) and said.split(" ", 1)[1] in text(found).split("\n")[0]
    assert exit_code(found) == exit_code(without)
    assert "acme-travel" not in text(without)


async def test_a_set_whose_sending_is_off_is_in_both_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = HANDLERS["GetConfigurationSet"]

    def off(account: Account, request: dict[str, Any]) -> dict[str, Any]:
        return usual(account, request) | {"SendingOptions": {"SendingEnabled": False}}

    monkeypatch.setitem(HANDLERS, "GetConfigurationSet", off)
    async with simulated() as server:
        found = await read(server, Limits(every=True, parts=("sets",)))
    (target,) = found.targets
    assert {one.value for one in target.alerts} == {"off"}
    assert f"alert       PAUSE {target.alerts[0].key.subject.label} sending is off" in text(found)
    assert {one.status for one in target.statuses if one.subject.kind is SubjectKind.CONFIGURATION_SET} == {
        "off"
    }


async def test_rows_that_hang_blind_nothing_but_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    async with simulated() as server:
        server.account.faults.inject("hang", "BatchGetMetricData")
        # So long that the account's own keys are read on any machine: the rows alone use it up.
        found = await read(server, Limits(until=asyncio.get_running_loop().time() + 10 * MOMENT))
    (target,) = found.targets
    assert [(error.source, error.message) for error in target.errors] == [("vdm", "not read in time")]
    assert (target.health, exit_code(found)) == (Health.FRESH, 0)


async def test_identities_with_most_mail_come_first_and_how_many_were_read_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(once, "PIECE", 2)
    volumes = {"hello@example.org": 9, "partners.example.com": 8, "gone.example.com": 7}
    async with simulated() as server:
        total = len(server.account.resources.identities)

        def progress(target: str, read: int, of: int) -> None:
            assert (target, read, of) == ("prod", 2, total)
            server.account.faults.inject("access_denied", "BatchGetMetricData")

        limits = Limits(every=True, volumes=lambda name: volumes, progress=progress)
        found = await read(server, limits)
    (target,) = found.targets
    rows = target.rows[SubjectKind.IDENTITY]
    read_rows = {row.subject.name for row in rows if row.sends}
    assert read_rows == {"hello@example.org", "partners.example.com"}
    assert [(error.kind.value, error.message) for error in target.errors][-1] == (
        "partial",
        f"2 of {total} identities read",
    )
    assert exit_code(found) == 0


async def test_every_identity_is_read_in_the_order_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "PIECE", 4)
    counts: list[tuple[int, int]] = []
    async with simulated() as server:
        total = len(server.account.resources.identities)
        limits = Limits(every=True, progress=lambda target, read, of: counts.append((read, of)))
        found = await read(server, limits)
    (target,) = found.targets
    assert target.errors == ()
    assert counts == [(min(read, total), total) for read in range(4, total + 4, 4)]
    assert len(target.rows[SubjectKind.IDENTITY]) == total


async def test_open_and_click_rates_are_read_where_they_are_asked_for_and_are_those_of_the_account() -> None:
    async with simulated() as server:
        without = report(await read(server, Limits()))
        printed = report(await read(server, Limits(parts=("engagement",))))
        truth = server.truth()
    engaged = {"open_rate": ("opens", "delivery_opens"), "click_rate": ("clicks", "delivery_clicks")}
    assert not [one for one in metrics_of(without) if one["metric"] in engaged]
    found = {
        (*one["subject"].values(), one["metric"]): (one["numerator"], one["denominator"])
        for one in metrics_of(printed)
        if one["metric"] in engaged
    }
    isps = {**truth["isps"], "other": truth["other"]}
    rows = {("isp", isp): row for isp, row in isps.items()}
    rows |= {("identity", name): row for name, row in truth["identities"].items()}
    assert found == {
        (*subject, metric): (row[above], row[below])
        for subject, row in rows.items()
        for metric, (above, below) in engaged.items()
    }
    assert problems(printed, schema()) == []


def metrics_of(printed: Any) -> list[Any]:
    found: list[Any] = printed["targets"][0]["metrics"]
    return found
