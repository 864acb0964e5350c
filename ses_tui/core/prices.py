"""What AWS asks for, as settings with their date. Dollars; the price of sending itself is the same for
all kinds of IP and left out."""

import re
from datetime import UTC, datetime
from math import ceil

from ses_tui.core.clock import DAY
from ses_tui.core.record import Record

MONTH = 30 * DAY
"""Seconds of the month that costs are stated for."""

OLD_DAYS = 365
"""Days after which prices are said to be old."""

_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")


class Tier(Record, frozen=True):
    """``usd`` per 1,000 messages of a month, up to ``messages`` of them (None: without end)."""

    messages: int | None
    usd: float


class Prices(Record, frozen=True):
    """As of ``as_of``, ``YYYY-MM`` or ``YYYY-MM-DD`` (SES.md, after an industry guide of July 2026).

    ``managed_tiers``: the lower tiers are not published where we could read them: with the first alone
    the cost of large volumes is an upper bound. ``per_ip_day``: messages that one standard IP is
    planned for on the busiest day; an assumption of ours, not a limit of AWS's. ``deliverability``:
    a month of the global deliverability subscription. ``cloudwatch_per_1000``: 1,000 metrics requested
    of GetMetricData (aws.amazon.com/cloudwatch/pricing). ``sqs_per_million``: requests to a queue beyond
    AWS's free million of a month (aws.amazon.com/sqs/pricing).
    """

    as_of: str = "2026-07"
    dedicated_ip: float = 24.95
    managed_base: float = 15.0
    managed_tiers: tuple[Tier, ...] = (Tier(None, 0.08),)
    per_ip_day: int = 100_000
    deliverability: float = 1250.0
    cloudwatch_per_1000: float = 0.01
    sqs_per_million: float = 0.40

    def standard_ips(self, peak_day: float) -> int:
        """Standard IPs for so many messages on the busiest day."""
        return max(1, ceil(peak_day / self.per_ip_day))

    def standard(self, ips: int) -> float:
        """Dollars a month for so many standard IPs."""
        return ips * self.dedicated_ip

    def managed(self, messages: float) -> float:
        """Dollars a month for dedicated managed with so many messages."""
        cost, before = self.managed_base, 0.0
        for tier in self.managed_tiers:
            upto = messages if tier.messages is None else min(messages, tier.messages)
            cost += max(0.0, upto - before) / 1000 * tier.usd
            before = max(before, upto)
        return cost

    def metrics(self, metrics_per_poll: float, poll_seconds: float) -> float:
        """Dollars a month for so many CloudWatch metrics every ``poll_seconds``.

        Two rates every 5 minutes: 2 x 8,640 / 100,000 = $0.17.
        """
        return self.requested(metrics_per_poll * MONTH / poll_seconds)

    def requested(self, metrics: float) -> float:
        """Dollars for so many CloudWatch metrics requested."""
        return metrics * self.cloudwatch_per_1000 / 1000

    def old(self, now: float) -> bool:
        """Whether they are over a year old at ``now``, UTC epoch seconds; not where there is no date."""
        told = as_of_time(self.as_of)
        return told is not None and now - told > OLD_DAYS * DAY

    def dated(self, now: float) -> str:
        """``prices of 2026-07``, and that it is over a year ago where it is."""
        if as_of_time(self.as_of) is None:
            return f"prices {self.as_of}"
        aged = ", over a year old: look them up and set [prices]" if self.old(now) else ""
        return f"prices of {self.as_of}{aged}"


DEFAULT_PRICES = Prices()


def as_of_time(text: str) -> float | None:
    """The end of that month, or the start of that day, UTC epoch seconds; None where it is no such date."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        if day:
            return datetime(year, month, int(day), tzinfo=UTC).timestamp()
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    except ValueError:
        return None
    return following.timestamp()


def month_of(now: float) -> str:
    """``2026-11``: the month of the UTC calendar that AWS bills."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m")


def seconds_left(now: float) -> float:
    """Seconds until that month is over."""
    today = datetime.fromtimestamp(now, UTC)
    following = datetime(today.year + today.month // 12, today.month % 12 + 1, 1, tzinfo=UTC)
    return following.timestamp() - now
