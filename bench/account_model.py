"""Accounts drawn at random, for the early tiers: mail by the hour of day, bounces that come in clumps.

The chance of a bounce is drawn anew for each two hours (gamma, coefficient of variation 0.5), as bad
lists come in lists; so counts scatter more than coin tosses.
"""

from collections.abc import Iterable
from math import exp, pi, sin
from random import Random

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.counts import SendBucket
from ses_tui.core.volume import BUCKET_SECONDS

CLUMP = 2 * HOUR
SHAPE = 4.0
"""Of the gamma distribution: 1 / 0.5 squared."""

Event = tuple[float, float, float]
"""From, to (seconds after the start) and the rate of the mail in between, a fraction."""


def buckets(
    seed: int, daily: float, rate: float, days: float, events: Iterable[Event] = ()
) -> list[SendBucket]:
    """``days`` of 15-minute buckets from time 0 on; ``daily``: messages a day, ``rate``: their bounces."""
    random = Random(seed)
    happens = list(events)
    made: list[SendBucket] = []
    clump = 1.0
    for number in range(int(days * DAY / BUCKET_SECONDS)):
        at = number * BUCKET_SECONDS
        if at % CLUMP == 0:
            clump = random.gammavariate(SHAPE, 1 / SHAPE)
        mean = daily / 96 * (1 + 0.5 * sin(2 * pi * at / DAY)) * random.uniform(0.7, 1.3)
        chance = next((value for start, end, value in happens if start <= at < end), rate)
        sent = poisson(random, mean)
        bounced = min(sent, poisson(random, sent * min(1.0, chance * clump)))
        made.append(SendBucket(at, sent, bounced, 0, 0))
    return made


def poisson(random: Random, mean: float) -> int:
    """A count whose mean is ``mean``."""
    if mean > 50:
        return max(0, round(random.gauss(mean, mean**0.5)))
    count, left = 0, random.random()
    bar = exp(-mean)
    while left > bar:
        left *= random.random()
        count += 1
    return count
