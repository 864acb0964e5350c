"""VDM's daily sums, many queries at a time: BatchGetMetricData, ten queries to a call."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from ses_tui.aws import shapes
from ses_tui.aws.operations import VDM, Calls
from ses_tui.aws.paging import HOPELESS, HOPELESS_IN_A_ROW
from ses_tui.core.clock import utc_day
from ses_tui.core.counts import DailySums, VdmCounts, VdmMetric
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Subject
from ses_tui.core.results import ReadError

QUERIES_PER_CALL = 10
"""The model's maximum; botocore does not check it."""

WORKERS = 16
"""Calls in the air at most. Four connections of the pool (clients.POOL) stay free for others."""

_NAMED = 3


class Ask(NamedTuple):
    """One subject's metrics."""

    subject: Subject

    dimensions: Mapping[str, str]
    """By AWS's names; empty for the whole account."""

    metrics: Sequence[VdmMetric]

    alone: bool = False
    """Whether it goes in calls of its own: a name that VDM does not accept fails the whole call."""


class _Query(NamedTuple):
    ask: Ask
    metric: VdmMetric


class Failures:
    """What was not read: one error per cause, however many queries it hit."""

    def __init__(self) -> None:
        self.rejected: set[Subject] = set()
        """Whose name VDM does not accept."""
        self._counts: Counter[tuple[ErrorKind, str, str]] = Counter()
        self._first: dict[tuple[ErrorKind, str, str], list[str]] = {}

    def add(self, kind: ErrorKind, message: str, hint: str, queries: Iterable[_Query]) -> None:
        """Count ``queries`` as not read for that reason."""
        labels = self._first.setdefault((kind, message, hint), [])
        for query in queries:
            self._counts[kind, message, hint] += 1
            if len(labels) < _NAMED:
                labels.append(f"{query.ask.subject.label} {query.metric}")

    def errors(self) -> tuple[SourceError, ...]:
        """One per cause, with the number of queries and the first few."""
        errors = []
        for (kind, message, hint), count in self._counts.items():
            labels = self._first[kind, message, hint]
            first = ", ".join(labels) + ("…" if count > len(labels) else "")
            queries = "1 query" if count == 1 else f"{count} queries"
            errors.append(SourceError(VDM.source, VDM.name, kind, f"{message} ({queries}: {first})", hint))
        return tuple(errors)


class Batch:
    """What one run of queries brought. A (subject, metric) that was not read is absent."""

    def __init__(self) -> None:
        self.sums: dict[Subject, dict[VdmMetric, DailySums]] = {}
        self.failures = Failures()

    def counts(self, subject: Subject) -> VdmCounts:
        """The subject's counts; empty where nothing was read."""
        return VdmCounts(subject, self.sums.get(subject, {}))


async def run(caller: Calls, asks: Iterable[Ask], first_day: float, end: float) -> Batch:
    """Read every ask over the UTC days that start in [first_day, end).

    Calls leave as fast as the limiter lets them; answers are folded as they come, so a run over
    10,000 identities holds only its sums. Never raises for what AWS does: see ``failures``.
    """
    work = _Work(caller, _calls(asks), first_day, end)
    async with asyncio.TaskGroup() as group:
        for _ in range(WORKERS):
            group.create_task(work.run())
    return work.batch


class _Work:
    """The workers share one iterator of calls, so the pieces are made as they are needed."""

    def __init__(
        self, caller: Calls, calls: Iterator[tuple[_Query, ...]], first_day: float, end: float
    ) -> None:
        self.batch = Batch()
        self._caller = caller
        self._calls = calls
        self._span = (first_day, end)
        # Whether EndDate's own day belongs to the answer is documented nowhere (model 1.43.117), so
        # the day after the last is asked for and what lies outside the span is left out below.
        self._dates = {
            "StartDate": datetime.fromtimestamp(first_day, UTC),
            "EndDate": datetime.fromtimestamp(end, UTC),
        }
        self._failed_in_a_row = 0
        self._hopeless: SourceError | None = None

    async def run(self) -> None:
        """Take calls until there are none."""
        for queries in self._calls:
            if self._hopeless is not None:
                self._not_read(self._hopeless, queries)
                continue
            try:
                answer = await self._caller.call_vdm(VDM, [self._wire(n, q) for n, q in enumerate(queries)])
            except ReadError as failed:
                self._failed(failed.error, queries)
            else:
                self._failed_in_a_row = 0
                self._fold(answer, queries)

    def _wire(self, number: int, query: _Query) -> dict[str, object]:
        wire: dict[str, object] = {
            "Id": f"q{number}",
            "Namespace": "VDM",
            "Metric": query.metric.value,
            **self._dates,
        }
        if query.ask.dimensions:
            wire["Dimensions"] = dict(query.ask.dimensions)
        return wire

    def _failed(self, error: SourceError, queries: tuple[_Query, ...]) -> None:
        alone = queries[0].ask.alone
        if alone and error.kind is ErrorKind.INVALID_REQUEST:
            self.batch.failures.rejected.add(queries[0].ask.subject)
            hint = "VDM does not know this name: check it under [vdm] isps"
            self.batch.failures.add(error.kind, error.message, hint, queries)
            return
        self._failed_in_a_row += 1
        if error.kind in HOPELESS or self._failed_in_a_row >= HOPELESS_IN_A_ROW:
            self._hopeless = error
        self._not_read(error, queries)

    def _not_read(self, error: SourceError, queries: tuple[_Query, ...]) -> None:
        self.batch.failures.add(error.kind, error.message, error.hint, queries)

    def _fold(self, answer: shapes.Answer, queries: tuple[_Query, ...]) -> None:
        """An Id in Errors, or in neither list, was not read."""
        results = {shapes.raw_text(result, "Id"): result for result in shapes.structs(answer, "Results")}
        stated = {shapes.raw_text(error, "Id"): error for error in shapes.structs(answer, "Errors")}
        failures = self.batch.failures
        for number, query in enumerate(queries):
            result = results.get(f"q{number}")
            error = stated.get(f"q{number}")
            if error is not None:
                failures.add(*_finding(shapes.raw_text(error, "Code")), (query,))
            elif result is None:
                failures.add(*_finding(""), (query,))
            elif (sums := _daily(result, *self._span)) is None:
                failures.add(*_finding("unreadable"), (query,))
            else:
                self.batch.sums.setdefault(query.ask.subject, {})[query.metric] = sums


def _calls(asks: Iterable[Ask]) -> Iterator[tuple[_Query, ...]]:
    """Ten queries to a call; an ask that goes alone shares none."""
    waiting: list[_Query] = []
    for ask in asks:
        queries = [_Query(ask, metric) for metric in ask.metrics]
        if ask.alone:
            for first in range(0, len(queries), QUERIES_PER_CALL):
                yield tuple(queries[first : first + QUERIES_PER_CALL])
            continue
        waiting += queries
        while len(waiting) >= QUERIES_PER_CALL:
            yield tuple(waiting[:QUERIES_PER_CALL])
            del waiting[:QUERIES_PER_CALL]
    if waiting:
        yield tuple(waiting)


@lru_cache(maxsize=256)
def _day(at: float) -> float:
    """The UTC day of ``at``, each day one object: the numbers of ten thousand identities share them."""
    return utc_day(at)


def _daily(result: shapes.Answer, first_day: float, end: float) -> DailySums | None:
    """The sums per UTC day inside the span; None if a value is no count."""
    by_time: dict[float, int] = {}
    for time, value in zip(
        shapes.values(result, "Timestamps"), shapes.values(result, "Values"), strict=False
    ):
        at, count = shapes.as_time(time), shapes.as_count(value)
        if at is None or count is None:
            return None
        by_time[at] = count
    days: dict[float, int] = {}
    for at, count in by_time.items():
        day = _day(at)
        if first_day <= day < end:
            days[day] = days.get(day, 0) + count
    return days


def _finding(code: str) -> tuple[ErrorKind, str, str]:
    if code == "ACCESS_DENIED":
        return ErrorKind.ACCESS_DENIED, "VDM denies this", f"allow {VDM.action} (ses-tui iam-policy)"
    if code == "unreadable":
        return ErrorKind.SERVICE, "VDM's answer holds values that are no counts", "please report this"
    if code:
        return ErrorKind.SERVICE, "VDM failed to answer", "it is read again at the next poll"
    return ErrorKind.PARTIAL, "VDM left this out of its answer", "it is read again at the next poll"
