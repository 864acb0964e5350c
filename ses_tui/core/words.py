"""How numbers and alerts are said, the same on every front end."""

from collections.abc import Mapping, Sequence
from math import floor

from ses_tui.core.blame import Blame, PairBlame, more_telling, pair_text
from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric, Subject
from ses_tui.core.text import safe

_DECIMALS: Mapping[Metric, int] = {
    Metric.COMPLAINT_RATE: 3,
    Metric.BOUNCE_RATE: 2,
    Metric.BOUNCE_BUDGET: 0,
    Metric.COMPLAINT_BUDGET: 0,
}


def percent(value: float | None, metric: Metric = Metric.BOUNCE_RATE) -> str:
    """A fraction as ``3.12 %`` (bounce) or ``0.041 %`` (complaint); ``–`` where it was not read.

    Cut off, not rounded: 4.996 % must not look as if it were at the line of 5 %.
    """
    if value is None:
        return "–"
    decimals = _DECIMALS.get(metric, 1)
    # A little over the float error, so that 0.0287 is 2.87 and not 2.86.
    units = floor(100 * value * 10**decimals + 1e-6)
    return f"{units / 10**decimals:.{decimals}f} %"


def line_percent(value: float) -> str:
    """A line as people name it: ``3 %``, ``0.08 %``."""
    return f"{100 * value:.6g} %"


def count(value: float | None) -> str:
    """``950``, ``41.2k``, ``1.3M``; ``–`` where it was not read."""
    if value is None:
        return "–"
    if value < 10_000:
        return f"{value:.0f}"
    if value < 999_950:
        return f"{value / 1000:.1f}k" if value < 99_950 else f"{value / 1000:.0f}k"
    return f"{value / 1e6:.1f}M"


def many(number: int) -> str:
    """``2,248``, in a sentence; ``104k`` from 100,000 on."""
    return f"{number:,}" if number < 100_000 else count(number)


def money(usd: float) -> str:
    """``$0.17``."""
    return f"${usd:.2f}"


_SAID: Mapping[Metric, str] = {
    Metric.ENFORCEMENT_STATUS: "status is",
    Metric.SENDING_ENABLED: "sending is",
    Metric.SENDING_STATUS: "sending is",
    Metric.VERIFICATION: "verification is",
    Metric.DKIM: "DKIM is",
    Metric.MAIL_FROM: "MAIL FROM is",
    Metric.ADVISOR: "advisor finds",
    Metric.MAIL_STOPPED: "mail is below usual by",
    Metric.QUOTA_USE: "quota used",
    Metric.SEND_RATE_USE: "send rate used",
}


_HIGH_IMPACT = (Metric.SENDING_STATUS, "HIGH")
"""A tenant that may send, and harms reputation."""


def shown_value(value: float | str | None, metric: Metric) -> str:
    """A fraction as percent, AWS's word as it is."""
    return value if isinstance(value, str) else percent(value, metric)


BUDGETS: Mapping[Metric, str] = {Metric.BOUNCE_BUDGET: "bounces", Metric.COMPLAINT_BUDGET: "complaints"}


def value_text(metric: Metric, value: float | str | None) -> str:
    """``bounce 3.12 %``, ``status is SHUTDOWN``, ``sending is off``; of an early tier what it has seen:
    ``bounces used 46 % of the room to review``."""
    if metric in BUDGETS:
        return f"{BUDGETS[metric]} used {shown_value(value, metric)} of the room to review"
    said = "reputation impact is" if (metric, value) == _HIGH_IMPACT else _SAID.get(metric, metric.word)
    return f"{said} {shown_value(value, metric)}"


def alert_text(
    condition: Condition, subject: Subject, metric: Metric, value: float | str | None, line: float | None
) -> str:
    """``WARN account bounce 3.12 % ≥ 3 %``: an alert's line without its time."""
    text = f"{condition.word.upper()} {subject.label} {value_text(metric, value)}"
    if line is None:
        return text
    # Between its enter and its leave line, or waiting out the hold, a condition goes on below its line.
    held = isinstance(value, float) and value < line
    return f"{text}{', held from' if held else ''} ≥ {line_percent(line)}"


def who_text(blame: Blame | None, pairs: PairBlame | None) -> str:
    """Whichever of the two says more: the pairs of ISP and identity, or one of them alone."""
    answer = more_telling(blame, pairs)
    return pair_text(answer) if isinstance(answer, PairBlame) else blame_text(answer)


def blame_text(blame: Blame | None) -> str:
    """``news.example.org is 71 % of it, usual 0.90 %``; empty where nobody stands out."""
    if blame is None:
        return ""
    names = ", ".join(subject.label for subject, _ in blame.shares[:3])
    more = f" and {len(blame.shares) - 3} more" if len(blame.shares) > 3 else ""
    share = round(100 * sum(share for _, share in blame.shares))
    usual = "" if blame.usual is None else f", usual {percent(blame.usual, blame.metric)}"
    verb = "is" if len(blame.shares) == 1 else "are"
    return f"{names}{more} {verb} {share} % of it{usual if len(blame.shares) == 1 else ''}"


NAMED = 5
"""Names that a line lists before it counts."""


def listed(names: Sequence[str]) -> str:
    """``a, b, c, d, e and 3 more``."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def twin_words(name: str, first: str) -> str:
    """``staging is the same account and Region as prod: only prod is watched``."""
    return safe(f"{name} is the same account and Region as {first}: only {first} is watched")
