"""An alert in four short lines for a wall: who does what, how much, how long there is, what to do.

``✖ HOTMAIL BLOCKS US``, ``21 %``, ``REVIEW IN ~25 MIN``, ``HOLD HOTMAIL``. The words of AWS's own doings
are the verdict's.
"""

from math import floor

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, RATES, TIER_KEYS, Metric, Subject, SubjectKind
from ses_tui.core.playbooks import brief_advice
from ses_tui.core.record import Record
from ses_tui.core.resources import HIGH_IMPACT
from ses_tui.core.snapshot import Alert, Reading, TargetSnapshot
from ses_tui.core.verdict import SOON, about, cause, verdict
from ses_tui.core.words import line_percent, percent

RATE_OF = {tier: rate for rate, tier in TIER_KEYS.items()} | {rate: rate for rate in RATES}
"""Which of AWS's two rates a metric is about."""

LONGEST_NAME = 22
"""Letters of a name: more of them make all the others too small."""

SAYS = {
    Metric.MAIL_STOPPED: "less mail than usual",
    Metric.QUOTA_USE: "quota nearly used",
    Metric.SEND_RATE_USE: "send rate nearly used",
    Metric.REJECT_RATE: "SES rejects mail",
    Metric.RENDERING_FAILURE_RATE: "templates fail",
    Metric.SENDING_STATUS: "{} may not send",
    Metric.VERIFICATION: "{} may not send",
    Metric.DKIM: "{} lost its DKIM",
    Metric.MAIL_FROM: "{} lost its MAIL FROM",
    Metric.ADVISOR: "advisor warns of {}",
    Metric.DELIVERY_RATE: "{} takes less mail",
    Metric.TRANSIENT_BOUNCE_RATE: "{} defers mail",
}
"""Per metric, with the subject's name in it."""


class Headline(Record, frozen=True):
    """``says`` and ``far`` are never empty. ``number``: a percentage, or empty."""

    condition: Condition
    """The worst of the alert and of the row that is named: which sign and colour it has."""
    says: str
    number: str
    far: str
    do: str
    metric: Metric | None
    """Of the trend that belongs to it; None where it could not be seen."""


def headline(target: TargetSnapshot, alert: Alert, now: float) -> Headline:
    """Of an open alert of ``target``. ``now``: UTC epoch seconds."""
    metric = alert.key.metric
    if metric in RATE_OF:
        return _of_rate(target, alert, RATE_OF[metric])
    if metric in (Metric.ENFORCEMENT_STATUS, Metric.SENDING_ENABLED):
        worst = max(RATES, key=lambda each: _condition(target.reading(each)))
        far = "no mail goes out" if alert.condition is Condition.PAUSE else f"{worst.word}, AWS may pause"
        says, number = verdict(target, now).word, _number(target.reading(worst))
        return Headline(alert.condition, says, number, far, brief_advice(alert.playbook), worst)
    name = short_name(alert.key.subject)
    harms = metric is Metric.SENDING_STATUS and alert.value == HIGH_IMPACT
    says = ("{} harms reputation" if harms else SAYS.get(metric, f"{{}} {metric.word}")).format(name)
    number = _brief(alert.value, metric) if isinstance(alert.value, float) else ""
    said = "impact HIGH" if harms else "" if number else str(alert.value or "").replace("_", " ")
    far = f"{alert.condition.word.upper()}{': ' if said else ''}{said}"
    return Headline(alert.condition, says, number, far, brief_advice(alert.playbook), Metric.BOUNCE_RATE)


def blind_headline(target: TargetSnapshot) -> Headline:
    """Of a target that can't be seen; without a number, since none is known."""
    made = verdict(target, 0.0)
    error = cause(target)
    known = target.condition.word.upper() if target.condition >= Condition.WARN else ""
    rate = target.reading(Metric.BOUNCE_RATE)
    if not known and rate is not None and rate.value is not None:
        known = f"{rate.metric.word} {percent(rate.value, rate.metric)}"
    far = f"last known {known}" if known else "nothing was ever read"
    says = "blind" if target.health is Health.BLIND else made.word
    do = brief_advice("blind", error.kind if error else "")
    return Headline(target.condition, says, "", far, do, None)


def short_name(subject: Subject) -> str:
    """The subject's name, its end cut off where it is long."""
    name = subject.label
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _of_rate(target: TargetSnapshot, alert: Alert, metric: Metric) -> Headline:
    who = alert.key.subject
    if who == ACCOUNT:
        blame = target.blame.get(metric)
        who = blame.first if blame is not None and len(blame.shares) == 1 else ACCOUNT
    row = target.row(who)
    reading = row.get(metric) if row is not None else None
    reading = reading or target.reading(metric)
    condition = max(alert.condition, _condition(reading))
    says, do = _who_does_what(who, metric, condition)
    return Headline(condition, says, _number(reading), _far(target, metric, alert.condition), do, metric)


def _who_does_what(who: Subject, metric: Metric, condition: Condition) -> tuple[str, str]:
    name = short_name(who)
    if metric is Metric.COMPLAINT_RATE:
        if who == ACCOUNT:
            return "people complain", "find the stream, stop it"
        if who.kind is SubjectKind.ISP:
            return f"{name} users complain", "find the stream, stop it"
        return f"complaints of {name}", f"stop {name}"
    if who == ACCOUNT:
        return "bounces rise", "find who bounces"
    if who.kind is SubjectKind.ISP:
        says = "blocks us" if condition >= Condition.REVIEW else "refuses mail"
        return f"{name} {says}", f"hold {name}"
    return f"{name} bounces", f"stop {name}"


def _far(target: TargetSnapshot, metric: Metric, condition: Condition) -> str:
    """``REVIEW in ~25 min``, by the account's own pace; else its line, and how many fit."""
    budget, reading = target.budgets.get(metric), target.reading(metric)
    value, lines = (reading.value, reading.lines) if reading is not None else (None, None)
    if budget is not None and budget.pace is not None and budget.pace <= SOON:
        return f"{budget.towards.word} in ~{about(budget.pace)}"
    if value is not None and lines is not None and lines.review is not None and value >= lines.review:
        over = Condition.PAUSE if lines.pause is not None and value >= lines.pause else Condition.REVIEW
        return f"{over.word} line reached"
    if budget is not None and budget.left:
        return f"{condition.word.upper()}: {budget.left:,} more to {budget.towards.word}"
    if lines is None or not lines.review:
        return condition.word.upper()
    at = f"at {line_percent(lines.review)}"
    return f"REVIEW line {at}" if condition is Condition.REVIEW else f"{condition.word.upper()}, review {at}"


def _condition(reading: Reading | None) -> Condition:
    return reading.condition if reading is not None else Condition.OK


def _number(reading: Reading | None) -> str:
    return "" if reading is None or reading.value is None else _brief(reading.value, reading.metric)


def _brief(value: float, metric: Metric) -> str:
    """``21 %``, ``8.31 %``, ``0.120 %``: no more digits than are read from afar; cut off, not rounded."""
    return f"{floor(100 * value + 1e-6)} %" if value >= 0.1 else percent(value, metric)
