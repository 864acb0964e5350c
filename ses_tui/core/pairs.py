"""Which ISP of which identity: VDM takes both dimensions in one query, so the hot pairs can be asked for.

Five ISPs by five identities are 50 queries, five calls: worth it when the account is not ok.
"""

from collections.abc import Iterable

from ses_tui.core.blame import Blame, Counts, excess, smallest_set, stands_out
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, Subject
from ses_tui.core.record import Record

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
