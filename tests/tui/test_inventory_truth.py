"""Modes 4, 5 and 8 on the simulated account: what they show is what its mail and lists were drawn from."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ses_tui.core.clock import DAY
from ses_tui.core.model import Metric
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.words import count, percent
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Where
from ses_tui.simulator.scenarios.model import Scenario
from ses_tui.simulator.truth import truth
from ses_tui.tui.listing import Listing
from tests.engine.bench import Bench, bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import App, lines_of, settled, shown

STEPS_A_DAY = int(DAY / 300)


async def read(run: Bench, days: int = 1) -> Snapshot:
    """Everything once a day, while somebody looks."""
    inventory = run.monitor.inventory
    inventory.looked_at = True
    run.pass_time(7200.0)
    await run.read_all()
    for day in range(days):
        if day:
            run.pass_time(DAY)
        await inventory.read_lists()
    await inventory.read_values()
    await run.read_all()
    return Snapshot(run.clock.now(), (run.monitor.picture(),))


@asynccontextmanager
async def mode(scenario: Scenario | str, *keys: str, days: int = 1) -> AsyncIterator[tuple[Bench, App]]:
    async with bench(scenario) as run:
        snapshot = await read(run, days)
        async with shown(snapshot, (200, 60)) as (app, pilot):
            await pilot.press(*keys)
            await settled(pilot)
            yield run, app


def line_of(app: App, start: str) -> str:
    """The table's line that begins, behind cursor and sign, with this."""
    return next(line for line in lines_of(app) if line[3:].startswith(f"{start} "))


def of_a_day(run: Bench, where: Where, kinds: tuple[Kind, ...]) -> int:
    """Mails of the 24 h before now, as CloudWatch counts them: whole steps."""
    mail, step = run.server.account.mail, run.server.account.step
    return sum(mail.between(kind, step - STEPS_A_DAY, step, where) for kind in kinds)


@pytest.mark.parametrize("scenario", ["healthy", "paused"])
async def test_sets_and_tenants(scenario: str) -> None:
    async with mode(scenario, "4") as (run, app):
        account = run.server.account
        for name, one in account.resources.configuration_sets.items():
            line = line_of(app, name)
            where = Where(configuration_set=name)
            assert f" {count(float(of_a_day(run, where, SENT)))} " in line
            assert f" {count(float(of_a_day(run, where, ('permanent',))))} " in line
            rate = account.set_rates(name).at(account.step) if one.reputation_metrics else None
            bounce = percent(rate.bounce_rate if rate else None)
            complaint = percent(rate.complaint_rate if rate else None, Metric.COMPLAINT_RATE)
            assert re.search(rf"[ ◆▲■✖]{re.escape(bounce)} ", line)
            assert re.search(rf"[ ◆▲■✖]{re.escape(complaint)} ", line)
            assert ("no reputation metrics" in line) is not one.reputation_metrics
        for name in account.resources.tenants:
            said = truth(account)["tenants"][name]
            line = line_of(app, name)
            assert said["SendingStatusAggregate"] in line
            assert said["AwsSesManagedStatus"]["Status"] in line
            assert said["ReputationImpact"] in line
            assert (said["AwsSesManagedStatus"].get("Cause") or "")[:40] in line


async def test_a_paused_accounts_own_set_is_the_worst_row() -> None:
    async with mode("paused", "4") as (_, app):
        assert app.screen.query_one("#sets", Listing).rows[0].id == "marketing"
        assert line_of(app, "marketing")[1] == "✖"


async def test_ips_that_warm_up() -> None:
    async with mode("warmup", "5", days=5) as (run, app):
        facts = truth(run.server.account)
        for ip in facts["ips"]:
            line = line_of(app, ip["Ip"])
            assert ip["PoolName"] in line
            if ip["WarmupStatus"] == "IN_PROGRESS":
                day = round(ip["WarmupPercentage"] * 45 / 100)
                assert re.search(rf" {ip['WarmupPercentage']} % +day {day} +on plan", line)
            listed = run.server.account.resources.blocklisted.get(ip["Ip"], "")
            assert listed in line
            assert (" 10-90 % " if listed else " < 10 % ") in line  # SNDS.SpamRate of the last whole day
        for pool, kind in facts["pools"].items():
            assert kind.lower() in line_of(app, pool)


async def test_the_managed_pool_at_each_isp() -> None:
    async with mode("healthy", "5") as (run, app):
        for isp, truth_of in truth(run.server.account)["isps"].items():
            assert truth_of["sends"]
            sent = of_a_day(run, Where(pool="transactional-managed", isp=isp), SENT)
            assert re.search(rf" {count(float(sent))} ", line_of(app, isp))


@pytest.mark.parametrize("scenario", ["healthy", "warmup", "paused"])
async def test_recommendations_and_alarms(scenario: str) -> None:
    async with mode(scenario, "8") as (run, app):
        facts: dict[str, Any] = truth(run.server.account)
        shown_rows = app.screen.query_one("#recommendations", Listing).rows
        assert len(shown_rows) == len(facts["recommendations"])
        text = "\n".join(lines_of(app))
        for one in facts["recommendations"]:
            assert (
                one["RecommendationDescription" if "RecommendationDescription" in one else "Description"]
                in text
            )
        for name, state in facts["alarms"].items():
            assert f" {state} " in line_of(app, name)


async def test_the_price_on_the_screen_is_the_meters() -> None:
    async with mode("healthy", "4") as (run, app):
        usage = run.monitor.picture().usage
        metrics = len(run.monitor.inventory.now.values)
        seconds = run.monitor.inventory.now.values_seconds
        assert seconds > 300  # at that pace it would cost more than max_monthly_usd allows
        more = metrics * 30 * DAY / seconds / 100_000
        pace = f"every {seconds / 60:.0f} min, as max_monthly_usd allows, while you look"
        assert f"reading {metrics} metrics {pace}: ${more:.2f} a month" in lines_of(app)[2]
        run.monitor.inventory.looked_at = False
        await run.monitor.inventory.read_values()
        before = run.monitor.picture().usage.estimated_monthly_usd
        assert usage.estimated_monthly_usd - before == pytest.approx(more, rel=0.01)


@pytest.mark.parametrize(
    ("key", "operation", "stays"),
    [
        ("4", "ListTenants", "marketing"),
        ("4", "ListConfigurationSets", "initech"),
        ("5", "GetDedicatedIps", "marketing-standard"),
        ("8", "ListRecommendations", "ses-bounce-rate"),
        ("8", "DescribeAlarms", "staging.example.net"),
        ("8", "GetDeliverabilityDashboardOptions", "ses-bounce-rate"),
    ],
)
async def test_a_denied_operation_is_named_and_the_rest_stays(key: str, operation: str, stays: str) -> None:
    async with bench("healthy") as run:
        run.server.account.faults.inject("access_denied", operation)
        snapshot = await read(run)
        async with shown(snapshot, (120, 34)) as (app, pilot):
            await pilot.press(key)
            await settled(pilot)
            text = "\n".join(lines_of(app))
            assert f":{operation} (ses-tui iam-policy)" in text
            assert stays in text


async def test_an_account_without_ips_or_tenants_is_calm() -> None:
    async with mode("quiet", "5") as (_, app):
        text = "\n".join(lines_of(app))
        assert "no dedicated IPs" in text
        assert not set("▲■✖◆") & set("".join(lines_of(app)[1:]))


async def test_which_kind_of_ip_fits_the_mail_that_was_sent() -> None:
    async with mode("healthy", "8", "tab", "tab", "tab", "tab") as (run, app):
        mail = run.server.account.mail
        today = int(run.clock.now() // DAY) * STEPS_A_DAY
        days = [
            sum(
                mail.between(kind, first, first + STEPS_A_DAY, EVERYTHING, vdm=True)
                for kind in ("delivered", "permanent", "transient")
            )
            for first in range(today - 14 * STEPS_A_DAY, today, STEPS_A_DAY)
        ]
        messages = round(30 * sum(days) / 14)
        pro = DEFAULT_PRICES.plan(truth(run.server.account)["account"]["PricingAttributes"]["CurrentPlan"])
        assert pro is not None and pro.managed_included
        price = pro.monthly + DEFAULT_PRICES.sending(messages, pro)
        assert re.search(rf"● dedicated managed +yes +{price:,.2f} ", "\n".join(lines_of(app)))
        text = re.sub(r"\s+", " ", "\n".join(lines_of(app)))
        said = f"{30 * sum(days) / 14:,.0f} messages a month, from 14 days, {max(days):,} on the busiest"
        assert said in text
