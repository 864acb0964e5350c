"""Writes the tables in docs/costs.md from the program's own prices and advice: ``python -m docs.costs``."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ses_tui.core.advice import Advice, Kind, advise, volumes
from ses_tui.core.bill import Account
from ses_tui.core.clock import DAY
from ses_tui.core.plans import PricingPlan
from ses_tui.core.prices import DEFAULT_PRICES

PAGE = Path(__file__).with_name("costs.md")
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- /made -->)", re.DOTALL)

MONTHLY = (50_000, 300_000, 3_000_000, 15_000_000, 40_000_000, 150_000_000)
WEEKS = {"steady": (1.0,) * 7, "bursty": (3.5, 0.0, 0.0, 3.5, 0.0, 0.0, 0.0)}
"""Shares of a day's mean mail: the same each day, or all on two days of the week."""

MOST = 0.4
"""The share of the mail that the largest provider gets."""

END = 20_000 * DAY


def page() -> str:
    """The page with the tables as the code has them."""
    tables = {"prices": _table(_prices()), "advice": _table(_advice())}
    text = PAGE.read_text(encoding="utf-8")
    return MADE.sub(lambda found: f"{found[1]}\n{tables[found[2]]}\n\n{found[3]}", text)


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rest))


def _prices() -> Iterator[tuple[str, ...]]:
    sending_head = "sending, per 1,000 (steps at 10 and 100 million)"
    yield "plan", "a month", sending_head, "VDM", "managed IPs", "inbox placement", "as of"
    for plan in DEFAULT_PRICES.plans:
        sending = " / ".join(f"${tier.usd:.2f}" for tier in plan.sending)
        vdm = "included" if plan.vdm_included else f"about ${DEFAULT_PRICES.vdm_per_1000:g} per 1,000"
        tier = DEFAULT_PRICES.managed_tiers[0].usd
        base = f"${DEFAULT_PRICES.managed_base:g} and ${tier:.2f} per 1,000"
        managed = "included" if plan.managed_included else base
        whole = f"${DEFAULT_PRICES.deliverability:,.0f} a month"
        placement = f"{plan.domains} domain{'s' * (plan.domains > 1)} included" if plan.domains else whole
        yield plan.name, f"${plan.monthly:,.0f}", sending, vdm, managed, placement, plan.as_of


def advice_for(monthly: int, mail: str, plan: PricingPlan) -> Advice:
    """For an account with VDM on, four weeks of such mail."""
    week = WEEKS[mail]
    days = {END - DAY * (28 - n): monthly / 30 * week[n % 7] for n in range(28)}
    isps = {"the largest": {day: count * MOST for day, count in days.items()}}
    return advise(volumes(days, END, isps), account=Account(plan.name, vdm=True))


def _advice() -> Iterator[tuple[str, ...]]:
    shown = (
        "messages a month",
        "mail",
        "plan",
        "shared",
        "standard (IPs)",
        "managed",
        "advised",
        "beside it",
    )
    yield shown
    for monthly in MONTHLY:
        for mail in WEEKS:
            for plan in DEFAULT_PRICES.plans:
                advice = advice_for(monthly, mail, plan)
                costs = {one.kind: one for one in advice.costs}
                ips = costs[Kind.STANDARD].ips
                each = (
                    f"${one.total:,.2f}{f' ({ips})' if kind is Kind.STANDARD else ''}"
                    for kind, one in costs.items()
                )
                beside = "; ".join(
                    (advice.because[0], *(line.partition(";")[0] for line in advice.money[1:]))
                )
                yield f"{monthly:,}", mail, plan.name, *each, str(advice.kind), beside


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
