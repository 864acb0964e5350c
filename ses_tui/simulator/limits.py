"""Limits that the service models state in prose only, and a count of all that was asked."""

import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Any

_PER_SECOND = {
    # (calls, seconds); 0.95 s for "once per second", so that a client's own pace of one second passes.
    "BatchGetMetricData": (16, 1.0),
    "ListRecommendations": (1, 0.95),
    "GetSendStatistics": (1, 0.95),
    "GetSendQuota": (1, 0.95),
    "DescribeAlarms": (9, 1.0),
}
_QUERIES_PER_SECOND = 160


class RateLimits:
    """Calls (and VDM queries) in any moving second of `clock`, by default the wall clock's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}
        self._queries: deque[tuple[float, int]] = deque()

    def crossed(self, operation: str, request: dict[str, Any]) -> str | None:
        """Which limit this call is over, or None and the call is counted."""
        if operation not in _PER_SECOND:
            return None
        now = self._clock()
        most, seconds = _PER_SECOND[operation]
        calls = self._calls.setdefault(operation, deque())
        while calls and now - calls[0] >= seconds:
            calls.popleft()
        if len(calls) >= most:
            return f"{operation}: more than {most} calls per second"
        if operation == "BatchGetMetricData":
            while self._queries and now - self._queries[0][0] >= 1:
                self._queries.popleft()
            asked = len(request["Queries"])
            if asked + sum(count for _, count in self._queries) > _QUERIES_PER_SECOND:
                return f"{operation}: more than {_QUERIES_PER_SECOND} queries per second"
            self._queries.append((now, asked))
        calls.append(now)
        return None


_MOST_KEPT = 1_000


class RequestLog:
    """Everything the account was asked, for `/_truth`: a client that behaves leaves the last four empty."""

    def __init__(self) -> None:
        self.operations: Counter[str] = Counter()
        self.metrics_requested = 0
        self.vdm_queries = 0
        self.faults: Counter[str] = Counter()
        self.violations: list[str] = []
        self.limits: list[str] = []
        self.writes: list[str] = []
        self.refused: list[str] = []

    def call(self, operation: str, request: dict[str, Any]) -> None:
        """Count a call, and what AWS would bill for it."""
        self.operations[operation] += 1
        if operation == "GetMetricData":
            queries = request.get("MetricDataQueries")
            queries = queries if isinstance(queries, list) else []
            self.metrics_requested += sum(
                "MetricStat" in query for query in queries if isinstance(query, dict)
            )
        if operation == "BatchGetMetricData":
            asked = request.get("Queries")
            self.vdm_queries += len(asked) if isinstance(asked, list) else 0

    def note(self, kind: list[str], text: str) -> None:
        if len(kind) < _MOST_KEPT:
            kind.append(text)

    def summary(self) -> dict[str, Any]:
        return {
            "total": sum(self.operations.values()) + len(self.refused),
            "operations": dict(sorted(self.operations.items())),
            "metrics_requested": self.metrics_requested,
            "vdm_queries": self.vdm_queries,
            "faults": dict(sorted(self.faults.items())),
            "violations": list(self.violations),
            "limits": list(self.limits),
            "writes": list(self.writes),
            "refused": list(self.refused),
        }
