"""Which kind of IP fits an account: shared, dedicated standard or dedicated managed. Pure.

The rows are those of SES.md, after an industry guide (July 2026); where that speaks of "irregular" or
"steady", the numbers are ours and stand below.
"""

from collections.abc import Mapping
from enum import StrEnum
from statistics import fmean, pstdev

from ses_tui.core.bill import Account, Bill, as_it_stands, bill, has_words
from ses_tui.core.clock import DAY
from ses_tui.core.plans import PricingPlan
from ses_tui.core.prices import DEFAULT_PRICES, MONTH_DAYS, Prices
from ses_tui.core.record import Record
from ses_tui.core.warmup import AUTO_OFF

SMALL = 50_000
"""Messages a month under which irregular mail belongs on shared IPs."""

WORTH = 300_000
"""Messages a month ("several hundred thousand") from which dedicated IPs are worth their work."""

KEEP_WARM = 1_000
"""Messages a day per provider and IP that keep a warm IP warm (SES developer guide)."""

STEADY_VARIATION, STEADY_IDLE = 0.75, 0.30
"""At most these are steady: mail on working days alone has 0.63 and 0.29."""

WILD_VARIATION, WILD_IDLE = 1.0, 1 / 3
"""Above either it is irregular."""

GROWING = 1.5
"""The later half of the days over the earlier one, from which it grows fast."""

LEAST_DAYS = 7

UNREAD = Account()

NAMED = 5
"""ISPs that are listed."""


class Kind(StrEnum):
    """The kinds of IP."""

    SHARED = "shared"
    STANDARD = "dedicated standard"
    MANAGED = "dedicated managed"


class Volumes(Record, frozen=True):
    """An account's own numbers over ``days`` whole UTC days. Messages; ``isps`` by their mean a day.

    ``variation``: standard deviation over mean. ``idle``: share of days without mail. ``growth``: mean
    of the later half over that of the earlier one; None where that had none.
    """

    days: int
    mean: float
    peak: float
    variation: float
    idle: float
    growth: float | None
    isps: Mapping[str, float] = {}

    @property
    def monthly(self) -> float:
        """Messages of 30 such days."""
        return self.mean * MONTH_DAYS

    @property
    def pattern(self) -> str:
        """irregular, growing, steady, or variable, which is what is left."""
        if self.variation > WILD_VARIATION or self.idle > WILD_IDLE:
            return "irregular"
        if self.growth is not None and self.growth >= GROWING:
            return "growing"
        if self.variation <= STEADY_VARIATION and self.idle <= STEADY_IDLE:
            return "steady"
        return "variable"


class Cost(Record, frozen=True):
    """Dollars a month of one kind for so many messages a month."""

    kind: Kind
    messages: int
    bill: Bill
    ips: int | None = None
    """How many standard IPs."""

    @property
    def usd(self) -> float:
        """Beside plan, sending and VDM: of the IPs alone."""
        return self.bill.ips

    @property
    def total(self) -> float:
        """Everything."""
        return self.bill.total


class Advice(Record, frozen=True):
    """What fits, why, and what it costs."""

    kind: Kind | None
    """None: too little to say."""
    because: tuple[str, ...]
    """The numbers that decided, one line each."""
    otherwise: tuple[str, ...] = ()
    """When another kind would be right."""
    warnings: tuple[str, ...] = ()
    """Where a dedicated IP would starve, or nobody would warm it."""
    costs: tuple[Cost, ...] = ()
    money: tuple[str, ...] = ()
    """What is advised costs, what the account pays as it stands, what is cheapest and why not that."""


def volumes(
    daily: Mapping[float, float], end: float, isps: Mapping[str, Mapping[float, float]] | None = None
) -> Volumes | None:
    """From messages per UTC day (its start, epoch seconds), days at or after ``end`` left out.

    It counts from the first day with mail; days that are not there had none. None without mail.
    """
    with_mail = [day for day, count in daily.items() if count > 0 and day < end]
    if not with_mail:
        return None
    first = min(with_mail)
    count = round((end - first) / DAY)
    series = [daily.get(first + DAY * n, 0.0) for n in range(count)]
    mean = fmean(series)
    half = count // 2
    before, after = (fmean(series[:half]), fmean(series[count - half :])) if half else (0.0, 0.0)
    return Volumes(
        count,
        mean,
        max(series),
        pstdev(series) / mean,
        sum(value == 0 for value in series) / count,
        after / before if before else None,
        {
            name: sum(value for day, value in counts.items() if first <= day < end) / count
            for name, counts in (isps or {}).items()
        },
    )


def advise(
    found: Volumes | None,
    prices: Prices = DEFAULT_PRICES,
    volume: int | None = None,
    account: Account = UNREAD,
) -> Advice:
    """What fits the account's own volumes; with ``volume``, costs at so many messages a month too."""
    costs = _costs(found, prices, volume, account)
    if found is None:
        return Advice(None, ("no mail in the days that AWS still counts",), costs=costs)
    because = _numbers(found)
    if found.days < LEAST_DAYS:
        return Advice(None, (*because, f"fewer than {LEAST_DAYS} days: too few to judge"), costs=costs)
    by_kind = {one.kind: one for one in costs if one.messages == round(found.monthly)}
    kind, reason, otherwise = _decide(found, by_kind)
    return Advice(
        kind,
        (reason, *because),
        otherwise,
        (*_starving(found, prices, kind), *_cold(kind, account)),
        costs,
        _money(kind, found, prices, account, by_kind),
    )


def _money(
    kind: Kind, found: Volumes, prices: Prices, account: Account, costs: Mapping[Kind, Cost]
) -> tuple[str, ...]:
    advised = costs[kind]
    plan = account.priced(prices)
    named = (
        f"plan {plan.name}" if account.known(prices) else f"prices of plan {plan.name}: yours was not read"
    )
    if account.plan and not account.known(prices):
        named = f"prices of plan {plan.name}: yours, {account.plan}, is in no table"
    ips = f" with {_ips(advised.ips)}" if advised.ips else ""
    said = [f"{kind}{ips} is about ${advised.total:,.2f} a month, sending included ({named})"]
    now = as_it_stands(prices, account, found.monthly)
    if now is not None:
        most = "at most " if account.managed_pools and not plan.managed_included else ""
        said.append(
            f"as it stands, with {has_words(account)}: {most}${now.total:,.2f}, "
            f"{_difference(advised.total - now.total)} advised"
        )
    if kind is Kind.MANAGED and abs(advised.total - costs[Kind.SHARED].total) < 0.005:
        said.append(f"shared costs the same on this plan, {_WHY_NOT[Kind.SHARED]}")
    cheaper = sorted((one for one in costs.values() if one.total < advised.total), key=lambda one: one.total)
    for one in cheaper:
        more = advised.total - one.total
        ips = f" with {_ips(one.ips)}" if one.ips else ""
        said.append(f"${more:,.2f} more than {one.kind}{ips}, {_WHY_NOT[one.kind]}")
    other = min(
        (_of_kind(kind, prices, each, found.monthly, account, advised.ips) for each in prices.plans),
        key=lambda one: one.total,
    )
    if other.total < advised.total:
        less = advised.total - other.total
        said.append(f"on plan {other.plan} the same is ${other.total:,.2f}, ${less:,.2f} less; {_PLAN}")
    return tuple(said)


_WHY_NOT: Mapping[Kind, str] = {
    Kind.SHARED: "where other senders' behaviour touches yours",
    Kind.STANDARD: "which wants steady mail, and a team that warms it up",
    Kind.MANAGED: "which leaves warm-up to AWS",
}
"""What speaks against a kind that is cheaper than the one advised."""

_PLAN = "a plan holds more than what is counted here (docs/costs.md)"


def _difference(usd: float) -> str:
    if abs(usd) < 0.005:
        return "the same as"
    return f"${usd:,.2f} less than" if usd > 0 else f"${-usd:,.2f} more than"


def _ips(many: int) -> str:
    return f"{many} IP{'s' if many != 1 else ''}"


def _numbers(found: Volumes) -> tuple[str, ...]:
    growth = f", later half {found.growth:.2f} times the earlier" if found.growth is not None else ""
    return (
        f"{found.monthly:,.0f} messages a month, from {found.days} days, {found.peak:,.0f} on the busiest",
        f"{found.pattern}: coefficient of variation {found.variation:.2f}, "
        f"{100 * found.idle:.0f} % of days without mail{growth}",
        *_mix(found),
    )


def _mix(found: Volumes) -> tuple[str, ...]:
    """The largest ISPs by their share; VDM sees only part of the mail in named ones."""
    largest = sorted(((mean, name) for name, mean in found.isps.items() if mean > 0), reverse=True)[:NAMED]
    if not largest:
        return ()
    return ("ISPs: " + ", ".join(f"{name} {100 * mean / found.mean:.0f} %" for mean, name in largest),)


def _decide(found: Volumes, costs: Mapping[Kind, Cost]) -> tuple[Kind, str, tuple[str, ...]]:
    monthly, pattern = found.monthly, found.pattern
    isolation = "dedicated managed, if you must be apart from other senders"
    standard = "dedicated standard, if a team of yours warms the IPs up and watches them"
    if _most_to_one(found) < KEEP_WARM:
        reason = f"no provider gets {KEEP_WARM:,} messages a day: a dedicated IP would lose its reputation"
        return Kind.SHARED, reason, ()
    if monthly < SMALL:
        return Kind.SHARED, f"under {SMALL:,} messages a month", (isolation,)
    if monthly < WORTH:
        reason = f"under {WORTH:,} messages a month: not yet worth an IP of its own"
        return Kind.SHARED, reason, (isolation,)
    over = f"over {WORTH:,} messages a month"
    if pattern != "steady":
        reason = f"{over}, but {pattern}: managed follows the volume at each ISP"
        return Kind.MANAGED, reason, (standard,) if pattern == "growing" else ()
    if costs[Kind.MANAGED].total <= costs[Kind.STANDARD].total:
        ips = _ips(costs[Kind.STANDARD].ips or 0)
        reason = f"{over}, and steady: managed costs no more than {ips}, and AWS warms it"
        return Kind.MANAGED, reason, (standard,)
    reason = f"{over}, and steady: worth it with a team able to run it"
    return Kind.STANDARD, reason, ("dedicated managed, if nobody will look at warm-up and each ISP",)


def _most_to_one(found: Volumes) -> float:
    """Messages a day to the largest provider; without that, all of them: the kindest guess."""
    return max(found.isps.values(), default=found.mean)


def _starving(found: Volumes, prices: Prices, kind: Kind) -> tuple[str, ...]:
    """Where one standard IP, or each of as many as the volume takes, would get too little."""
    ips = prices.standard_ips(found.peak)
    poor = [(name, mean / ips) for name, mean in found.isps.items() if 0 < mean / ips < KEEP_WARM]
    if not found.isps and found.mean / ips < KEEP_WARM:
        poor = [("all providers together", found.mean / ips)]
    if not poor:
        return ()
    named = ", ".join(f"{name} {each:,.0f}" for name, each in sorted(poor, key=lambda pair: -pair[1]))
    many = f"each of {ips} standard IPs" if ips > 1 else "a dedicated IP"
    cure = (
        "" if kind is Kind.SHARED else "; managed sends such mail through shared IPs while it is too little"
    )
    return (f"{many} would starve at {named} messages a day ({KEEP_WARM:,} keep it warm){cure}",)


def _cold(kind: Kind, account: Account) -> tuple[str, ...]:
    """A standard IP that is advised is warmed by nobody where the account says so."""
    return (AUTO_OFF,) if kind is Kind.STANDARD and account.auto_warmup is False else ()


def _costs(found: Volumes | None, prices: Prices, volume: int | None, account: Account) -> tuple[Cost, ...]:
    asked = [round(found.monthly)] if found else []
    asked += [volume] if volume is not None else []
    plan = account.priced(prices)
    costs = []
    for messages in asked:
        # At another volume the busiest day is taken to stand out as much as now.
        ratio = found.peak / found.mean if found else 1.0
        ips = prices.standard_ips(messages / MONTH_DAYS * ratio)
        for kind in Kind:
            many = ips if kind is Kind.STANDARD else None
            costs.append(Cost(kind, messages, _of_kind(kind, prices, plan, messages, account, many), many))
    return tuple(costs)


def _of_kind(
    kind: Kind, prices: Prices, plan: PricingPlan, messages: float, account: Account, ips: int | None
) -> Bill:
    return bill(
        prices,
        plan,
        messages,
        vdm=bool(account.vdm),
        standard_ips=ips or 0,
        managed=kind is Kind.MANAGED,
    )
