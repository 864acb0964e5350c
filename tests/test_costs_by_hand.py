"""The table of docs/costs.md, row by row, against arithmetic that takes nothing from the program."""

from math import ceil
from typing import NamedTuple

import pytest

from docs.costs import PAGE

DAYS, IP, MILLION = 30, 24.95, 1_000_000


def stepped(messages: float, *usd: float) -> float:
    """Dollars, at ``usd`` per 1,000 up to 10 million, from there to 100 million, and beyond."""
    first = min(messages, 10 * MILLION)
    second = min(messages, 100 * MILLION) - first
    return (first * usd[0] + second * usd[1] + (messages - first - second) * usd[2]) / 1000


def of_plan(plan: str, messages: float) -> tuple[float, float]:
    """Dollars a month of a plan with sending and VDM; and of dedicated managed on it."""
    match plan:
        case "NONE":
            return messages * (0.10 + 0.07) / 1000, 15 + messages * 0.08 / 1000
        case "ESSENTIALS":
            return stepped(messages, 0.16, 0.14, 0.11), 15 + messages * 0.08 / 1000
        case "PRO":
            return 105 + stepped(messages, 0.22, 0.17, 0.12), 0.0
        case _:
            return 500 + stepped(messages, 0.23, 0.18, 0.13), 0.0


class Said(NamedTuple):
    """A row of the page."""

    messages: str
    mail: str
    plan: str
    shared: str
    standard: str
    managed: str
    advised: str
    beside: str


def said() -> list[Said]:
    """The rows of the second table."""
    table = PAGE.read_text(encoding="utf-8").split("<!-- made: advice -->")[1].split("<!-- /made -->")[0]
    return [Said(*line.strip("| ").split(" | ")) for line in table.splitlines() if line.startswith("| ")][2:]


def test_six_volumes_steady_and_bursty_on_four_plans() -> None:
    volumes = {50_000, 300_000, 3_000_000, 15_000_000, 40_000_000, 150_000_000}
    rows = {(int(one.messages.replace(",", "")), one.mail, one.plan) for one in said()}
    plans = ("NONE", "ESSENTIALS", "PRO", "ENTERPRISE")
    assert rows == {(v, mail, plan) for v in volumes for mail in ("steady", "bursty") for plan in plans}


@pytest.mark.parametrize("one", said(), ids=lambda one: f"{one.messages} {one.mail} {one.plan}")
def test_every_sum_is_that_of_the_price_list(one: Said) -> None:
    messages = int(one.messages.replace(",", ""))
    shared, managed = of_plan(one.plan, messages)
    busiest = messages / DAYS * (1.0 if one.mail == "steady" else 3.5)  # a week's mail on two days
    ips = ceil(busiest / 50_000)
    usd = {"shared": shared, "dedicated standard": shared + ips * IP, "dedicated managed": shared + managed}
    assert (one.shared, one.standard, one.managed) == (
        f"${shared:,.2f}",
        f"${usd['dedicated standard']:,.2f} ({ips})",
        f"${usd['dedicated managed']:,.2f}",
    )
    advised = usd[one.advised]
    cheaper = {kind: advised - cost for kind, cost in usd.items() if cost < advised - 0.001}
    assert all(f"${more:,.2f} more than {kind}" in one.beside for kind, more in cheaper.items())


def test_a_few_sums_written_out() -> None:
    """What a reader can check on paper."""
    assert of_plan("NONE", 300_000) == pytest.approx((30 + 21, 15 + 24))
    assert of_plan("ESSENTIALS", 15_000_000) == pytest.approx((1_600 + 700, 15 + 1_200))
    assert of_plan("PRO", 40_000_000) == pytest.approx((105 + 2_200 + 5_100, 0))
    assert of_plan("ENTERPRISE", 150_000_000) == pytest.approx((500 + 2_300 + 16_200 + 6_500, 0))
