"""The CloudWatch metrics of namespace AWS/SES: which exist, and their datapoints.

A metric is its name and its complete dimension set. Counts are sparse: a step without mail has no datapoint.
The dimension keys of tenants, managed pools and SNDS are documented nowhere; these are made up.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from ses_tui.simulator import isps
from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.hours import PER_HOUR, STEP
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Where
from ses_tui.simulator.rates import RateWindow

NAMESPACE = "AWS/SES"
BOUNCE_RATE = "Reputation.BounceRate"
COMPLAINT_RATE = "Reputation.ComplaintRate"
_COUNTS: dict[str, tuple[Kind, ...]] = {
    "Send": SENT,
    "Delivery": ("delivered",),
    "Bounce": ("permanent",),
    "Complaint": ("complaint",),
    "Reject": ("reject",),
    "Open": ("open",),
    "Click": ("click",),
    "RenderingFailure": ("rendering",),
}
Dimensions = tuple[tuple[str, str], ...]
Points = list[tuple[int, float]]
"""(epoch seconds, value), oldest first."""


class Metric(NamedTuple):
    """`grain`: distance of its datapoints in steps. `points`: those of steps first..last, both included."""

    name: str
    dimensions: Dimensions
    unit: Literal["Count", "None", "Percent"]
    grain: int
    points: Callable[[int, int], Points]
    total: Callable[[int, int], int] | None = None
    """Of a count of mail: the sum of those points, which takes less time."""

    def published(self, first: int, last: int) -> bool:
        """Whether any of these steps has a datapoint."""
        return bool(self.total(first, last) if self.total else self.points(first, last))


_catalogues: WeakKeyDictionary[Account, dict[tuple[str, Dimensions], Metric]] = WeakKeyDictionary()


def catalogue(account: Account) -> dict[tuple[str, Dimensions], Metric]:
    """All metrics that exist, by name and sorted dimensions."""
    found = _catalogues.get(account)
    if found is None:
        found = _catalogues[account] = {(metric.name, metric.dimensions): metric for metric in _all(account)}
    return found


def _all(account: Account) -> list[Metric]:
    found = _mail_metrics(account, (), EVERYTHING) + _rates((), account.rates)
    for name, configuration_set in account.resources.configuration_sets.items():
        dimensions = (("ses:configuration-set", name),)
        where = Where(configuration_set=name)
        found += _mail_metrics(account, dimensions, where)
        if configuration_set.reputation_metrics:
            found += _rates(dimensions, account.set_rates(name))
    for tenant in account.resources.tenants:
        found += _mail_metrics(account, (("ses:tenant-name", tenant),), Where(tenant=tenant))
    for pool, mode in account.resources.pools.items():
        if mode == "MANAGED":
            found += _managed_pools(account, pool)
    for ip in account.resources.ips:
        found += _snds(account, ip.ip, ip.pool, ip.ip in account.resources.blocklisted)
    return found


def _mail_metrics(account: Account, dimensions: Dimensions, where: Where) -> list[Metric]:
    counts = {name: _counts(account, kinds, where) for name, kinds in _COUNTS.items()}
    totals = {name: _total(account, kinds, where) for name, kinds in _COUNTS.items()}
    if where == EVERYTHING:
        counts["Send"] = _with_earlier_weeks(account, counts["Send"])
        del totals["Send"]
    return [Metric(name, dimensions, "Count", 1, points, totals.get(name)) for name, points in counts.items()]


def _with_earlier_weeks(
    account: Account, points: Callable[[int, int], Points]
) -> Callable[[int, int], Points]:
    """Before the history begins every week is like the first of it, hour by hour."""

    def longer(first: int, last: int) -> Points:
        begins = -(-account.first_step // PER_HOUR) * PER_HOUR
        hours = range(-(-first // PER_HOUR) * PER_HOUR, min(last + 1, begins), PER_HOUR)
        week = 7 * DAY // STEP
        earlier = [
            (step * STEP, account.sent(same, same + PER_HOUR))
            for step in hours
            for same in [step + -(-(begins - step) // week) * week]
        ]
        return [(at, float(sent)) for at, sent in earlier if sent] + points(max(first, begins), last)

    return longer


def _counts(account: Account, kinds: tuple[Kind, ...], where: Where) -> Callable[[int, int], Points]:
    def points(first: int, last: int) -> Points:
        last = min(last, account.step - 1)  # a step is published when it is over
        if last < first:
            return []
        rows = [account.mail.run(kind, first, last + 1, where) for kind in kinds]
        totals = [sum(column) for column in zip(*rows, strict=True)]
        rises = [(first + n, totals[n + 1] - totals[n]) for n in range(len(totals) - 1)]
        return [(step * STEP, float(rise)) for step, rise in rises if rise]

    return points


def _total(account: Account, kinds: tuple[Kind, ...], where: Where) -> Callable[[int, int], int]:
    def total(first: int, last: int) -> int:
        last = max(first, min(last + 1, account.step))
        return sum(account.mail.between(kind, first, last, where) for kind in kinds)

    return total


def _rates(dimensions: Dimensions, window: RateWindow) -> list[Metric]:
    def bounce(first: int, last: int) -> Points:
        return [(rate.at, rate.bounce_rate) for rate in window.run(first, last)]

    def complaint(first: int, last: int) -> Points:
        return [(rate.at, rate.complaint_rate) for rate in window.run(first, last)]

    return [
        Metric(BOUNCE_RATE, dimensions, "None", 1, bounce),
        Metric(COMPLAINT_RATE, dimensions, "None", 1, complaint),
    ]


def _managed_pools(account: Account, pool: str) -> list[Metric]:
    """Capacity and mail of a day per ISP; the other two per ISP or per pool: AWS does not say which."""
    managed_by = account.scenario.settings.managed_by
    found = [metric for isp in isps.NAMED for metric in _managed_pool(account, pool, isp)]
    if managed_by == "nobody":
        return [metric._replace(dimensions=metric.dimensions[1:]) for metric in found]
    if managed_by == "isp":
        return found
    own = [metric for metric in _managed_pool(account, pool, None) if metric.name not in _PER_ISP]
    return [*own, *(metric for metric in found if metric.name in _PER_ISP)]


_PER_ISP = frozenset({"SentLast24Hours", "Available24HourSend"})


def _managed_pool(account: Account, pool: str, isp: str | None) -> list[Metric]:
    """Hourly: how warm a managed pool is, at one ISP or altogether. It follows the volume of the last day."""
    dimensions: Dimensions = (("ses:dedicated-ip-pool", pool),)
    if isp is not None:
        dimensions = (*dimensions, ("ses:isp", isp))
    where = Where(pool=pool, isp=isp)

    def last_day(step: int) -> int:
        return account.sent(step - DAY // STEP, step, where)

    def available(step: int) -> int:
        warm = 0.12 if account.scenario.name == "warmup" else 1.0
        age = max(0.0, (step * STEP - account.start) / DAY)
        return round(2_000 + 4 * last_day(step) * min(1.0, warm + 0.05 * age))

    def share(step: int) -> float:
        wanted = last_day(step)
        return round(100 * min(1.0, available(step) / wanted), 1) if wanted else 0.0

    def hourly(value: Callable[[int], float]) -> Callable[[int, int], Points]:
        def points(first: int, last: int) -> Points:
            last = min(last, account.step)
            return [(step * STEP, float(value(step))) for step in range(-(-first // 12) * 12, last + 1, 12)]

        return points

    return [
        Metric("Send", dimensions, "Count", 1, _counts(account, SENT, where)),
        Metric("SentLast24Hours", dimensions, "Count", 12, hourly(last_day)),
        Metric("Available24HourSend", dimensions, "Count", 12, hourly(available)),
        Metric("ApproximateDedicatedSendingPercentage", dimensions, "Percent", 12, hourly(share)),
    ]


def _snds(account: Account, ip: str, pool: str, listed: bool) -> list[Metric]:
    """Microsoft's daily view of one dedicated IP, from the pool's mail to Hotmail."""
    dimensions = (("ses:ip", ip),)
    siblings = sum(other.pool == pool for other in account.resources.ips)
    where = Where(pool=pool, isp="Hotmail")
    a_day = DAY // STEP

    def daily(value: Callable[[int], float]) -> Callable[[int, int], Points]:
        def points(first: int, last: int) -> Points:
            last = min(last, account.step - a_day)
            days = range(-(-first // a_day) * a_day, last + 1, a_day)
            return [(step * STEP, float(value(step))) for step in days]

        return points

    def recipients(step: int) -> int:
        return account.sent(step, step + a_day, where) // siblings

    def complaints(step: int) -> float:
        count = account.mail.between("complaint", step, step + a_day, where)
        return count / max(1, recipients(step) * siblings)

    return [
        Metric(
            "SNDS.RCPTCommands", dimensions, "Count", a_day, daily(lambda step: recipients(step) * 101 // 100)
        ),
        Metric("SNDS.DATACommands", dimensions, "Count", a_day, daily(recipients)),
        Metric("SNDS.MessageRecipients", dimensions, "Count", a_day, daily(recipients)),
        Metric("SNDS.TrapHits", dimensions, "Count", a_day, daily(lambda _step: 3.0 if listed else 0.0)),
        Metric("SNDS.SpamRate", dimensions, "None", a_day, daily(lambda _step: 0.5 if listed else 0.0)),
        Metric("SNDS.ComplaintRate", dimensions, "None", a_day, daily(complaints)),
    ]
