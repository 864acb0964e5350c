"""What an event of SES becomes: one frozen record per recipient, or why there is none."""

from enum import StrEnum

from ses_tui.core.clock import iso
from ses_tui.core.record import Record


class EventType(StrEnum):
    """``eventType`` of SES, as AWS writes it."""

    BOUNCE = "Bounce"
    COMPLAINT = "Complaint"
    DELIVERY = "Delivery"
    SEND = "Send"
    REJECT = "Reject"
    OPEN = "Open"
    CLICK = "Click"
    RENDERING_FAILURE = "Rendering Failure"
    DELIVERY_DELAY = "DeliveryDelay"
    SUBSCRIPTION = "Subscription"


class Diagnosis(StrEnum):
    """What a refusal means to a sender (``class`` of the JSON lines; API); MEANINGS says what it asks for."""

    ADDRESS = "address"
    MAILBOX = "mailbox"
    CONTENT = "content"
    REPUTATION = "reputation"
    THROTTLE = "throttle"
    AUTH = "auth"
    TRANSPORT = "transport"
    OTHER = "other"


ADDRESS, MAILBOX, CONTENT, REPUTATION, THROTTLE, AUTH, TRANSPORT, OTHER = Diagnosis


NOT_SPAM = "Not-Spam Report"
"""``event`` of a complaint whose feedback type is ``not-spam``: a recipient took the mail out of the junk."""

NOT_SENT = "not sent: "
"""How ``diagnostic`` begins where SES refused for its own suppression lists."""

DIAGNOSED = frozenset({EventType.BOUNCE, EventType.DELIVERY_DELAY, EventType.REJECT})
"""Only these have a class."""


class Event(Record, frozen=True):
    """One event about one recipient, or a notice about none.

    Every text is safe to print; '' and None: AWS did not say.
    """

    id: str
    """32 hexadecimal digits, the same for every delivery of the same event and recipient."""

    at: float | None
    """When it happened: UTC epoch seconds."""

    event: str
    """An ``EventType``, or what SES calls a notice, such as ``Sending Status Disabled``."""

    recipient: str
    """Masked unless it was revealed on purpose; so are the addresses in ``diagnostic``."""

    recipient_domain: str

    isp: str
    """VDM's name, by the recipient's domain, or ``other``; '' of a notice."""

    identity: str
    configuration_set: str
    diagnosis: Diagnosis | None

    status: str
    """RFC 3463, ``5.1.1``."""

    reply: str
    """The SMTP reply code, ``550``."""

    diagnostic: str

    message_id: str = ""
    """SES's own id of the message; '' of a notice, and of what is no id."""

    beyond: int = 0
    """Recipients of the same message that are counted and not listed: SES itself takes 50 at most."""

    @property
    def not_sent(self) -> bool:
        """Whether SES speaks of a suppression list of its own: no ISP has seen the mail."""
        return self.diagnostic.startswith(NOT_SENT)


class Malformed(Record, frozen=True):
    """Text that is no event of SES. ``reason``: one safe line."""

    reason: str


class Notice(Record, frozen=True):
    """What SNS or SES says about the plumbing itself: well-formed, and about no mail."""

    text: str


Parsed = tuple[Event, ...] | Malformed | Notice


def as_object(event: Event, *, reveal: bool = False) -> dict[str, object]:
    """The JSON line of ``events --format json`` (API); ``recipient`` only where revealed on purpose."""
    return {
        "at": None if event.at is None else iso(event.at),
        "event": event.event,
        **({"recipient": event.recipient or None} if reveal else {}),
        "recipient_domain": event.recipient_domain or None,
        "isp": event.isp or None,
        "identity": event.identity or None,
        "configuration_set": event.configuration_set or None,
        "class": event.diagnosis.value if event.diagnosis else None,
        "status": event.status or None,
        "reply": event.reply or None,
        "diagnostic": event.diagnostic or None,
    }


class Arrival(Record, frozen=True):
    """One message as a queue gave it. ``message``: its id there; ``received``: UTC epoch seconds."""

    queue: str
    message: str
    received: float
    body: str
    parsed: Parsed


class Stored(Record, frozen=True):
    """What became of some arrivals."""

    fresh: tuple[Event, ...] = ()
    """Events that were not stored before."""
