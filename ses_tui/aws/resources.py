"""The one way in to what an account has besides mail, on the clients of an ``AwsReader``."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import SourceError
from ses_tui.core.found import FoundMetric
from ses_tui.core.model import Point
from ses_tui.core.reads import ReadError
from ses_tui.core.resources import (
    AlarmInfo,
    DeliverabilityRead,
    PoolsRead,
    Recommendation,
    SetsRead,
    TenantsRead,
)

if TYPE_CHECKING:
    from ses_tui.aws.operations import Operation


class ResourceReader:
    """Reads each source by itself: ReadError if it brought nothing, errors inside where it lacks parts.

    Calls of SES go one at a time (``Caller``), so that a long list never holds up the account's own
    reads for more than one call. Importing this module is cheap. ``wall``: UTC epoch seconds.
    """

    def __init__(self, reader: AwsReader, *, wall: Callable[[], float] = time.time) -> None:
        self._reader = reader
        self._wall = wall

    async def sets(self, only: Iterable[str] | None = None) -> SetsRead:
        """Configuration sets with their event destinations; two calls per set, free.

        ``only``: names as an earlier read gave them, to read those anew.
        """
        from ses_tui.aws.sets import read_sets

        return await read_sets(await self._reader.caller(), self._reader.names, only)

    async def tenants(self) -> TenantsRead:
        """Tenants with the status that AWS and the customer gave them; free."""
        from ses_tui.aws.tenants import read_tenants

        return await read_tenants(await self._reader.caller(), self._reader.names)

    async def pools(self) -> PoolsRead:
        """Dedicated IPs and their pools; empty where the account has none; free."""
        from ses_tui.aws.pools import read_pools

        return await read_pools(await self._reader.caller(), self._reader.names)

    async def recommendations(self) -> tuple[Recommendation, ...]:
        """The VDM advisor's findings, the gravest first; free, once a second at most."""
        from ses_tui.aws.advisor import read_recommendations

        return await read_recommendations(await self._reader.caller())

    async def alarms(self) -> tuple[AlarmInfo, ...]:
        """CloudWatch alarms on metrics of SES, composites last; free."""
        from ses_tui.aws.alarms import read_alarms

        return await read_alarms(await self._reader.caller())

    async def deliverability(
        self, ips: Sequence[str] | None = None, now: float | None = None
    ) -> DeliverabilityRead:
        """Inbox placement of the 30 days up to ``now``, and blocklists of ``ips`` (None: all dedicated).

        ReadError if neither was read. Never starts a subscription.
        """
        from ses_tui.aws.deliverability import read_deliverability
        from ses_tui.aws.pools import read_ips

        caller, names = await self._reader.caller(), self._reader.names
        errors: tuple[SourceError, ...] = ()
        if ips is None:
            try:
                ips = [one.ip for one in await read_ips(caller, names)]
            except ReadError as error:
                ips, errors = (), (error.error,)
        read = await read_deliverability(caller, names, self._wall() if now is None else now, ips)
        errors = (*read.errors, *errors)
        if errors and read.subscribed is None and read.blocklisted is None:
            raise ReadError(errors[0])
        return DeliverabilityRead(
            read.subscribed, read.account_status, read.domains, read.blocklisted, errors
        )

    async def metrics_found(self) -> tuple[FoundMetric, ...]:
        """Every metric of AWS/SES with its complete dimension set (ListMetrics); free up to AWS's free tier.

        New metrics take up to 15 minutes to be listed; silent ones vanish after two weeks.
        """
        from ses_tui.aws.found_metrics import read_metrics

        return await read_metrics(await self._reader.caller(), self._reader.names)

    async def values(
        self, metrics: Iterable[FoundMetric], start: float, end: float, period: int = 300
    ) -> tuple[Mapping[FoundMetric, tuple[Point, ...]], tuple[SourceError, ...]]:
        """Datapoints over [start, end), epoch seconds; **paid**: $0.01 per 1,000 metrics.

        ``period`` in seconds. A metric that was not read is absent; one without datapoints is empty.
        """
        from ses_tui.aws.found_metrics import read_values

        return await read_values(await self._reader.caller(), self._reader.names, metrics, start, end, period)

    async def outcomes(self) -> "Mapping[Operation, SourceError | None]":
        """How the newest call of each operation went; None: it was answered."""
        return dict((await self._reader.caller()).outcomes)
