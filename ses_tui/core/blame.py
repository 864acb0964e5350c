"""Who moved the account's rate: excess over each subject's own usual rate."""

from collections.abc import Iterable
from math import sqrt

from ses_tui.core.model import Metric, Subject
from ses_tui.core.record import Record

EXPLAINED = 0.60
"""The smallest set of subjects that explains this share of the excess is named."""

LEAST_EXCESS = 5.0
LEAST_RISE = 0.25
LEAST_SIGMAS = 3.0
"""The account's excess must be this many events, this share of what is usual, and this many times
the square root of it (what chance alone moves a count by); else it is noise."""


class Counts(Record, frozen=True):
    """One subject's events and messages, now and in its usual days before."""

    subject: Subject
    events: int
    messages: int
    usual_events: int
    usual_messages: int

    @property
    def usual_rate(self) -> float | None:
        """Fraction over the usual days; None without mail in them."""
        return self.usual_events / self.usual_messages if self.usual_messages else None


class Blame(Record, frozen=True):
    """Who is behind a rate: the subjects with the largest share of the excess, largest first.

    ``shares`` are fractions of the excess over all subjects of that kind; ``usual`` is the first
    one's own usual rate.
    """

    metric: Metric
    shares: tuple[tuple[Subject, float], ...]
    usual: float | None

    @property
    def first(self) -> Subject:
        """The subject with the largest share."""
        return self.shares[0][0]


def blame(metric: Metric, rows: Iterable[Counts], overall_usual: float) -> Blame | None:
    """The smallest set of rows that explains 60 % of the excess, or None where nothing stands out.

    ``rows`` are the subjects of one kind, such as all ISPs; a row without history is held against
    ``overall_usual``, the fraction of the whole. Excess = events - usual rate x messages; shares are
    of the sum over all rows, the account's excess.
    """
    excess: list[tuple[float, Counts]] = []
    expected = 0.0
    for row in rows:
        usual = row.usual_rate if row.usual_rate is not None else overall_usual
        expected += usual * row.messages
        excess.append((row.events - usual * row.messages, row))
    total = sum(over for over, _ in excess)
    if total < max(LEAST_EXCESS, LEAST_RISE * expected, LEAST_SIGMAS * sqrt(expected)):
        return None
    excess.sort(key=lambda pair: (-pair[0], pair[1].subject.label))
    shares: list[tuple[Subject, float]] = []
    explained = 0.0
    for over, row in excess:
        share = min(1.0 - explained, over / total)
        shares.append((row.subject, share))
        explained += share
        if explained >= EXPLAINED:
            break
    return Blame(metric, tuple(shares), excess[0][1].usual_rate)


def sharper(one: Blame | None, other: Blame | None) -> Blame | None:
    """Of two explanations (by ISP, by identity) the one with fewer names, then the larger share."""
    if one is None or other is None:
        return one or other
    return min((one, other), key=lambda blame: (len(blame.shares), -blame.shares[0][1]))
