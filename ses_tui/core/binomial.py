"""How likely a count is by chance: the exact binomial tail, and many tests at once.

Standard library only, good from n = 1 to 10^8 and far into the tail. Counts may be fractions, since
over-dispersed ones are divided by their dispersion (``dispersion``) before they are tested.
"""

from collections.abc import Sequence
from math import exp, inf, isfinite, lgamma, log, pi

_TINY = 1e-300
_ENOUGH = 1e-15
_MOST_TERMS = 200_000
"""The fraction needs some sqrt(n) terms: 10^4 at n = 10^8."""


def upper_tail(events: float, trials: float, rate: float) -> float:
    """P(X >= events) of X ~ Binomial(trials, rate), a probability.

    P(X >= k) = I_p(k, n - k + 1), the regularised incomplete beta function (Abramowitz and Stegun
    26.5.24), which also says what is meant by counts that are no whole numbers. ValueError where the
    counts or the rate make no sense.
    """
    if not (isfinite(events) and isfinite(trials) and trials >= 0 and events <= trials and 0 <= rate <= 1):
        raise ValueError(f"no binomial tail: {events} of {trials} at {rate}")
    if events <= 0:
        return 1.0
    if rate in (0.0, 1.0):
        return rate
    # The fraction converges fast below the mean of the beta distribution; above it, take the complement.
    if rate < (events + 1) / (trials + 3):
        return min(1.0, _below_mean(events, trials - events + 1, rate))
    return max(0.0, 1.0 - _below_mean(trials - events + 1, events, 1.0 - rate))


def _below_mean(a: float, b: float, x: float) -> float:
    """I_x(a, b) = x^a (1-x)^b / (a B(a, b)) times a continued fraction (Numerical Recipes, 6.4)."""
    return exp(_log_factor(a, b, x)) * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of A&S 26.5.8 by the modified Lentz method."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, _MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + term / c
            c = c if abs(c) > _TINY else _TINY
            value *= d * c
        if abs(d * c - 1.0) < _ENOUGH:
            break
    return value


def _log_factor(a: float, b: float, x: float) -> float:
    """log(x^a (1-x)^b / (a B(a, b))), without the cancellation of three lgamma of 10^8.

    With n = a + b it is the binomial point probability of a in n times b / n, for which C. Loader
    (2000, "Fast and accurate computation of binomial probabilities") splits Stirling's formula into
    small parts.
    """
    n = a + b
    deviance = _deviance(a, n * x) + _deviance(b, n * (1.0 - x))
    stirling = _stirling(n) - _stirling(a) - _stirling(b)
    return stirling - deviance + 0.5 * log(n / (2 * pi * a * b)) + log(b / n)


def _stirling(n: float) -> float:
    """log n! less Stirling's formula for it."""
    if n < 16:
        return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * pi)
    square = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n


def _deviance(x: float, mean: float) -> float:
    """x log(x / mean) + mean - x, also where the two are nearly equal (Loader's D0)."""
    off = (x - mean) / (x + mean)
    if abs(off) > 0.1:
        return x * log(x / mean) + mean - x
    total, power, j = (x - mean) * off, 2 * x * off, 1
    while True:
        power *= off * off
        added = total + power / (2 * j + 1)
        if added == total:
            return total
        total, j = added, j + 1


def lower_bound(events: int, trials: int, chance: float = 0.01) -> float:
    """The lowest rate that makes so many events no rarer than ``chance``: a fraction.

    One-sided bound of Clopper and Pearson (1934, Biometrika 26:404). It lies at or above a line exactly
    when ``upper_tail(events, trials, line) <= chance``.
    """
    if events <= 0:
        return 0.0
    low, high = 0.0, events / trials
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if upper_tail(events, trials, middle) > chance else (middle, high)
    return low


def dispersion(blocks: Sequence[tuple[float, float]]) -> float:
    """How much more the (events, trials) of blocks scatter than coin tosses of one rate would: >= 1.

    Pearson's chi-square over its degrees of freedom (McCullagh and Nelder, Generalized Linear Models,
    4.5). 1 where fewer than three blocks have trials. Events of one bad list come together: that is
    what it measures.
    """
    used = [(events, trials) for events, trials in blocks if trials > 0]
    total = sum(trials for _, trials in used)
    rate = sum(events for events, _ in used) / total if total else 0.0
    if len(used) < 3 or not 0 < rate < 1:
        return 1.0
    chi = sum((events - rate * trials) ** 2 / (rate * (1 - rate) * trials) for events, trials in used)
    return max(1.0, chi / (len(used) - 1))


def discoveries(chances: Sequence[float], false_share: float = 0.01) -> tuple[bool, ...]:
    """Which of many tests stand out, so that at most ``false_share`` of those named is chance.

    Benjamini and Hochberg (1995, J. R. Statist. Soc. B 57:289): of m sorted probabilities the largest i
    with p_i <= i / m x share is the last that counts.
    """
    ordered = sorted(chances)
    size = len(ordered)
    bar = max(
        (chance for place, chance in enumerate(ordered, 1) if chance <= place / size * false_share),
        default=-inf,
    )
    return tuple(chance <= bar for chance in chances)
