"""``check`` as text for people and as a line for Nagios; the JSON is in ``core.report``."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ses_tui.core.clock import iso
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import CREDENTIAL_KINDS, SourceError
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.report import as_json, exit_code, printed_health, reading_condition, target_condition
from ses_tui.core.snapshot import Reading, Snapshot, TargetSnapshot
from ses_tui.core.verdict import Verdict, verdict, worst_first
from ses_tui.core.words import blame_text, count, percent

RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
NAGIOS_STATES = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
ROWS = 5
UNREAD = "–"


def text(snapshot: Snapshot) -> str:
    """A few lines per target: the worst target first, and of each what is wrong first."""
    return "\n\n".join(_target_text(target, snapshot.generated_at) for target, _ in _worst_first(snapshot))


def _worst_first(snapshot: Snapshot) -> list[tuple[TargetSnapshot, Verdict]]:
    seen = (replace(target, health=printed_health(target.health)) for target in snapshot.targets)
    return worst_first(replace(snapshot, targets=tuple(seen)))


def _target_text(target: TargetSnapshot, now: float) -> str:
    health = printed_health(target.health)
    lines = [
        verdict(replace(target, health=health), now).text(0),
        f"{target.name} · {target.account_id or 'account not read'} · {target.region or 'no Region'}",
        f"condition   {_condition(target).upper()}",
        f"health      {health.value.upper()}" + (f"  {target.health_reason}" if target.health_reason else ""),
    ]
    if target.owner:
        lines.append(f"read by     the monitor with {target.owner}; --read asks AWS itself")
    for metric in RATES:
        reading = target.reading(metric)
        if reading is not None:
            lines.append(f"{metric.word:<11} {_rate(reading)}")
    lines.append(f"account     {_account(target)}")
    lines += _alerts(target)
    lines += [f"blame       {metric.word}: {blame_text(blame)}" for metric, blame in target.blame.items()]
    for kind, rows in target.rows.items():
        for row in rows[:ROWS]:
            rates = "  ".join(f"{metric.word} {percent(_value(row.get(metric)), metric)}" for metric in RATES)
            label = kind.value.replace("_", " ")
            read = any(_value(row.get(metric)) is not None for metric in RATES)
            condition = row.condition.word.upper() if read else UNREAD
            lines.append(f"{label:<11} {condition:<6} {row.subject.label}  sends {count(row.sends)}  {rates}")
    return "\n".join([*lines, *_errors(target.errors)])


def _errors(errors: Iterable[SourceError]) -> Iterator[str]:
    """A line per cause, with all that could not be read for it."""
    causes: dict[object, list[SourceError]] = {}
    for error in errors:
        said = "" if error.kind in CREDENTIAL_KINDS else error.message
        causes.setdefault((error.kind, error.hint, said), []).append(error)
    for first, *others in causes.values():
        what = ", ".join(f"{error.source} {error.operation}" for error in (first, *others))
        hint = f" ({first.hint})" if first.hint else ""
        yield f"error       {what}: {first.kind.value}: {first.message}{hint}"


def _condition(target: TargetSnapshot) -> str:
    """What can't be seen is not ok, whatever it was when it was seen last."""
    if target_condition(target) is None:
        return "unknown"
    blind = printed_health(target.health) is Health.BLIND
    return "unknown" if blind and target.condition is Condition.OK else target.condition.word


def _value(reading: Reading | None) -> float | None:
    return reading.value if reading else None


def _rate(reading: Reading) -> str:
    at = "never read" if reading.at is None else iso(reading.at)
    condition = reading_condition(reading)
    words = [
        percent(reading.value, reading.metric),
        condition.word.upper() if condition is not None else "",
        at,
    ]
    return "  ".join(filter(None, words))


def _account(target: TargetSnapshot) -> str:
    account = target.account
    if account is None:
        return "not read"
    parts = [account.enforcement_status, "sending on" if account.sending_enabled else "SENDING OFF"]
    if not account.production_access:
        parts.append("sandbox")
    if account.quota and account.quota.use is not None:
        parts.append(f"quota {100 * account.quota.use:.0f} % of {count(account.quota.max_24_hour_send)}")
    if not account.vdm_enabled:
        parts.append("VDM off")
    return ", ".join(parts)


def nagios(snapshot: Snapshot, service: str = "SES") -> str:
    """As the guidelines of monitoring plugins have it: state, the worst of what matters, and performance data
    (fractions, with warn and review lines) on the first line; then the long output.

    Of one target that is its alerts and what could not be read, of several a line each, worst first.
    """
    worst = _worst_first(snapshot)
    several = len(worst) > 1
    lines = [f"{target.name} {made.text(0)}" if several else made.text(0) for target, made in worst]
    head = f"{service} {NAGIOS_STATES[exit_code(snapshot)]} - {lines[0] if lines else 'no target'}"
    if several:
        more = lines
        head += _counted(snapshot)
    else:
        more = [line for target, _ in worst for line in (*_alerts(target), *_errors(target.errors))]
    data = " ".join(filter(None, (_performance(target, several) for target, _ in worst)))
    # "|" starts the performance data and must not come from elsewhere.
    head, *more = (line.replace("|", "/") for line in (head, *more))
    return "\n".join([f"{head} | {data}" if data else head, *more])


def _counted(snapshot: Snapshot) -> str:
    """`` (50 targets: 1 at review, 2 blind)``."""
    blind = sum(printed_health(target.health) is Health.BLIND for target in snapshot.targets)
    seen = [one.condition for one in snapshot.targets if printed_health(one.health) is not Health.BLIND]
    parts = [
        f"{seen.count(condition)} at {condition.word}"
        for condition in (Condition.PAUSE, Condition.REVIEW, Condition.WARN)
        if condition in seen
    ]
    parts += [f"{blind} blind"] if blind else []
    return f" ({len(snapshot.targets)} targets{': ' if parts else ''}{', '.join(parts)})"


def _alerts(target: TargetSnapshot) -> list[str]:
    return [f"alert       {alert.summary}" for alert in target.alerts]


def _performance(target: TargetSnapshot, named: bool) -> str:
    values = []
    for metric in RATES:
        reading = target.reading(metric)
        if reading is not None and reading.value is not None:
            name = target.name.translate({ord(char): None for char in "'|="})
            label = f"'{name} {metric.value}'" if named else metric.value
            warn = "" if reading.lines.warn is None else f"{reading.lines.warn:g}"
            review = "" if reading.lines.review is None else f"{reading.lines.review:g}"
            values.append(f"{label}={reading.value:.6f};{warn};{review};0;1")
    return " ".join(values)


FORMATS: Mapping[str, Callable[[Snapshot], str]] = {"text": text, "json": as_json, "nagios": nagios}
