"""Rejects and rendering failures above what is usual for this account.

Rejects are mail in which SES found a virus; a message fails to render where its template lacks data. A
window counts where it has enough of both, at least twice the usual rate of the days before, and so many
as would not come by chance (``unusual``, ALERTING, small numbers).
"""

from collections.abc import Iterable, Sequence

from ses_tui.core.binomial import interval_text, upper_tail
from ses_tui.core.clock import HOUR, utc_day
from ses_tui.core.model import Metric
from ses_tui.core.record import Record
from ses_tui.core.unusual import stands_out, usual

HOURS = (1, 6)
"""The windows, the shortest first: little mail needs the longer one."""

CHANCE = 1e-5
"""Of one look at one window. There are 17,000 of them in 90 days."""

Counts = Sequence[tuple[float, int, int]]
"""Start of a span (UTC epoch seconds), events and messages in it; in time order."""


class WindowRate(Record, frozen=True):
    """``events`` of ``messages`` in the last ``hours``."""

    hours: int
    events: int
    messages: int
    usual: float | None
    """The rate of the days before, a fraction; None with too few days."""
    above: bool
    """Whether it is above what is usual."""

    @property
    def value(self) -> float | None:
        """The rate, a fraction; None without mail."""
        return self.events / self.messages if self.messages else None


def look(counts: Counts, metric: Metric, end: float) -> WindowRate:
    """The shortest window up to ``end`` that is above usual, or else the shortest of all."""
    days = tuple(_days(counts))
    found = [_window(counts, days, metric, end, hours) for hours in HOURS]
    return next((one for one in found if one.above), found[0])


def _window(
    counts: Counts, days: tuple[tuple[float, int, int], ...], metric: Metric, end: float, hours: int
) -> WindowRate:
    start = end - hours * HOUR
    inside = [(events, messages) for at, events, messages in counts if start <= at < end]
    k, n = sum(events for events, _ in inside), sum(messages for _, messages in inside)
    base = usual(days, start, metric)
    above = (
        base is not None
        and 0 < k <= n
        and stands_out(k, n, base.rate, metric)
        and upper_tail(k / base.scatter, n / base.scatter, base.rate) <= CHANCE
    )
    return WindowRate(hours, k, n, base.rate if base else None, above)


def _days(counts: Counts) -> Iterable[tuple[float, int, int]]:
    sums: dict[float, tuple[int, int]] = {}
    for at, events, messages in counts:
        before = sums.get(utc_day(at), (0, 0))
        sums[utc_day(at)] = before[0] + events, before[1] + messages
    return ((day, events, messages) for day, (events, messages) in sums.items())


def above_text(found: WindowRate, verb: str) -> str:
    """``31 of 5,120 rejected in 1 h (0.61 %, 0.43-0.86), usual 0.00 %``."""
    rate = interval_text(found.events, found.messages, 2).replace(" (", ", ").rstrip(")")
    usually = "" if found.usual is None else f", usual {100 * found.usual:.2f} %"
    return f"{found.events:,} of {found.messages:,} {verb} in {found.hours} h ({rate}){usually}"
