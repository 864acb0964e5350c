"""One message of a queue, or one text of a file, to records: one per recipient. Never raises."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parseaddr
from hashlib import blake2b
from typing import NamedTuple

from ses_tui.core.clock import epoch_seconds
from ses_tui.core.events.diagnosis import diagnose, reply_of, status_of
from ses_tui.core.events.envelope import Json, object_of, opened
from ses_tui.core.events.event import DIAGNOSED, Event, EventType, Malformed, Notice, Parsed
from ses_tui.core.events.masking import mask, mask_within
from ses_tui.core.events.providers import provider_of
from ses_tui.core.text import MESSAGE_CAP, safe


class _Section(NamedTuple):
    """Where an event keeps its details. ``recipients`` and ``reasons``: keys, the first that is there."""

    name: str
    recipients: str = ""
    reasons: tuple[str, ...] = ()
    needed: bool = True


_SECTIONS: Mapping[EventType, _Section] = {
    EventType.BOUNCE: _Section("bounce", "bouncedRecipients", ("bounceSubType",)),
    EventType.COMPLAINT: _Section("complaint", "complainedRecipients", ("complaintFeedbackType",)),
    EventType.DELIVERY: _Section("delivery", "recipients", ("smtpResponse",)),
    EventType.SEND: _Section("send", needed=False),
    EventType.REJECT: _Section("reject", reasons=("reason",)),
    EventType.OPEN: _Section("open", needed=False),
    EventType.CLICK: _Section("click", needed=False),
    EventType.RENDERING_FAILURE: _Section("failure", reasons=("errorMessage",)),
    EventType.DELIVERY_DELAY: _Section("deliveryDelay", "delayedRecipients", ("delayType",)),
    EventType.SUBSCRIPTION: _Section("subscription", needed=False),
}

_TYPES: Mapping[str, EventType] = {
    **{kind.value: kind for kind in EventType},
    "RenderingFailure": EventType.RENDERING_FAILURE,  # as the API writes it
}

RECIPIENTS_MOST = 1000
"""SES takes 50 recipients a message: more is not from SES, and must not fill the memory."""


def parse(text: str, *, delivery: str = "", reveal: bool = False) -> Parsed:
    """The records in ``text``, or why there are none.

    ``delivery``: the id of the message in the queue, which tells two events apart that look alike
    where SNS gave none. ``reveal``: leave recipients unmasked.
    """
    value = object_of(text)
    if isinstance(value, Malformed):
        return value
    found = opened(value)
    if isinstance(found, Malformed | Notice):
        return found
    try:
        return _records(found.event, found.publication or delivery, reveal)
    except RecursionError:  # the decoder just managed what ``repr`` does not
        return Malformed("nested too deep")


def _records(event: Json, publication: str, reveal: bool) -> Parsed:
    word = _text(event, "eventType") or _text(event, "notificationType")
    if word == "AmazonSnsSubscriptionSucceeded":
        return Notice("SES will publish notifications to this topic")
    kind = _TYPES.get(word)
    if kind is None:
        return Malformed(f"no event of SES: eventType is {safe(word)!r}" if word else "no eventType")
    section, mail = _SECTIONS[kind], _struct(event, "mail")
    if not mail:
        return Malformed(f"{kind.value} without mail")
    if section.needed and section.name not in event:
        return Malformed(f"{kind.value} without {section.name}")
    detail = _struct(event, section.name)
    recipients = list(_recipients(detail, section.recipients)) or list(_recipients(mail, "destination"))
    common = _common(event, kind, detail, mail, publication)
    return tuple(
        _record(common, number, address, told, reveal)
        for number, (address, told) in enumerate(recipients[:RECIPIENTS_MOST] or [("", {})])
    )


class _Common(NamedTuple):
    """What all recipients of an event share. ``subtype``: SES's own word for what happened."""

    kind: EventType
    at: float | None
    identity: str
    configuration_set: str
    subtype: str
    mark: str


def _common(event: Json, kind: EventType, detail: Json, mail: Json, publication: str) -> _Common:
    stamp = _text(detail, "timestamp") or _text(mail, "timestamp")
    tags = _struct(mail, "tags")
    mark = "\n".join(
        (
            publication,
            _text(mail, "messageId") or repr(event),
            kind.value,
            stamp,
            _text(detail, "feedbackId"),
            _text(detail, "link"),
        )
    )
    subtype = next((word for key in _SECTIONS[kind].reasons if (word := _text(detail, key))), "")[
        :MESSAGE_CAP
    ]
    if kind is EventType.BOUNCE and subtype in ("", "General", "Undetermined"):
        subtype = _text(detail, "bounceType") or subtype
    return _Common(
        kind, _time(stamp), _identity(mail), _first_text(tags, "ses:configuration-set"), subtype, mark
    )


def _record(common: _Common, number: int, address: str, told: Json, reveal: bool) -> Event:
    bare = safe(_bare(address).strip())
    local, at, domain = bare.rpartition("@")
    domain = domain.lower().rstrip(".>") if at and local else ""
    text = safe(_text(told, "diagnosticCode"), MESSAGE_CAP)
    diagnosed = common.kind in DIAGNOSED
    status = status_of(_text(told, "status"), text) if diagnosed else ""
    shown = text or safe(common.subtype, MESSAGE_CAP)
    return Event(
        id=blake2b(
            f"{common.mark}\n{number}\n{address}".encode("utf-8", "backslashreplace"), digest_size=16
        ).hexdigest(),
        at=common.at,
        event=common.kind,
        recipient=bare if reveal else mask(bare),
        recipient_domain=domain,
        isp=provider_of(domain),
        identity=common.identity,
        configuration_set=common.configuration_set,
        diagnosis=(diagnose(diagnostic=text, status=status, subtype=common.subtype) if diagnosed else None),
        status=status,
        reply=reply_of(text or (shown if common.kind is EventType.DELIVERY else "")),
        diagnostic=shown if reveal else mask_within(shown, bare),
    )


def _bare(address: str) -> str:
    """Without a name before it; as it stands where its brackets are nested too deep for any name."""
    try:
        return parseaddr(address)[1] if "<" in address else address
    except RecursionError:
        return address


def _recipients(value: Json, key: str) -> Iterator[tuple[str, Json]]:
    """Each address with what was told of it; an address may be missing ('')."""
    found = value.get(key) if key else None
    for item in found if isinstance(found, list) else ():
        if isinstance(item, str):
            yield item, {}
        elif isinstance(item, dict):
            yield _text(item, "emailAddress"), item


def _identity(mail: Json) -> str:
    """By the ARN; without one the From address's domain."""
    arn = _text(mail, "sourceArn")
    if ":identity/" in arn:
        return safe(arn.partition(":identity/")[2])
    tagged = _first_text(_struct(mail, "tags"), "ses:from-domain")
    return tagged or safe(_text(mail, "source").rpartition("@")[2].strip(" >").lower())


def _time(stamp: str) -> float | None:
    """ISO 8601 as UTC epoch seconds; a time without a zone is UTC, as SES writes them.

    None where it is no time, or at the ends of the calendar.
    """
    try:
        return epoch_seconds(datetime.fromisoformat(stamp))
    except ValueError:
        return None


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _struct(value: Json, key: str) -> Json:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _first_text(value: Json, key: str) -> str:
    """The first string of the list under ``key``, safe to print: how tags are written."""
    found = value.get(key)
    first = found[0] if isinstance(found, list) and found else found
    return safe(first) if isinstance(first, str) else ""
