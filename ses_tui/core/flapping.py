"""Whether a key flutters between bands: Icinga's measure.

Over the last 20 possible changes, a change weighs 0.8 (oldest) to 1.2 (newest); their sum as a
share of 20 is the measure. On above 30 %, off under 25 %
(https://icinga.com/docs/icinga-1/latest/en/flapping.html).
"""

from collections.abc import Sequence
from itertools import pairwise

CHANGES = 20
ON_ABOVE = 0.30
OFF_UNDER = 0.25
LIGHTEST, HEAVIEST = 0.8, 1.2


def change_share(states: Sequence[object]) -> float:
    """Weighted share of changes, 0..1, among the last 21 ``states``, oldest first.

    What was before the first of them counts as no change.
    """
    recent = list(pairwise(states[-CHANGES - 1 :]))
    first = CHANGES - len(recent)
    step = (HEAVIEST - LIGHTEST) / (CHANGES - 1)
    weighed = (
        LIGHTEST + step * (first + place) for place, (before, after) in enumerate(recent) if before != after
    )
    return sum(weighed) / CHANGES


def is_flapping(states: Sequence[object], already: bool) -> bool:
    """Whether it flaps now, given whether it did before."""
    share = change_share(states)
    return share >= OFF_UNDER if already else share > ON_ABOVE
