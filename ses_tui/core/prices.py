"""What AWS asks for, as settings with their date."""

import re
from datetime import UTC, datetime
from math import ceil

from ses_tui.core.clock import DAY
from ses_tui.core.plans import PLANS, PricingPlan, Tier, tiered
from ses_tui.core.record import Record

MONTH_DAYS = 30
MONTH = MONTH_DAYS * DAY
"""Seconds of the month that costs are stated for."""

PLAN_CEILING = 50_000
"""Messages a day and IP at which AWS's own warm-up plan ends (SES developer guide, dedicated-ip-warming)."""

OLD_DAYS = 365
"""Days after which prices are said to be old."""

_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")


class Prices(Record, frozen=True):
    """Dollars. Settings, with their date."""

    as_of: str = "2026-07"
    """``YYYY-MM`` or ``YYYY-MM-DD``; the plans have dates of their own."""
    dedicated_ip: float = 24.95
    """A standard IP a month (AWS Price List API of 2026-07-22). That it is the same on each plan is
    taken: the list has no other."""
    managed_base: float = 15.0
    """Dedicated managed a month, before messages (SES.md's industry guide, July 2026)."""
    managed_tiers: tuple[Tier, ...] = (Tier(None, 0.08),)
    """Per message through managed. Lower tiers are not published where we could read them: with the
    first alone the cost of more than 10 million is an upper bound."""
    per_ip_day: int = PLAN_CEILING
    """Messages that a standard IP is planned for on the busiest day."""
    vdm_per_1000: float = 0.07
    """VDM per 1,000 messages without a plan that includes it. About: public write-ups, one
    of after July 2026; an industry guide says that it doubles the price of sending."""
    deliverability: float = 1250.0
    """A month of the global deliverability subscription (AWS Price List API of 2026-07-22)."""
    cloudwatch_per_1000: float = 0.01
    """1,000 metrics requested of GetMetricData (aws.amazon.com/cloudwatch/pricing)."""
    sqs_per_million: float = 0.40
    """Requests to a queue beyond AWS's free million of a month (aws.amazon.com/sqs/pricing)."""
    plans: tuple[PricingPlan, ...] = PLANS

    def plan(self, name: str) -> PricingPlan | None:
        """The plan of that name; None for a word that is in no table."""
        return next((one for one in self.plans if one.name == name), None)

    def sending(self, messages: float, plan: PricingPlan) -> float:
        """Dollars a month for sending so many messages."""
        return tiered(plan.sending, messages)

    def vdm(self, messages: float, plan: PricingPlan) -> float:
        """Dollars a month for VDM at so many messages."""
        return 0.0 if plan.vdm_included else messages / 1000 * self.vdm_per_1000

    def standard_ips(self, peak_day: float) -> int:
        """Standard IPs for so many messages on the busiest day."""
        return max(1, ceil(peak_day / self.per_ip_day))

    def standard(self, ips: int) -> float:
        """Dollars a month for so many standard IPs."""
        return ips * self.dedicated_ip

    def managed(self, messages: float) -> float:
        """Dollars a month for dedicated managed with so many messages."""
        return self.managed_base + tiered(self.managed_tiers, messages)

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
