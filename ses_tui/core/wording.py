"""From what is due to what is said: three lines, what, who, what to do next."""

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from hashlib import sha256

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import LOUD
from ses_tui.core.due import Due
from ses_tui.core.messages import Change, Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.playbooks import advice_for, playbook_for
from ses_tui.core.record import Record
from ses_tui.core.text import safe
from ses_tui.core.words import alert_text, line_percent, shown_value, value_text

BODY_CAP = 400
NAMES_LISTED = 4

CAUSES = {
    "credentials_expired": "the AWS credentials have expired",
    "credentials_missing": "there are no AWS credentials",
    "mfa_required": "the profile asks for an MFA code",
    "access_denied": "AWS denies access",
    "throttled": "AWS throttles the calls",
    "timeout": "AWS does not answer in time",
    "network": "AWS can't be reached",
    "proxy": "the proxy lets nothing through",
    "clock_skew": "this machine's clock is wrong",
    "not_enabled": "it is not enabled",
    "invalid_request": "AWS refuses the request",
    "partial": "only parts could be read",
    "service": "AWS answers with errors",
    "no_data": "AWS has no datapoint",
}
"""Why something can't be seen, in words; by ``errors[].kind``."""


class Place(Record, frozen=True):
    """Where the target of a message is."""

    account_id: str = ""
    region: str = ""
    group: str = ""


NOWHERE = Place()


class Facts(Record, frozen=True):
    """What is known about the key of a message when it is written.

    ``value``: a fraction, or AWS's word; ``line``: what it reached; ``now``: its condition;
    ``who``: who is to blame; ``more``: further lines of the body (budget, rows under the account);
    ``page``: the playbook that fits who is to blame; ``away``: it began while this program was not running.
    """

    value: float | str | None = None
    line: float | None = None
    now: Condition = Condition.OK
    since: float | None = None
    lead: str = ""
    """How near it is at this pace: the verdict, from this alert's own facts."""

    who: str = ""
    more: tuple[str, ...] = ()
    away: bool = False
    page: str = ""


def compose(
    due: Due,
    facts: Facts,
    at: float,
    *,
    zone: tzinfo | None,
    show_target: bool = True,
    demo: bool = False,
    place: Place = NOWHERE,
    partly: bool = False,
) -> Message:
    """The message. ``at``: UTC epoch seconds; ``zone``: of the time of its line.

    ``show_target``: begin with the target's name, since there are several. ``partly``: something else of
    the target was told to be out of sight, and still is.
    """
    since = due.since if due.since is not None else at
    page = facts.page or playbook_for(due.kind, due.key, max(due.condition, due.delivered), due.cause)
    name = f"{due.key.target}: " if show_target else ""
    body = [part for part in (facts.lead, _away(facts, since, at, zone), facts.who, *facts.more) if part]
    return Message(
        id=alert_id(due, since),
        kind=due.kind,
        condition=due.condition,
        route=due.route,
        key=due.key,
        at=at,
        since=since,
        title=f"{name}{wall_time(at, zone)} {_what(due, facts, since, at, zone)}{_and_more(due)}",
        body=safe(" · ".join(body), BODY_CAP),
        value=facts.value,
        line=facts.line,
        demo=demo,
        advice=advice_for(page, due.cause),
        playbook=page,
        cause=due.cause,
        covers=due.covers or tuple(one.key for one in due.each),
        about=due.self_alert.about if due.self_alert else "",
        trouble=due.self_alert.kind if due.self_alert else None,
        together=tuple(Change(one.kind, one.key, one.condition, one.delivered) for one in due.together),
        was=due.delivered,
        partly=due.kind is Kind.SIGHT and partly,
        account_id=place.account_id,
        region=place.region,
        group=place.group,
    )


def together_lines(due: Due, value: Callable[[Subject, Metric], float | str | None]) -> tuple[str, ...]:
    """What else the message tells, a line each. ``value``: the present one of a key."""
    return tuple(
        _better(one, Facts(value(one.key.subject, one.key.metric)))
        if one.kind in (Kind.EASED, Kind.RESOLVED)
        else f"GONE {one.key.subject.label} {one.key.metric.word}"
        if one.kind is Kind.GONE
        else _line(one, Facts(value(one.key.subject, one.key.metric)))
        for one in due.together
    )


def _and_more(due: Due) -> str:
    return f", and {len(due.together)} more" if due.together else ""


def alert_id(due: Due, since: float) -> str:
    """The same for the same alert, from FIRING to RESOLVED, on every machine and after every restart."""
    self_alert = f"|{due.self_alert.kind}|{due.self_alert.about}" if due.self_alert else ""
    sight = "|sight" if due.cause else ""
    return identity(due.key, due.began if due.began is not None else since, sight + self_alert)


def identity(key: Key, since: float, also: str = "") -> str:
    """Twelve hexadecimal digits for the alert of ``key`` that began at ``since``."""
    return sha256(f"{key.target}|{key}|{since:.0f}{also}".encode()).hexdigest()[:12]


def wall_time(at: float, zone: tzinfo | None) -> str:
    """``14:20`` in ``zone``, or in the machine's."""
    return datetime.fromtimestamp(at, zone).strftime("%H:%M")


def span(seconds: float) -> str:
    """``34 min``, ``3 h``, ``2 d``."""
    minutes = max(0.0, seconds) / 60
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{minutes / 1440:.0f} d"


def covered(keys: Iterable[Key]) -> str:
    """``account bounce, complaint``; names beyond the first few are counted."""
    said: dict[str, list[str]] = {}
    for key in keys:
        said.setdefault(_label(key), []).append(key.metric.word)
    parts = [f"{label} {', '.join(words)}" for label, words in list(said.items())[:NAMES_LISTED]]
    more = len(said) - NAMES_LISTED
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _label(key: Key) -> str:
    if key.subject != ACCOUNT and key.subject.name is None:
        return "ISPs and identities" if key.subject.kind is SubjectKind.ISP else key.subject.kind.value
    return key.subject.label


def _what(due: Due, facts: Facts, since: float, at: float, zone: tzinfo | None) -> str:
    key, kind = due.key, due.kind
    if due.self_alert is not None:
        over = f"{due.self_alert.kind.value} " if kind is Kind.RESOLVED else ""
        return f"{kind.value} {over}{due.self_alert.about or 'history'}"
    match kind:
        case Kind.BLIND:
            text = f"BLIND {covered(due.covers)}: {CAUSES.get(due.cause, due.cause)}"
        case Kind.SIGHT:
            text = f"SIGHT {covered(due.covers)}: read again"
        case Kind.GONE:
            text = f"GONE {key.subject.label} {key.metric.word}: no data any more"
        case Kind.EASED | Kind.RESOLVED:
            text = _better(due, facts)
        case Kind.REPEAT:
            text = f"{_line(due, facts)}, for {span(at - since)}"
        case _:
            text = _line(due, facts) if facts.now >= due.condition else _over(due, facts)
    return text


def _line(due: Due, facts: Facts) -> str:
    """``WARN account bounce 3.12 % ≥ 3 %``; without the line while the value is below it and holds."""
    value, line = facts.value, facts.line
    if line is not None and isinstance(value, float) and value < line:
        line = None
    return alert_text(due.condition, due.key.subject, due.key.metric, value, line)


def _over(due: Due, facts: Facts) -> str:
    """``REVIEW account bounce reached 5 %, now WARN 3.20 %``: told late, and past by now.

    Of a status: ``PAUSE shop sending status, now WARN: reputation impact is HIGH``.
    """
    key, value = due.key, facts.value
    reached = "" if facts.line is None else f" reached {line_percent(facts.line)}"
    now = f", now {facts.now.word.upper()}"
    if isinstance(value, str):
        now += f": {value_text(key.metric, value)}"
    elif value is not None:
        now += f" {shown_value(value, key.metric)}"
    return f"{due.condition.word.upper()} {key.subject.label} {key.metric.word}{reached}{now}"


def _better(due: Due, facts: Facts) -> str:
    """``EASED account bounce 4.20 % (was REVIEW, now WARN)``."""
    now = f", now {due.condition.word.upper()}" if due.condition >= LOUD else ""
    still = ", still above target" if due.condition is Condition.NOTICE else ""
    key = due.key
    named = alert_text(due.condition, key.subject, key.metric, facts.value, None).split(" ", 1)[1]
    return f"{due.kind.value} {named} (was {due.delivered.word.upper()}{now}{still})"


def _away(facts: Facts, since: float, at: float, zone: tzinfo | None) -> str:
    return f"while you were away, since {wall_time(since, zone)}" if facts.away and since < at else ""
