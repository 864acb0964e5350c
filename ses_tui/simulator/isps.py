"""The ISPs of the model and how mail is spread over them."""

from functools import cache
from random import Random

NAMED = ("Gmail", "Icloud", "Hotmail", "Yahoo", "Tencent", "Gmx", "Aol", "Comcast", "NetEase")
"""The only names for which VDM returns data (SES.md, measured in production)."""
OTHER = "(other)"
"""All remaining mail; VDM has no name for it, so it is never served under one."""
ALL = (*NAMED, OTHER)
NO_FEEDBACK_LOOP = frozenset({"Gmail"})
"""ISPs that send SES no complaint data."""

PERIOD = 211
"""Mail numbers after which an ISP pattern repeats: a prime, to share no factor with a group of senders."""

# Places out of PERIOD, in the order of NAMED; what is left is OTHER. Hard bounces lean to old providers,
# deferrals to strict ones; Gmail reports no complaints.
_PLACES = {
    ("consumer", "delivered"): (84, 15, 27, 21, 4, 6, 7, 6, 3),
    ("consumer", "permanent"): (64, 14, 32, 27, 5, 6, 9, 8, 3),
    ("consumer", "transient"): (50, 12, 44, 31, 9, 6, 9, 9, 6),
    ("consumer", "complaint"): (0, 25, 50, 36, 4, 10, 9, 8, 3),
    ("business", "delivered"): (70, 8, 54, 12, 2, 8, 3, 5, 2),
    ("business", "permanent"): (64, 8, 56, 12, 2, 8, 4, 5, 2),
    ("business", "transient"): (50, 8, 72, 14, 4, 8, 3, 5, 3),
    ("business", "complaint"): (0, 11, 84, 18, 2, 12, 4, 7, 2),
}


class Pattern:
    """Says which ISP mail number n of a stream goes to: a shuffled table, repeated for ever.

    So the counts per ISP are whole numbers that only grow and that add up to the stream's count exactly.
    """

    __slots__ = ("_prefix", "_strides", "table")

    def __init__(self, table: tuple[str, ...]) -> None:
        self.table = table
        self._prefix: dict[str, list[int]] = {}
        self._strides: dict[int, Pattern] = {}

    def _counts(self, isp: str) -> list[int]:
        counts = self._prefix.get(isp)
        if counts is None:
            counts = [0]
            for place in self.table:
                counts.append(counts[-1] + (place == isp))
            self._prefix[isp] = counts
        return counts

    def first(self, isp: str, n: int) -> int:
        """How many of the first n mails go to this ISP."""
        counts = self._counts(isp)
        rounds, rest = divmod(n, len(self.table))
        return rounds * counts[-1] + counts[rest]

    def strided(self, isp: str, first: int, step: int, k: int) -> int:
        """How many of the k mails first, first + step, first + 2·step … go to this ISP.

        Walking the table in strides of a number without a common factor visits every place once: it is
        another table, in which the mails are neighbours.
        """
        size = len(self.table)
        other = self._strides.get(step)
        if other is None:
            other = self._strides[step] = Pattern(tuple(self.table[step * n % size] for n in range(size)))
        begin = first * pow(step, -1, size) % size
        return other.first(isp, begin + k) - other.first(isp, begin)


@cache
def mixed(audience: str, kind: str) -> Pattern:
    """The everyday spread of one kind of mail (delivered, permanent, transient, complaint)."""
    named = _PLACES[audience, kind]
    places = (*named, PERIOD - sum(named))
    table = [isp for isp, count in zip(ALL, places, strict=True) for _ in range(count)]
    Random(f"isps/{audience}/{kind}").shuffle(table)
    return Pattern(tuple(table))


@cache
def only(isp: str) -> Pattern:
    """All mail to one ISP."""
    return Pattern((isp,))
