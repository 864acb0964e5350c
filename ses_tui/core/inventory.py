"""What an account has besides mail, as last read: one record for the snapshot.

A part that was never read is None; ``errors`` says per part why the newest read brought nothing, and
what was read before stays. Names of parts: sets, tenants, endpoints, pools, advisor, alarms, deliverability,
values.
"""

from collections.abc import Mapping

from ses_tui.core.errors import SourceError
from ses_tui.core.model import Series, Subject
from ses_tui.core.record import Record
from ses_tui.core.resources import (
    AlarmInfo,
    DeliverabilityResult,
    MultiRegionEndpoint,
    PoolsResult,
    Recommendation,
    SetsResult,
    TenantsResult,
)

VALUE_SECONDS = 300.0
"""Pace and period of the values: what AWS publishes at most. Slower where ``max_monthly_usd`` asks for it."""

MOST_METRICS = 500
"""Metrics of one read: an account with thousands of tenants must not cost a fortune while looked at."""


class ListedValue(Record, frozen=True):
    """One CloudWatch metric of one subject. ``isp``: only the mail to that ISP; None: all of it.

    ``name`` as CloudWatch lists it, such as ``Reputation.BounceRate``; ``series``: the last 24 hours, of
    what comes once a day (``SNDS.``) the last three days.
    """

    subject: Subject
    name: str
    series: Series
    isp: str | None = None


class Inventory(Record, frozen=True):
    """``read_at``: per part the last good read, UTC epoch seconds. ``values_wanted``: somebody looks at
    what costs (CloudWatch values per set, tenant, pool, IP), or the account is not ok; ``values_seconds``:
    how often they are read, ``values_usd``: what that costs in a month of 30 days."""

    sets: SetsResult | None = None
    tenants: TenantsResult | None = None
    endpoints: tuple[MultiRegionEndpoint, ...] | None = None
    pools: PoolsResult | None = None
    advisor: tuple[Recommendation, ...] | None = None
    alarms: tuple[AlarmInfo, ...] | None = None
    deliverability: DeliverabilityResult | None = None
    values: tuple[ListedValue, ...] = ()
    values_wanted: bool = False
    values_usd: float = 0.0
    values_seconds: float = VALUE_SECONDS
    warmup: Mapping[str, Series] = {}
    errors: Mapping[str, tuple[SourceError, ...]] = {}
    read_at: Mapping[str, float] = {}

    def value(self, subject: Subject, name: str, isp: str | None = None) -> ListedValue | None:
        """One metric of one subject, if it was found."""
        return next(
            (one for one in self.values if one.subject == subject and one.name == name and one.isp == isp),
            None,
        )
