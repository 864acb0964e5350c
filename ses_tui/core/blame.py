"""Who moved the account's rate: excess over each subject's own usual rate.

VDM takes ISP and identity in one query, so the hot pairs can be asked for too: five ISPs by five identities
are 50 queries, five calls; worth it when the account is not ok.
"""

from collections.abc import Iterable
from math import sqrt
from typing import TypeVar

from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, Subject
from ses_tui.core.record import Record

Named = TypeVar("Named")

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


def blame(
    metric: Metric, rows: Iterable[Counts], overall_usual: float, whole: Counts | None = None
) -> Blame | None:
    """The smallest set of rows that explains 60 % of the excess, or None where nothing stands out.

    ``rows`` are the subjects of one kind, such as all ISPs; a row without history is held against
    ``overall_usual``, the fraction of the whole. Excess = events - usual rate x messages. Shares are
    of the account's excess: ``whole`` where it was read, else the sum over all rows.
    """
    given = list(rows)
    excesses = [excess(row, overall_usual) for row in given]
    if whole is None:
        total = sum(excesses)
        expected = sum(row.events for row in given) - total
    else:
        total = excess(whole, overall_usual)
        expected = whole.events - total
    if not stands_out(total, expected):
        return None
    named = list(zip(excesses, given, strict=True))
    named.sort(key=lambda pair: (-pair[0], pair[1].subject.label))
    shares = smallest_set([(over, row.subject) for over, row in named], total)
    return Blame(metric, shares, named[0][1].usual_rate) if shares else None


def excess(row: Counts, overall_usual: float) -> float:
    """Events over what the row's own usual rate makes of its messages; below 0 where fewer."""
    usual = row.usual_rate if row.usual_rate is not None else overall_usual
    return row.events - usual * row.messages


def stands_out(total: float, expected: float) -> bool:
    """Whether so many events above the ``expected`` ones are more than noise."""
    return total >= max(LEAST_EXCESS, LEAST_RISE * expected, LEAST_SIGMAS * sqrt(max(0.0, expected)))


def smallest_set(ordered: Iterable[tuple[float, Named]], total: float) -> tuple[tuple[Named, float], ...]:
    """The first of ``ordered`` (excess, who; largest first) that make 60 % of ``total``, with their shares.

    Empty where all that were read explain less: the guilty one is elsewhere.
    """
    shares: list[tuple[Named, float]] = []
    explained = 0.0
    for over, who in ordered:
        share = min(1.0 - explained, over / total)
        shares.append((who, share))
        explained += share
        if explained >= EXPLAINED:
            return tuple(shares)
    return ()


def sharper(one: Blame | None, other: Blame | None) -> Blame | None:
    """Of two explanations (by ISP, by identity) the one with fewer names, then the larger share."""
    if one is None or other is None:
        return one or other
    return min((one, other), key=lambda blame: (len(blame.shares), -blame.shares[0][1]))


MOST = 5
"""ISPs, and identities, of which the pairs are asked for."""


class Pair(Record, frozen=True):
    """The mail of one identity to one ISP."""

    isp: Subject
    identity: Subject

    @property
    def label(self) -> str:
        """``Hotmail × news.example.org``."""
        return f"{self.isp.label} × {self.identity.label}"


class PairCounts(Record, frozen=True):
    """``counts``: the pair's events and messages, now and before; its subject is the identity's."""

    pair: Pair
    counts: Counts


class PairBlame(Record, frozen=True):
    """The pairs with the largest shares of the account's excess, largest first; shares are fractions."""

    metric: Metric
    shares: tuple[tuple[Pair, float], ...]


def hot_pairs(
    isps: Iterable[Counts], identities: Iterable[Counts], overall_usual: float, most: int = MOST
) -> tuple[Pair, ...]:
    """What to ask for: the ISPs and identities with most excess. The mail in no named ISP has no name."""

    def hottest(rows: Iterable[Counts]) -> list[Subject]:
        over = [(excess(row, overall_usual), row.subject) for row in rows if row.subject.name != OTHER]
        over.sort(key=lambda pair: (-pair[0], pair[1].label))
        return [subject for above, subject in over[:most] if above > 0]

    named = hottest(identities)
    return tuple(Pair(isp, identity) for isp in hottest(isps) for identity in named)


def blame_pairs(
    metric: Metric, pairs: Iterable[PairCounts], whole: Counts, overall_usual: float
) -> PairBlame | None:
    """The smallest set of pairs that explains 60 % of the account's excess, or None.

    ``whole`` is the account: the pairs that were read are only a part of it.
    """
    total = excess(whole, overall_usual)
    if not stands_out(total, whole.events - total):
        return None
    over = [(excess(each.counts, overall_usual), each.pair) for each in pairs]
    over.sort(key=lambda pair: (-pair[0], pair[1].label))
    shares = smallest_set(over, total)
    return PairBlame(metric, shares) if shares else None


def more_telling(blame: Blame | None, pairs: PairBlame | None) -> Blame | PairBlame | None:
    """The pairs where they need no more names than the ISPs or the identities do."""
    if blame is None or pairs is None:
        return pairs or blame
    return pairs if len(pairs.shares) <= len(blame.shares) else blame


def pair_text(blame: PairBlame) -> str:
    """``Hotmail × news.example.org is 71 % of it``; of more than three the first three."""
    names = ", ".join(pair.label for pair, _ in blame.shares[:3])
    more = f" and {len(blame.shares) - 3} more" if len(blame.shares) > 3 else ""
    verb = "is" if len(blame.shares) == 1 else "are"
    return f"{names}{more} {verb} {100 * sum(share for _, share in blame.shares):.0f} % of it"
