"""SES's two reputation rates: a moving window over the representative volume."""

from bisect import bisect_right
from typing import NamedTuple

from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import EVERYTHING, SENT, Kind, Mail, Where

KEPT = 70 * 86400 // STEP
"""Steps kept: the 63 days that CloudWatch serves, and a week for the window on the first of them."""


class Rate(NamedTuple):
    """One published value of both rates: fractions over the last `volume` eligible mails."""

    at: int  # epoch seconds
    bounce_rate: float
    complaint_rate: float
    volume: int


class RateWindow:
    """Rate = hard bounces (complaints) among the last N mails / N, at every step.

    While fewer than N mails exist the window is what there is. Steps are worked out once; the last KEPT stay.
    """

    def __init__(self, mail: Mail, volume: int, where: Where = EVERYTHING) -> None:
        self._mail = mail
        self._volume = volume
        self._where = where
        self._first = 0  # step of the first kept total
        self._sent: list[int] = []
        self._permanent: list[int] = []
        self._complaints: list[int] = []
        self._known: dict[int, Rate | None] = {}

    def _sent_at(self, step: int) -> int:
        return sum(self._mail.total(kind, step, self._where) for kind in SENT)

    def _totals(self, kind: Kind, first: int, last: int) -> list[int]:
        return self._mail.run(kind, first, last, self._where)

    def _load(self, first: int, last: int) -> None:
        """Keep the totals from the beginning of the window at `first` up to `last`."""
        target = self._sent_at(first) - self._volume
        low, high = self._mail.first_step, max(first, self._mail.first_step)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._sent_at(middle) <= target else (low, middle)
        if not self._sent or low < self._first:
            self._first, begin = low, low
            self._sent, self._permanent, self._complaints = [], [], []
        else:
            begin = self._first + len(self._sent)
        end = max(last, begin - 1)
        if end < begin:
            return
        columns = [self._totals(kind, begin, end) for kind in SENT]
        self._sent += [sum(column) for column in zip(*columns, strict=True)]
        self._permanent += columns[1]
        self._complaints += self._totals("complaint", begin, end)

    def run(self, first: int, last: int) -> list[Rate]:
        """The rates at every step from first to last, both included; none before the history begins."""
        first = max(first, self._mail.first_step)
        if last < first:
            return []
        missing = [step for step in range(first, last + 1) if step not in self._known]
        if missing:
            self._load(missing[0], max(missing[-1], self._first + len(self._sent) - 1))
            for step in missing:
                self._known[step] = self._one(step - self._first, step)
        found = [self._known[step] for step in range(first, last + 1)]
        if missing and len(self._known) > 2 * KEPT:
            self._forget(last - KEPT)
        return [rate for rate in found if rate is not None]

    def _forget(self, before: int) -> None:
        """What is of steps before that one; asked for again, it is worked out again."""
        self._known = {step: rate for step, rate in self._known.items() if step >= before}
        begin = max(0, before - self._first)
        for totals in (self._sent, self._permanent, self._complaints):
            del totals[:begin]
        self._first += begin

    def _one(self, place: int, step: int) -> Rate | None:
        sent = self._sent
        volume = min(self._volume, sent[place])
        if volume == 0:
            return None  # no mail yet: AWS publishes nothing
        target = sent[place] - volume
        old = bisect_right(sent, target, hi=place + 1) - 1
        if old < 0:
            old, part = 0, 0.0
        else:
            rise = sent[old + 1] - sent[old] if old < place else 0
            part = (target - sent[old]) / rise if rise else 0.0
        bounces = _inside(self._permanent, place, old, part)
        complaints = _inside(self._complaints, place, old, part)
        return Rate(step * STEP, bounces / volume, complaints / volume, volume)

    def at(self, step: int) -> Rate | None:
        found = self.run(step, step)
        return found[0] if found else None


def _inside(totals: list[int], place: int, old: int, part: float) -> int:
    """Events between the window's two ends; the old end lies within a step: a whole event there too."""
    begin = totals[old]
    if part:
        begin += int((totals[old + 1] - begin) * part)
    return totals[place] - begin
