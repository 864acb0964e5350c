"""``[prices]``: what is written is what the engine counts with."""

from pathlib import Path

import pytest

from ses_tui.cli.setup import from_settings
from ses_tui.core.errors import Misconfigured
from ses_tui.core.plans import Tier
from ses_tui.core.prices import DEFAULT_PRICES, as_of_time
from ses_tui.engine.plan import Plan
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings


def plan_of(tmp_path: Path, text: str) -> Plan:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    ((_, plan),) = from_settings(load_settings(path)).targets
    return plan


def test_the_defaults_are_those_of_the_core() -> None:
    assert Settings().prices.as_prices() == DEFAULT_PRICES


@pytest.mark.parametrize(("metrics", "seconds", "usd"), [(2, 300, 0.1728), (200, 60, 86.4)])
def test_cloudwatch_is_paid_per_metric_and_poll(metrics: int, seconds: int, usd: float) -> None:
    assert DEFAULT_PRICES.metrics(metrics, seconds) == pytest.approx(usd)


def test_prices_with_their_date_reach_the_plan(tmp_path: Path) -> None:
    text = """[prices]
as_of = "2027-02-15"
dedicated_ip = 30
managed_tiers = [{ messages = 10000000, usd_per_1000 = 0.08 }, { usd_per_1000 = 0.05 }]
cloudwatch_per_1000 = 0.02
"""
    plan = plan_of(tmp_path, text)
    prices = plan.prices
    assert (prices.as_of, prices.dedicated_ip) == ("2027-02-15", 30.0)
    assert prices.managed_tiers == (Tier(10_000_000, 0.08), Tier(None, 0.05))
    assert prices.managed(12_000_000) == pytest.approx(15 + 800 + 100)
    assert plan.monthly_usd == pytest.approx(2 * Plan().monthly_usd)


def test_a_plan_that_costs_something_else_now(tmp_path: Path) -> None:
    text = """[prices]
plans = [
    { name = "PRO", as_of = "2027-01", monthly = 110 },
    { name = "ULTRA", sending = [{ usd_per_1000 = 0.3 }] },
]
"""
    prices = plan_of(tmp_path, text).prices
    pro, known, ultra = prices.plan("PRO"), DEFAULT_PRICES.plan("PRO"), prices.plan("ULTRA")
    assert pro is not None and known is not None and ultra is not None
    assert (pro.monthly, pro.as_of, pro.source) == (110.0, "2027-01", "[prices]")
    assert (pro.sending, pro.managed_included) == (known.sending, True)
    assert ultra.sending == (Tier(None, 0.3),)
    assert prices.plan("NONE") == DEFAULT_PRICES.plan("NONE")


def test_every_line_of_the_table_has_its_date_and_source() -> None:
    assert [one.name for one in DEFAULT_PRICES.plans] == ["NONE", "ESSENTIALS", "PRO", "ENTERPRISE"]
    assert all(as_of_time(one.as_of) and one.source for one in DEFAULT_PRICES.plans)


def test_a_dearer_cloudwatch_slows_paid_reads_under_the_same_cap(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "[prices]\ncloudwatch_per_1000 = 1\n[cost]\nmax_monthly_usd = 5\n")
    assert plan.paid_rates > plan.rates
    assert plan.monthly_usd == pytest.approx(5.0, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('as_of = "July 2026"', "write the month or the day"),
        ('as_of = "2026-02-30"', "write the month or the day"),
        ("dedicated_ip = -1", "is less than 0"),
        ("dedicated_ip = inf", "finite"),
        ("per_ip_day = 0", "is less than 1"),
        ("managed_tiers = []", "at least 1"),
        ("managed_tiers = [{ messages = 5, usd_per_1000 = 1 }]", "only the last step has no messages"),
        ("managed_tiers = [{ usd_per_1000 = 1 }, { usd_per_1000 = 1 }]", "only the last step"),
        (
            "managed_tiers = [{ messages = 9, usd_per_1000 = 1 }, { messages = 8, usd_per_1000 = 1 },"
            " { usd_per_1000 = 1 }]",
            "must rise",
        ),
        ('plans = [{ name = "ULTRA" }]', "write its sending"),
        ('plans = [{ name = "PRO" }, { name = "PRO" }]', "each name once"),
        ("dedicated = 1", "did you mean dedicated_ip?"),
        ('plans = [{ name = "PRO", mothly = 1 }]', "did you mean monthly?"),
        (
            'plans = [{ name = "PRO", zzz = 1 }]',
            "known are as_of, domains, managed_included, monthly",
        ),
        ("managed_tiers = [{ usd = 1, usd_per_1000 = 1 }]", "known are messages, usd_per_1000"),
    ],
)
def test_what_can_not_be_a_price_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        plan_of(tmp_path, f"[prices]\n{text}\n")
    assert said in refused.value.line
    assert "config.toml:" in refused.value.line


def test_prices_over_a_year_old_say_so() -> None:
    told = as_of_time("2026-07")
    assert told is not None
    year = 365 * 86400.0
    assert DEFAULT_PRICES.dated(told + year) == "prices of 2026-07"
    assert "over a year old" in DEFAULT_PRICES.dated(told + year + 1)
    assert as_of_time("2026-12") == as_of_time("2027-01-01")
