"""How likely a count is by chance: the exact binomial tail, and many tests at once.

Standard library only, good from n = 1 to 10^8 and far into the tail. Counts may be fractions, since
over-dispersed ones are divided by their dispersion (``dispersion``) before they are tested.
"""

from collections.abc import Sequence
from math import exp, inf, isfinite, lgamma, log, pi, sqrt

from ses_tui.core.condition import LADDER, Condition, Lines
from ses_tui.core.model import Metric, Point

_TINY = 1e-300
_ENOUGH = 1e-15
_CLOSE = 1e-12
_MOST_STEPS = 40
"""Six or seven are usual."""

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

    By Newton's method on log tail over log rate. That is concave, as the density is log-concave, so every
    step ends at or below the bound.
    """
    if events <= 0:
        return 0.0
    rate = events / (trials + 1)
    for _ in range(_MOST_STEPS):
        tail = upper_tail(events, trials, rate)
        slope = exp(_log_factor(events, trials - events + 1, rate)) * events / (1.0 - rate) / tail
        step = log(tail / chance) / slope
        rate *= exp(-step)
        if abs(step) <= _CLOSE:
            break
    return rate


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


MIN_EVENTS = {
    Metric.BOUNCE_RATE: (5, 200),
    Metric.COMPLAINT_RATE: (3, 2000),
    Metric.REJECT_RATE: (5, 200),
    Metric.RENDERING_FAILURE_RATE: (5, 200),
}
"""Per metric: events and messages that a window of our own needs before it may decide (ALERTING)."""

CHANCE = 0.01
"""A window of our own is over a line only if a rate at the line would make so many events this rare."""

_Z95 = 1.959963984540054


def wilson(events: int, trials: int, z: float = _Z95) -> tuple[float, float] | None:
    """Wilson score interval of ``events / trials``, as fractions.

    None without trials, and where the counts contradict themselves (more events than trials).

    E. B. Wilson (1927), JASA 22:209-212. 95 % by default.
    """
    if trials <= 0 or not 0 <= events <= trials:
        return None
    p = events / trials
    centre = p + z * z / (2 * trials)
    spread = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def interval_text(events: int, trials: int, decimals: int = 1) -> str:
    """``5.0 % (1.4-16.5)``: a rate of our own counts as it is shown; ``–`` without trials."""
    bounds = wilson(events, trials)
    if bounds is None:
        return "–"
    low, high = (f"{100 * bound:.{decimals}f}" for bound in bounds)
    return f"{100 * events / trials:.{decimals}f} % ({low}-{high})"


def too_few(metric: Metric, lines: Lines, events: int | None, trials: int | None) -> bool:
    """Whether counts of our own are too small to decide; AWS's own rates (no counts) never are.

    Few events in much mail are a good number, not a small one: only a value that lies in a band
    needs the events.
    """
    if events is None or trials is None or metric not in MIN_EVENTS:
        return False
    least_events, least_trials = MIN_EVENTS[metric]
    if trials < least_trials:
        return True
    return events < least_events and lines.band(events / trials) > Condition.OK


def proven(events: int, trials: int, line: float) -> bool:
    """Whether the counts put the rate at or above ``line``, beyond chance: the exact binomial tail.

    The bare rate is not enough: half of all windows of a rate that lies at the line are over it.
    """
    if trials <= 0 or events / trials < line:
        return False
    return events >= trials or upper_tail(events, trials, line) <= CHANCE


def proven_rate(lines: Lines, events: int, trials: int) -> float:
    """The rate that counts of our own prove, a fraction: what their condition is worked out from.

    ``proven`` holds for a line exactly where this is at or above it. A rate below every line is given
    back as it is.
    """
    value = events / trials
    lowest = min((line for rung in LADDER if (line := lines.leave(rung)) is not None), default=None)
    return value if lowest is None or value < lowest else lower_bound(events, trials, CHANCE)


def deciding_rate(metric: Metric, lines: Lines, point: Point) -> float | None:
    """The rate by which a point decides; None where its counts are too few to be evidence either way."""
    events, messages = point.numerator, point.denominator
    if events is None or messages is None:
        return point.value
    return None if too_few(metric, lines, events, messages) else proven_rate(lines, events, messages)
