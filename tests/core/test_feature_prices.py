"""What a feature costs is told by the account's own plan and volume."""

import pytest

from ses_tui.core.feature_prices import managed_price, placement_price, vdm_month, vdm_price
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, Quota

QUOTA = Quota(500_000, 14.0, 40_000)
"""1.2 million messages in 30 such days."""


def on(plan: str, quota: Quota | None = QUOTA) -> AccountStatus:
    return AccountStatus("HEALTHY", True, True, False, quota, plan=plan)


@pytest.mark.parametrize(
    ("plan", "vdm", "managed", "placement"),
    [
        (
            "NONE",
            "about $0.07 per 1,000 messages: about $84.00 a month at your volume; "
            "included on Essentials and up",
            "$15 a month + $0.08 per 1,000",
            "$1,250 a month",
        ),
        (
            "ESSENTIALS",
            "included in plan ESSENTIALS",
            "$15 a month + $0.08 per 1,000",
            "$1,250 a month",
        ),
        (
            "PRO",
            "included in plan PRO",
            "included in plan PRO",
            "included in plan PRO for 1 domain",
        ),
        (
            "ENTERPRISE",
            "included in plan ENTERPRISE",
            "included in plan ENTERPRISE",
            "included in plan ENTERPRISE for 5 domains",
        ),
    ],
)
def test_by_plan(plan: str, vdm: str, managed: str, placement: str) -> None:
    account = on(plan)
    assert vdm_price(account, DEFAULT_PRICES) == vdm
    assert managed_price(account, DEFAULT_PRICES) == managed
    assert placement_price(account, DEFAULT_PRICES) == placement


def test_where_the_volume_or_the_account_was_not_read_it_is_by_message() -> None:
    per = "about $0.07 per 1,000 messages"
    assert vdm_price(on("NONE", None), DEFAULT_PRICES) == vdm_month(None, DEFAULT_PRICES) == per


def test_by_prices_of_one_s_own() -> None:
    prices = replace(DEFAULT_PRICES, vdm_per_1000=0.05, managed_base=20.0, deliverability=900.0)
    assert vdm_month(on("NONE"), prices) == "about $60.00 a month at your volume"
    assert managed_price(None, prices).startswith("$20 a month")
    assert placement_price(None, prices) == "$900 a month"
