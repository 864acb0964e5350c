"""What a good read at a moment brings, from the samples of a scenario."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.counts import SendBucket
from ses_tui.core.keys import OWN
from ses_tui.core.model import ACCOUNT, Metric, Point, Subject
from ses_tui.core.snapshot import Quota
from ses_tui.core.volume import BUCKET_SECONDS
from ses_tui.proving.parse_series import COUNT_OF, COUNTS
from ses_tui.proving.scenario import Scenario

Key = tuple[Subject, Metric]

QUOTA = 10_000.0
"""Max24HourSend of the account of a file."""

Sample = TypeVar("Sample")


class Feed:
    """``now`` is in UTC epoch seconds throughout; sample k is stamped ``start + k * poll``."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._ratios = {
            (subject, metric): (columns[name], columns["sends"])
            for subject, columns in scenario.counts.items()
            for metric, name in COUNT_OF.items()
            if subject != ACCOUNT and name in columns and (subject, metric) not in scenario.rates
        }
        own = scenario.counts.get(ACCOUNT, {})
        self._own = tuple(own.get(name, ()) for name in COUNTS)
        self._sums = tuple(_sums(column) for column in self._own)
        # Buckets that are over, and where the one begins that is filling.
        self._whole: list[SendBucket] = []
        self._failures: dict[float, int] = {}
        self._edge = (scenario.start - scenario.poll) // BUCKET_SECONDS * BUCKET_SECONDS
        self.length: Mapping[Key, int] = {
            **{key: len(samples) for key, samples in scenario.rates.items()},
            **{key: len(samples) for key, samples in scenario.words.items()},
            **{(ACCOUNT, metric): len(samples) for metric, samples in scenario.quota.items()},
            **{key: max(map(len, columns)) for key, columns in self._ratios.items()},
            **({(ACCOUNT, Metric.SENDS): max(map(len, self._own))} if own else {}),
        }

        quiet = {*self._listed, *((ACCOUNT, metric) for metric in scenario.quota)}
        self.watched = [key for key in self.length if key not in quiet]
        """The keys whose reads are told where they fail."""

    @property
    def _listed(self) -> Iterable[Key]:
        """The words that come with lists."""
        return [key for key in self._scenario.words if key not in OWN]

    def newest(self, now: float) -> int:
        """The number of the newest sample there is; below 0 where there is none yet."""
        return int((now - self._scenario.start) // self._scenario.poll)

    def points(self, key: Key, taken: int, now: float) -> list[Point]:
        """A rate's points after the first ``taken`` samples; of a row with counts its newest sums."""
        if key in self._ratios:
            return self._sums_now(key, taken, now)
        samples = self._scenario.rates[key]
        last = min(self.newest(now) + 1, len(samples))
        return [
            Point(self._at(number), value)
            for number in range(taken, last)
            if (value := samples[number]) is not None
        ]

    def word(self, key: Key, taken: int, now: float) -> str | None:
        """AWS's newest word after the first ``taken`` samples; it keeps no older one."""
        return _newest(self._scenario.words[key][taken : self.newest(now) + 1])

    def listed(self, now: float) -> dict[Key, str]:
        """What the lists say: the newest word of each key."""
        words = {key: self.word(key, 0, now) for key in self._listed}
        return {key: word for key, word in words.items() if word is not None}

    def quota(self, now: float) -> Quota | None:
        """As GetAccount says it; None where the file has nothing of it."""
        said = {metric: _newest(row[: self.newest(now) + 1]) for metric, row in self._scenario.quota.items()}
        if not any(value is not None for value in said.values()):
            return None
        use = said.get(Metric.QUOTA_USE)
        most = None if use is None else QUOTA
        return Quota(most, said.get(Metric.SEND_RATE_USE) or 0.0, (use or 0.0) * QUOTA)

    def failures(self, now: float) -> dict[float, int]:
        """Messages that failed to render per 15 minutes, by their start; those that ``buckets`` has seen."""
        return {at: failed for at, failed in self._failures.items() if at <= now}

    def buckets(self, now: float, since: float) -> list[SendBucket]:
        """The account's counts in 15-minute buckets that begin at or after ``since``.

        Each sample's messages are spread evenly over the poll before it. AWS lists no empty bucket.
        """
        last = min(now, self._at(len(self._sums[0]) - 1))
        while self._edge + BUCKET_SECONDS <= last:
            self._whole += self._bucket(self._edge, self._edge + BUCKET_SECONDS)
            self._edge += BUCKET_SECONDS
        first = bisect_left(self._whole, since, key=lambda bucket: bucket.at)
        return [*self._whole[first:], *(self._bucket(self._edge, last) if last > self._edge else ())]

    def _bucket(self, start: float, end: float) -> list[SendBucket]:
        """The counts from ``start``, where a bucket begins, to ``end``, perhaps within it."""
        grown = [self._until(sums, end) - self._until(sums, start) for sums in self._sums]
        if failed := grown.pop():
            self._failures[start] = failed
        return [SendBucket(start, *grown)] if any(grown) else []

    def _at(self, number: int) -> float:
        return self._scenario.start + number * self._scenario.poll

    def _until(self, sums: Sequence[int], at: float) -> int:
        """Messages until ``at``, straight lines between the samples."""
        place = (at - self._scenario.start) / self._scenario.poll + 1
        if place <= 0 or not sums:
            return 0
        if place >= len(sums):
            return sums[-1]
        whole = int(place)
        before = sums[whole - 1] if whole else 0
        return int(before + (sums[whole] - before) * (place - whole))

    def _sums_now(self, key: Key, taken: int, now: float) -> list[Point]:
        """VDM's sums of today and yesterday (UTC), as of the newest sample."""
        events, messages = self._ratios[key]
        length = self.length[key]
        newest = min(self.newest(now), length - 1)
        if newest < taken or _at_or_none(messages, newest) is None:
            return []
        at = self._at(newest)
        first = max(0, self.newest(utc_day(at) - DAY + self._scenario.poll - 1e-6))
        above = sum(filter(None, events[first : newest + 1]))
        below = sum(filter(None, messages[first : newest + 1]))
        return [Point(at, above / below, above, below)] if 0 <= above <= below and below else []


def _newest(samples: Sequence[Sample | None]) -> Sample | None:
    return next((one for one in reversed(samples) if one is not None), None)


def _sums(column: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(accumulate(value or 0 for value in column))


def _at_or_none(column: Sequence[int | None], number: int) -> int | None:
    return column[number] if number < len(column) else None
