"""What a scenario shows, and when, as a monitor sees it that looks every five simulated minutes."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from ses_tui.simulator.account import Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.rates import Rate
from ses_tui.simulator.scenarios import NAMES, load
from ses_tui.simulator.truth import truth

from .conftest import START

STARTS = (START, START + 5 * 3_600 + 123, START + 9 * 3_600 + 2_400, START + 3.5 * 86_400)
"""Afternoon, evening, midnight UTC, and a Saturday: the scenarios must look alike at all of them."""


def minutes(account: Account, last: int = 200) -> dict[int, Rate]:
    """The published rates by minutes after the start, one each five minutes."""
    first = int(account.start) // STEP + 1
    rates = account.rates.run(first, first + last // 5)
    return {round((rate.at - account.start) / 60): rate for rate in rates}


def crossing(account: Account, field: str, line: float) -> int:
    found = [minute for minute, rate in minutes(account).items() if getattr(rate, field) >= line]
    assert found, f"{field} never reaches {line}"
    return found[0]


def at(name: str, start: float = START, seed: int = 1) -> Account:
    return Account(name, seed, SimulatedClock(start, 0))


def test_the_names_are_those_of_the_catalogue() -> None:
    assert [load(name).name for name in NAMES] == list(NAMES)
    with pytest.raises(ValueError, match="stale-list"):
        load("no-such-thing")


def test_the_names_come_without_aiohttp_and_botocore() -> None:
    code = (
        "import sys, ses_tui.simulator.scenarios as s; assert 'healthy' in s.NAMES;"
        "print([m for m in ('aiohttp', 'botocore', 'asyncio', 'dataclasses', 'json') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("name", "notice", "warn", "review"),
    [("stale-list", (18, 30), (43, 60), (73, 95)), ("isp-block", (25, 40), (50, 70), (80, 105))],
)
def test_the_bounce_rate_goes_through_the_lines_one_by_one(
    name: str,
    notice: tuple[int, int],
    warn: tuple[int, int],
    review: tuple[int, int],
    start: float,
    seed: int,
) -> None:
    account = at(name, start, seed)
    found = [crossing(account, "bounce_rate", line) for line in (0.02, 0.03, 0.05)]
    for minute, (low, high) in zip(found, (notice, warn, review), strict=True):
        assert low <= minute <= high
    # Three points to notice and two to warn need room before the next line.
    assert found[1] - found[0] >= 20
    assert found[2] - found[1] >= 20
    rates = minutes(account)
    assert 0.011 <= next(iter(rates.values())).bounce_rate <= 0.014
    assert max(rate.bounce_rate for rate in rates.values()) < 0.08
    assert max(rate.complaint_rate for rate in rates.values()) < 0.0008


@pytest.mark.parametrize("start", STARTS)
def test_the_complaint_rate_goes_through_its_lines(start: float) -> None:
    account = at("complaint-storm", start)
    warn, review = (crossing(account, "complaint_rate", line) for line in (0.0008, 0.001))
    assert 15 <= warn <= 35
    assert 45 <= review <= 70
    assert max(rate.complaint_rate for minute, rate in minutes(account).items() if minute <= 100) >= 0.002
    assert max(rate.bounce_rate for rate in minutes(account).values()) < 0.02


@pytest.mark.parametrize("start", STARTS)
def test_the_slow_burn_takes_hours(start: float) -> None:
    account = at("slow-burn", start)
    first = int(start) // STEP
    found = {
        line: next(r.at for r in account.rates.run(first, first + 200) if r.bounce_rate >= line)
        for line in (0.02, 0.03, 0.05)
    }
    hours = [(moment - start) / 3_600 for moment in found.values()]
    assert 1 < hours[0] < 3.5
    assert hours[0] + 2 < hours[1] < 7
    assert hours[1] + 2 < hours[2] < 14


def rows_over(account: Account, line: float) -> dict[str, float]:
    seen = truth(account)
    rows = {**seen["isps"], **seen["identities"]}
    rates = {name: row["permanent_bounces"] / row["sends"] for name, row in rows.items() if row["sends"]}
    return {name: rate for name, rate in rates.items() if rate >= line}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", ["healthy", "quiet", "outage", "warmup"])
def test_where_the_mail_is_healthy_nothing_crosses_a_line(name: str, start: float) -> None:
    account = at(name, start)
    account.clock.advance(3 * 86_400)
    first = int(start) // STEP
    for rate in account.rates.run(first - 14 * 288, first + 3 * 288):
        assert rate.bounce_rate < 0.018
        assert rate.complaint_rate < 0.0007
    assert rows_over(account, 0.03) == {}
    assert rows_over(at(name, start), 0.03) == {}


@pytest.mark.parametrize(
    ("name", "guilty"),
    [("stale-list", "promo.example.net"), ("slow-burn", "community.example.org"), ("isp-block", "Hotmail")],
)
def test_the_excess_is_at_the_culprit(name: str, guilty: str) -> None:
    account = at(name)
    account.clock.advance(400 * 60)
    seen = truth(account)
    assert seen["culprit"]["name"] == guilty
    kind = "isps" if guilty == "Hotmail" else "identities"
    before = truth(at(name))[kind]
    excess = {n: row["permanent_bounces"] - before[n]["permanent_bounces"] for n, row in seen[kind].items()}
    assert excess[guilty] > 0.8 * sum(excess.values())
    over = rows_over(account, 0.03)
    assert max(over, key=lambda n: over[n]) == guilty or guilty in over


def test_a_blocked_isp_defers_before_it_refuses() -> None:
    account = at("isp-block")
    account.clock.advance(15 * 60)
    soon = truth(account)["isps"]["Hotmail"]
    calm = truth(at("isp-block"))["isps"]["Hotmail"]
    assert soon["transient_bounces"] - calm["transient_bounces"] > 2 * (
        soon["permanent_bounces"] - calm["permanent_bounces"]
    )


def test_the_paused_account_is_reviewed_and_then_shut_down() -> None:
    account = at("paused")
    seen = []
    for _ in range(18):
        status = account.status
        seen.append((round(account.minute), status.enforcement, status.sending_enabled))
        account.clock.advance(300)
    assert seen[3][1] == "HEALTHY"
    assert seen[4] == (20, "PROBATION", True)
    assert seen[13][1] == "PROBATION"
    assert seen[14] == (70, "SHUTDOWN", False)
    assert account.sent(account.step - 1, account.step) == 0


def test_the_quiet_account_sends_a_few_dozen_mails_a_day() -> None:
    assert 20 <= at("quiet").sent_last_24_hours() <= 70


def test_warming_goes_on() -> None:
    account = at("warmup")
    before = truth(account)["ips"]
    account.clock.advance(10 * 86_400)
    after = truth(account)["ips"]
    assert [ip["WarmupPercentage"] for ip in before] == [27, 27, 4, -1, -1]
    assert [ip["WarmupPercentage"] for ip in after] == [49, 49, 26, -1, -1]


@cache
def _outage() -> Account:
    return at("outage")


@pytest.mark.parametrize(
    ("minute", "operation", "faults"),
    [
        (5, "GetAccount", []),
        (15, "GetAccount", ["throttling"]),
        (25, "GetAccount", []),
        (75, "GetMetricData", ["partial_data"]),
        (75, "BatchGetMetricData", ["hang"]),
        (75, "GetAccount", []),
        (160, "GetMetricData", []),
        (195, "GetMetricData", ["throttling"]),
    ],
)
def test_the_outage_comes_and_goes(minute: float, operation: str, faults: list[str]) -> None:
    assert _outage().faults.take(operation, minute) == faults
