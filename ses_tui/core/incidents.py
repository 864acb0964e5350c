"""Which incidents a message opens, changes and closes in a pager. Pure.

    FIRING REPEAT EASED                 open, at the condition that it says
    RESOLVED GONE                       closed
    BLIND                               open: one per target
    SIGHT                               closed, or still open while other keys of the target can't be seen
    CHANNEL_FAILING STORE_FAILING
    CLOCK_SKEW CREDENTIALS_EXPIRING     open
    CHANNEL_OK, RESOLVED of the others  closed
    DRILL                               open: its channel closes it

An incident's id holds no time, so that whoever opens it again after a restart opens the same one.
"""

from hashlib import sha256

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import LOUD
from ses_tui.core.due import SERVICE_ROUTE
from ses_tui.core.messages import Change, Kind, Message
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.core.record import Record

SEVERITIES = {Condition.WARN: "warning", Condition.REVIEW: "error", Condition.PAUSE: "critical"}
"""PagerDuty's words; Alertmanager leaves the choice to us."""

INFO = "info"
"""The severity of a drill."""

_CLOSING = frozenset({Kind.RESOLVED, Kind.GONE, Kind.CHANNEL_OK})


class Incident(Record, frozen=True):
    """One alert as a pager keeps it."""

    id: str
    """The same from the message that opens it to the one that closes it."""
    also: tuple[str, ...]
    """Ids under which it may have been opened: while AWS had not told the account."""
    name: str
    """What kind of trouble it is: ``SesBounceRate``, ``SesBlind``, ``SesTuiStoreFailing``."""
    key: Key
    about_key: bool
    """Whether it is about the condition of that key, and not of a target or of the monitor itself."""
    channel: str
    """The channel that fails, where one does."""
    open: bool
    severity: str
    was: str
    """The severity that the channel was told before, or empty."""
    title: str


def incidents(message: Message) -> tuple[Incident, ...]:
    """What ``message`` is about, its own key first."""
    title = message.title.removesuffix(f", and {len(message.together)} more")
    own = _incident(message, message.kind, message.key, message.condition, message.was, title)
    return own, *(_together(message, one) for one in message.together)


def alert_json(message: Message) -> dict[str, object]:
    """The alert for programs; ``incident`` is the same from the message that opens it to the last."""
    incident = None if message.kind is Kind.DIGEST else incidents(message)[0].id
    return {**message.as_json(), "incident": incident}


def _together(message: Message, one: Change) -> Incident:
    named = f"{one.key.target}: " if message.title.startswith(f"{message.key.target}: ") else ""
    word = one.kind.value if one.kind in _CLOSING else one.condition.word.upper()
    title = f"{named}{word} {one.key.subject.label} {one.key.metric.word}"
    return _incident(message, one.kind, one.key, one.condition, one.was, title)


def _incident(
    message: Message, kind: Kind, key: Key, condition: Condition, was: Condition, title: str
) -> Incident:
    name, aspect = _aspect(message, kind, key)
    service = message.trouble is not None or kind in (Kind.BLIND, Kind.SIGHT)
    told = SERVICE_ROUTE if service else condition
    before = SERVICE_ROUTE if service else was
    places = [message.key.target]
    if message.account_id:
        places.insert(0, f"{message.account_id}/{message.region}")
    first, *others = (_digits(place, aspect) for place in places)
    return Incident(
        id=first,
        also=tuple(others),
        name=name,
        key=key,
        about_key=not service and kind is not Kind.DRILL,
        channel=_channel(message),
        open=message.partly if kind is Kind.SIGHT else kind not in _CLOSING,
        severity=INFO if kind is Kind.DRILL else SEVERITIES[max(told, LOUD)],
        was=SEVERITIES[before] if before >= LOUD else "",
        title=title,
    )


def _aspect(message: Message, kind: Kind, key: Key) -> tuple[str, str]:
    """The incident's name, and what tells it from others of the same target."""
    if kind is Kind.DRILL:
        return "SesTuiDrill", message.id
    if message.trouble is not None:
        return f"SesTui{_camel(message.trouble.value)}", f"{message.trouble.value} {_channel(message)}"
    if kind in (Kind.BLIND, Kind.SIGHT):
        return "SesBlind", f"{ACCOUNT.label} blind"
    return f"Ses{_camel(key.metric.value)}", str(key)


def _channel(message: Message) -> str:
    return message.about if message.trouble is Kind.CHANNEL_FAILING else ""


def _camel(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("_"))


def _digits(place: str, aspect: str) -> str:
    return sha256(f"{place}|{aspect}".encode()).hexdigest()[:32]
