"""What mode 7 shows: no queue, loading, full, denied, calm, and texts that other people chose."""

from collections.abc import Callable, Mapping

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.events.event import Diagnosis, Event, EventType
from ses_tui.core.events.seen import EventsSeen, Live
from ses_tui.core.events.tally import Tally
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import MESSAGE_CAP, safe
from tests.tui.alerts_data import EVIL
from tests.tui.made import NOW, snapshot, target
from tests.tui.snapshots_data import STATES

BLOCKED = (
    "smtp; 550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Please contact your Internet"
    " service provider since part of their network is on our block list (S3140). You can also refer your"
    " provider to http://mail.live.com/mail/troubleshooting.aspx#errors."
)
SAID: tuple[tuple[EventType, str, Diagnosis | None, str, str, str], ...] = (
    (EventType.DELIVERY_DELAY, "Hotmail", Diagnosis.THROTTLE, "4.7.0", "421", "smtp; 421 4.7.0 slow down"),
    (EventType.BOUNCE, "Hotmail", Diagnosis.REPUTATION, "5.7.1", "550", BLOCKED),
    (EventType.BOUNCE, "Gmail", Diagnosis.ADDRESS, "5.1.1", "550", "smtp; 550 5.1.1 NoSuchUser"),
    (EventType.COMPLAINT, "Yahoo", None, "", "", "abuse"),
    (EventType.BOUNCE, "other", Diagnosis.MAILBOX, "4.2.2", "452", "smtp; 452 4.2.2 over quota"),
    (EventType.REJECT, "other", Diagnosis.CONTENT, "", "", "Bad content"),
    (EventType.DELIVERY, "Gmail", None, "", "250", "250 2.0.0 OK"),
)  # fmt: skip


def event(number: int, ago: float) -> Event:
    """One of the seven, so many seconds ago."""
    kind, isp, diagnosis, status, reply, text = SAID[number % len(SAID)]
    domain = {"other": "example.edu", "Hotmail": "hotmail.com"}.get(isp, f"{isp.lower()}.com")
    sender = ("news.example.org", "shop.example.org")[number % 2]
    return Event(
        f"{number:032x}",
        NOW - ago,
        kind,
        f"r•••@{domain}",
        domain,
        isp,
        sender,
        "marketing",
        diagnosis,
        status,
        reply,
        text,
        message_id(number),
    )


def message_id(number: int) -> str:
    """As SES writes them."""
    return f"0100{number:028x}-000000"


def seen(events: tuple[Event, ...], **changes: object) -> EventsSeen:
    """As the engine would count them."""
    tally = Tally()
    tally.add(events)
    made = EventsSeen(
        queue="ses-events",
        since=NOW - 5 * HOUR,
        read_at=NOW - 3,
        newest=events,
        kinds=tuple(tally.events.most_common()),
        refusals=tuple((isp, diagnosis, many) for (isp, diagnosis), many in tally.by_isp.most_common()),
        complaints=tuple(tally.complaints.most_common()),
        reasons=tally.reasons(12),
        per_minute=14,
        waiting=0,
        live=LIVE,
        live_since=NOW - 300,
        requests=1_204,
    )
    return replace(made, **changes)


LIVE = (
    (Subject(SubjectKind.ISP, "Hotmail"), Live(9, 0, 31)),
    (Subject(SubjectKind.ISP, "Yahoo"), Live(0, 2, 0)),
    (Subject(SubjectKind.IDENTITY, "news.example.org"), Live(8, 2, 31)),
)
MANY = tuple(event(number, 4.0 * number + (DAY if number > 180 else 0)) for number in range(200))
DENIED = SourceError(
    "events",
    "ReceiveMessage",
    ErrorKind.ACCESS_DENIED,
    "ReceiveMessage is not allowed",
    "allow sqs:ReceiveMessage (ses-tui iam-policy --queue URL)",
)


def full() -> Snapshot:
    """Two hundred events, and one message that was none."""
    return snapshot(replace(STATES["warn"]().targets[0], events=seen(MANY, strange=1)))


def no_queue() -> Snapshot:
    """None is configured."""
    return snapshot(target())


def loading() -> Snapshot:
    """One is configured and was not asked yet."""
    return snapshot(target(events=EventsSeen(queue="ses-events")))


def calm() -> Snapshot:
    """It was asked, and nothing came."""
    return snapshot(
        target(events=EventsSeen(queue="ses-events", since=NOW - HOUR, read_at=NOW - 3, waiting=0))
    )


def denied() -> Snapshot:
    """It may not be read."""
    refused = EventsSeen(queue="ses-events", since=NOW - 60, error=DENIED)
    return snapshot(target(events=refused, errors=(DENIED,)))


def undeletable() -> Snapshot:
    """Read and stored, but nothing may be deleted."""
    error = replace(
        DENIED, operation="DeleteMessageBatch", hint="allow sqs:DeleteMessage (ses-tui iam-policy)"
    )
    return snapshot(target(events=seen(MANY[:40], error=error, waiting=3_200), errors=(error,)))


def hostile() -> Snapshot:
    """Every outside string is chosen by somebody unkind."""
    evil = replace(
        event(1, 5.0),
        id="0" * 32,
        at=1e15,
        recipient=EVIL,
        recipient_domain=EVIL,
        isp=EVIL,
        identity=EVIL,
        configuration_set=EVIL,
        status=EVIL[:9],
        reply=EVIL[:9],
        diagnostic=safe(EVIL * 9, MESSAGE_CAP),
    )
    odd = replace(evil, id="1" * 32, at=None, diagnosis=None, diagnostic="", isp="other")
    error = replace(DENIED, message=EVIL, hint="", operation=EVIL)
    return snapshot(target(events=seen((evil, odd), queue=EVIL, error=error)))


EVENTS: Mapping[str, Callable[[], Snapshot]] = {
    state.__name__: state for state in (full, no_queue, loading, calm, denied, undeletable, hostile)
}
