"""What a good read at a moment brings, from the samples of a scenario."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.counts import SendBucket
from ses_tui.core.model import ACCOUNT, Metric, Point, Subject
from ses_tui.core.volume import BUCKET_SECONDS
from ses_tui.proving.parse_series import COUNT_OF
from ses_tui.proving.scenario import Scenario

Key = tuple[Subject, Metric]


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
        self._own = tuple(own.get(name, ()) for name in ("sends", "bounces", "complaints"))
        self._sums = tuple(_sums(column) for column in self._own)
        # Buckets that are over, and where the one begins that is filling.
        self._whole: list[SendBucket] = []
        self._edge = (scenario.start - scenario.poll) // BUCKET_SECONDS * BUCKET_SECONDS
        self.length: Mapping[Key, int] = {
            **{key: len(samples) for key, samples in scenario.rates.items()},
            **{(ACCOUNT, metric): len(samples) for metric, samples in scenario.words.items()},
            **{key: max(map(len, columns)) for key, columns in self._ratios.items()},
            **({(ACCOUNT, Metric.SENDS): max(map(len, self._own))} if own else {}),
        }

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

    def word(self, metric: Metric, taken: int, now: float) -> str | None:
        """AWS's newest word after the first ``taken`` samples; it keeps no older one."""
        samples = self._scenario.words[metric][taken : self.newest(now) + 1]
        return next((word for word in reversed(samples) if word is not None), None)

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
        grown = (self._until(sums, end) - self._until(sums, start) for sums in self._sums)
        sent, bounced, complained = grown
        return [SendBucket(start, sent, bounced, complained, 0)] if sent or bounced or complained else []

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


def _sums(column: Sequence[int | None]) -> tuple[int, ...]:
    return tuple(accumulate(value or 0 for value in column))


def _at_or_none(column: Sequence[int | None], number: int) -> int | None:
    return column[number] if number < len(column) else None
