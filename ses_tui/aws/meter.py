"""What reading costs: counts of what went to AWS, and dollars of a 30-day month."""

from threading import Lock

from ses_tui.core.clock import DAY
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.snapshot import Usage

USD_PER_METRIC = DEFAULT_PRICES.cloudwatch_per_1000 / 1000
"""CloudWatch GetMetricData, per metric requested, unless ``[prices]`` says otherwise.

GetAccount, GetSendStatistics and the lists are free. The price of VDM's queries is not published.
"""

MONTH = 30 * DAY
"""Seconds of the month in which prices are said."""


def monthly_usd(metrics_per_poll: float, poll_seconds: float, usd: float = USD_PER_METRIC) -> float:
    """Dollars of a 30-day month for ``metrics_per_poll`` metrics every ``poll_seconds``, each for ``usd``.

    Two rates every 5 minutes: 2 x 8,640 / 100,000 = $0.17.
    """
    return metrics_per_poll * MONTH / poll_seconds * usd


class Meter:
    """Counts since the start. Safe to read and to add to from any thread.

    ``api_calls``: requests that left, retries included; ``metrics_requested``: queries of
    GetMetricData, which are paid for, in every request that left; ``vdm_queries``: queries of
    BatchGetMetricData.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._api_calls = 0
        self._metrics_requested = 0
        self._vdm_queries = 0

    def add(self, *, api_calls: int = 0, metrics_requested: int = 0, vdm_queries: int = 0) -> None:
        """Count what just left."""
        with self._lock:
            self._api_calls += api_calls
            self._metrics_requested += metrics_requested
            self._vdm_queries += vdm_queries

    @property
    def api_calls(self) -> int:
        """Requests that left, retries included."""
        return self._api_calls

    @property
    def metrics_requested(self) -> int:
        """CloudWatch metrics requested: what AWS bills."""
        return self._metrics_requested

    @property
    def vdm_queries(self) -> int:
        """Queries inside the BatchGetMetricData calls."""
        return self._vdm_queries

    def usage(self, metrics_per_month: float = 0.0) -> Usage:
        """The counts, with the estimate for ``metrics_per_month`` metrics at the present cadence."""
        with self._lock:
            return Usage(
                api_calls=self._api_calls,
                metrics_requested=self._metrics_requested,
                vdm_queries=self._vdm_queries,
                estimated_monthly_usd=metrics_per_month * USD_PER_METRIC,
            )
