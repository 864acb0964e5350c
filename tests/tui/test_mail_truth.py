"""Where mail lands and how warm IPs are: modes 5 and 8 against the simulated account's own numbers."""

import re

import pytest

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.words import count
from ses_tui.simulator.mail import SENT, Where
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.services import deliverability
from ses_tui.simulator.services.metrics import catalogue
from ses_tui.tui.listing import Listing
from tests.engine.bench import Bench
from tests.engine.conftest import _aws_environment  # noqa: F401  # credentials that every client finds
from tests.tui.screens import App, lines_of
from tests.tui.test_inventory_truth import STEPS_A_DAY, line_of, mode, of_a_day

POOL = "marketing-standard"


def newest(run: Bench, name: str, **dimensions: str) -> float:
    """The newest datapoint of one CloudWatch metric before now, from the model itself."""
    step = run.server.account.step
    where = sorted((f"ses:{key.replace('_', '-')}", value) for key, value in dimensions.items())
    metric = catalogue(run.server.account)[name, tuple(where)]
    return metric.points(step - 3 * STEPS_A_DAY, step - 1)[-1][1]


def words(app: App) -> str:
    return " ".join("\n".join(lines_of(app)).split())


async def test_inbox_placement_per_isp_is_of_the_last_thirty_days() -> None:
    async with mode("healthy", "8") as (run, app):
        today = utc_day(run.clock.now())
        report = deliverability.get_domain_statistics_report(
            run.server.account,
            {"Domain": deliverability.SUBSCRIBED, "StartDate": today - 29 * DAY, "EndDate": today},
        )["OverallVolume"]
        rows = {
            row.cells[1][0][0]: "  ".join("".join(text for text, _ in cell) for cell in row.cells)
            for row in app.screen.query_one("#placement", Listing).rows
        }
        total = report["VolumeStatistics"]
        placed = {one["IspName"]: one for one in report["DomainIspPlacements"]}
        assert rows.keys() == {"all ISPs", *placed}
        for isp, one in {"all ISPs": total, **placed}.items():
            inbox, spam = one["InboxRawCount"], one["SpamRawCount"]
            share = 100 * inbox / (inbox + spam)
            assert f"  {share:.1f} %  {100 - share:.1f} %  " in rows[isp]
            assert f"  {count(float(inbox + spam))}" in rows[isp]


async def test_how_warm_the_managed_pool_is_at_each_isp() -> None:
    async with mode("warmup", "5", days=2) as (run, app):
        for isp in ("Gmail", "Hotmail", "Yahoo", "NetEase"):
            share, sent, capacity = (
                newest(run, name, dedicated_ip_pool="transactional-managed", isp=isp)
                for name in (
                    "ApproximateDedicatedSendingPercentage",
                    "SentLast24Hours",
                    "Available24HourSend",
                )
            )
            line = line_of(app, isp)
            assert f" {share:.0f} % " in line
            used = f"{100 * sent / capacity:.0f} %"
            assert re.search(rf" {count(sent)} +{count(capacity)} +{used} ", line)


async def test_a_managed_pool_whose_share_comes_for_all_isps_together() -> None:
    scenario = load("warmup")
    scenario = scenario._replace(settings=scenario.settings._replace(managed_by="pool"))
    async with mode(scenario, "5", days=2) as (run, app):
        pool = "transactional-managed"
        share = newest(run, "ApproximateDedicatedSendingPercentage", dedicated_ip_pool=pool)
        assert f" {share:.0f} % " in line_of(app, "all ISPs")
        gmail = line_of(app, "Gmail")
        sent, capacity = (
            newest(run, name, dedicated_ip_pool=pool, isp="Gmail")
            for name in ("SentLast24Hours", "Available24HourSend")
        )
        assert re.search(rf" – +– +{count(sent)} +{count(capacity)} ", gmail), "its own share is not known"


async def test_a_managed_pool_whose_metrics_name_the_isp_alone() -> None:
    scenario = load("warmup")
    scenario = scenario._replace(settings=scenario.settings._replace(managed_by="nobody"))
    async with mode(scenario, "5", days=2) as (run, app):
        sent, capacity = (
            newest(run, name, isp="Gmail") for name in ("SentLast24Hours", "Available24HourSend")
        )
        gmail = line_of(app, "Gmail")
        assert re.search(rf" {count(sent)} +{count(capacity)} ", gmail) and "all managed pools" in gmail


async def test_snds_of_an_ip_and_who_lists_it() -> None:
    async with mode("warmup", "5", days=2) as (run, app):
        ip, listing = next(iter(run.server.account.resources.blocklisted.items()))
        text = words(app)
        assert app.screen.query_one("#ips", Listing).rows[0].id == ip
        assert f"{newest(run, 'SNDS.TrapHits', ip=ip):,.0f} trap hits" in text
        assert f"{newest(run, 'SNDS.MessageRecipients', ip=ip):,.0f} recipients" in text
        assert f"complaints {100 * newest(run, 'SNDS.ComplaintRate', ip=ip):.3g} %" in text
        assert f"listed on {listing} since" in text


async def test_the_coach_s_week_is_of_the_mail_that_goes_through_the_ip() -> None:
    async with mode("warmup", "5", days=2) as (run, app):
        account = run.server.account
        siblings = [one for one in account.resources.ips if one.pool == POOL]
        sets = account.resources.configuration_sets
        sent = sum(
            of_a_day(run, Where(configuration_set=name), SENT)
            for name, one in sets.items()
            if one.pool == POOL
        )
        found = re.search(r" week (\d+) .*? on the way to ([\d,]+);", words(app))
        assert found is not None
        assert float(found[2].replace(",", "")) == pytest.approx(sent / len(siblings), abs=1)
        began = siblings[-1].began
        assert began is not None
        assert int(found[1]) == int((began + 100 / 45) * 45 / 100 // 7) + 1
