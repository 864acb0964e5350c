"""``ses-tui advise``: which kind of IP fits, from the account's own numbers."""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ses_tui.cli.loop import run_loop
from ses_tui.core.advice import Advice, Kind, Volumes, advise, volumes
from ses_tui.core.bill import Account, account_of
from ses_tui.core.clock import DAY, iso, utc_day
from ses_tui.core.counts import VdmMetric
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.plans import PricingPlan, Tier
from ses_tui.core.prices import DEFAULT_PRICES, Prices
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from ses_tui.cli.reading import Opened
    from ses_tui.engine.plan import Plan

VDM_DAYS = 60
MOST = 10**15
"""Messages a month: more than the world sends, and a float still counts them."""

PRICES = {
    "dedicated_ip": "$ a month for a standard IP",
    "managed_base": "$ a month for managed",
    "managed_per_1000": "$ per 1,000 messages through managed",
    "vdm_per_1000": "$ per 1,000 messages for VDM",
    "per_ip_day": "messages that a standard IP is planned for on the busiest day",
}


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice for one target."""

    target: str
    region: str
    source: str
    """Where the volumes are from."""
    found: Volumes | None
    advice: Advice
    account: Account
    """What it has now."""
    now: int | None
    """How many dedicated IPs it has, those of managed pools too; None: not read."""


def run(options: argparse.Namespace) -> int:
    """Exit code 0, or 3 where a target could not be read or something is misconfigured."""
    from ses_tui.cli.reading import UNREAD, chosen

    if options.volume is not None and not 0 <= options.volume <= MOST:
        raise Misconfigured(
            f"--volume {safe(str(options.volume), 40)}: write messages a month, 0 to {MOST:,}"
        )
    setup = chosen(options)
    prices = given_prices(options.price, setup.targets[0][1].prices if setup.targets else DEFAULT_PRICES)
    advised = run_loop(_read_all(setup.targets, prices, options.volume), "reading AWS")
    text = _as_json(advised, prices) if options.format == "json" else _as_text(advised, prices)
    if advised:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    return 0 if len(advised) == len(setup.targets) else UNREAD


def given_prices(given: Sequence[str], prices: Prices = DEFAULT_PRICES) -> Prices:
    """``NAME=USD`` over those of the settings. Raises Misconfigured."""
    for text in given:
        name, _, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if name not in PRICES or not 0 <= value < float("inf") or (name == "per_ip_day" and value < 1):
            known = "; ".join(f"{key}: {about}" for key, about in PRICES.items())
            raise Misconfigured(f"--price {safe(text, 60)}: write NAME=NUMBER, NAME one of {known}")
        if name == "managed_per_1000":
            prices = replace(prices, managed_tiers=(Tier(None, value),))
        elif name == "per_ip_day":
            prices = replace(prices, per_ip_day=int(value))
        else:
            prices = replace(prices, **{name: value})
        prices = replace(prices, as_of="given")
    return prices


async def _read_all(
    targets: "Sequence[tuple[Target, Plan]]", prices: Prices, volume: int | None
) -> list[Advised]:
    from ses_tui.cli.reading import opened, trouble_line

    advised = []
    for target, plan in targets:
        async with opened(target, plan) as one:
            try:
                source, found = await _volumes(one)
            except ReadError as error:
                sys.stderr.write(trouble_line(target, error))
                continue
            account, now = await _account(one)
            advice = advise(found, prices, volume, account)
            advised.append(Advised(target.name, one.reader.region, source, found, advice, account, now))
    return advised


async def _account(one: "Opened") -> tuple[Account, int | None]:
    """What the account has now, and how many dedicated IPs of any kind."""
    status, pools = None, None
    with suppress(ReadError):
        status = await one.reader.account()
    with suppress(ReadError):
        pools = await one.reader.pools()
    return account_of(status, pools), None if pools is None else len(pools.ips)


async def _volumes(one: "Opened") -> tuple[str, Volumes | None]:
    """VDM's 60 days with the ISPs, else the two weeks of GetSendStatistics; today is left out."""
    today = utc_day(time.time())
    try:
        if (await one.reader.account()).vdm_enabled:
            read = await one.reader.isps(one.plan.isps, today - VDM_DAYS * DAY, today, (VdmMetric.SEND,))
            if read.total is not None and (daily := read.total.sums.get(VdmMetric.SEND)):
                isps = {row.subject.label: row.sums.get(VdmMetric.SEND, {}) for row in read.rows}
                return "VDM, 60 days at most", volumes(daily, today, isps)
    except ReadError as error:
        sys.stderr.write(f"ses-tui: {one.target.name}: without VDM: {error.error.message}\n")
    buckets = await one.reader.send_statistics()
    sums: dict[float, float] = {}
    for bucket in buckets:
        sums[utc_day(bucket.at)] = sums.get(utc_day(bucket.at), 0.0) + bucket.attempts
    if sums and buckets[0].at % DAY:
        sums.pop(min(sums))  # the first day is there in part only
    return "GetSendStatistics, two weeks", volumes(sums, today)


def _as_text(advised: Sequence[Advised], prices: Prices) -> str:
    lines: list[str] = []
    for one in advised:
        advice = one.advice
        has = (
            "" if one.now is None else f"; now {one.now} dedicated IPs" if one.now else "; now on shared IPs"
        )
        lines.append(f"{one.target} ({one.region}): {advice.kind or 'nothing to advise yet'}{has}")
        lines += [f"  because    {line}" for line in advice.because]
        lines += [f"  otherwise  {line}" for line in advice.otherwise]
        lines += [f"  warning    {line}" for line in advice.warnings]
        lines += [f"  cost       {line}" for line in advice.money]
        for cost in advice.costs:
            ips = "" if cost.ips is None else f"  {cost.ips} IP{'s' if cost.ips != 1 else ''}"
            lines.append(f"  {cost.messages:>14,} a month  {cost.kind:<18}  ${cost.total:>10,.2f}{ips}")
        lines.append(f"  volumes: {one.source}")
    lines.append(_priced(prices))
    return "\n".join(lines)


def _priced(prices: Prices) -> str:
    tiers = ", ".join(f"${tier.usd:g}" for tier in prices.managed_tiers)
    bound = " (its lower tiers are not published: an upper bound)" if len(prices.managed_tiers) == 1 else ""
    return (
        f"{prices.dated(time.time())}; sending, plan and VDM included;"
        f" ${prices.dedicated_ip:g} per standard IP,"
        f" ${prices.managed_base:g} + {tiers} per 1,000 for managed{bound};"
        f" {prices.per_ip_day:,} a day per standard IP, where AWS's warm-up plan ends;"
        " [prices] or --price changes them"
    )


def _as_json(advised: Sequence[Advised], prices: Prices) -> str:
    return json.dumps(
        {
            "schema": 1,
            "generated_at": iso(time.time()),
            "prices": {
                "as_of": prices.as_of,
                "old": prices.old(time.time()),
                "dedicated_ip": prices.dedicated_ip,
                "managed_base": prices.managed_base,
                "managed_tiers": [
                    {"messages": tier.messages, "usd_per_1000": tier.usd} for tier in prices.managed_tiers
                ],
                "per_ip_day": prices.per_ip_day,
                "vdm_per_1000": prices.vdm_per_1000,
                "plans": [_plan_json(plan) for plan in prices.plans],
            },
            "targets": [_json(one) for one in advised],
        }
    )


def _plan_json(plan: PricingPlan) -> Mapping[str, object]:
    return {
        "name": plan.name,
        "as_of": plan.as_of,
        "source": plan.source,
        "monthly": plan.monthly,
        "sending": [{"messages": tier.messages, "usd_per_1000": tier.usd} for tier in plan.sending],
        "vdm_included": plan.vdm_included,
        "managed_included": plan.managed_included,
        "domains": plan.domains,
    }


def _json(one: Advised) -> Mapping[str, object]:
    found, advice = one.found, one.advice
    numbers = None
    if found is not None:
        numbers = {
            "days": found.days,
            "messages_a_month": round(found.monthly),
            "busiest_day": found.peak,
            "coefficient_of_variation": found.variation,
            "share_of_days_without_mail": found.idle,
            "growth": found.growth,
            "pattern": found.pattern,
            "isps_a_day": dict(found.isps),
        }
    return {
        "name": one.target,
        "region": one.region,
        "kind": advice.kind.value if isinstance(advice.kind, Kind) else None,
        "because": list(advice.because),
        "otherwise": list(advice.otherwise),
        "warnings": list(advice.warnings),
        "numbers": numbers,
        "source": one.source,
        "dedicated_ips_now": one.now,
        "plan": one.account.plan or None,
        "money": list(advice.money),
        "costs": [
            {
                "kind": cost.kind.value,
                "messages_a_month": cost.messages,
                "usd": round(cost.usd, 2),
                "total_usd": round(cost.total, 2),
                "ips": cost.ips,
            }
            for cost in advice.costs
        ],
    }
