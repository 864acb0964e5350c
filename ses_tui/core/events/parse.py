"""One message of a queue, or one text of a file, to records: one per recipient. Never raises."""

from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from hashlib import blake2b
from typing import NamedTuple

from ses_tui.core.events.announced import announcement
from ses_tui.core.events.diagnosis import diagnose, reply_of, status_of
from ses_tui.core.events.envelope import Announced, Opened, unwrapped
from ses_tui.core.events.event import (
    DIAGNOSED,
    NOT_SENT,
    NOT_SPAM,
    Event,
    EventType,
    Malformed,
    Notice,
    Parsed,
)
from ses_tui.core.events.fields import Json, first_text_at, struct_at, text_at, time_of
from ses_tui.core.events.masking import mask, mask_within
from ses_tui.core.events.providers import provider_of
from ses_tui.core.message_life import message_id
from ses_tui.core.record import replace
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
"""SES takes 50 recipients a message: more is not from SES, and must not fill the memory. They are counted."""

_UNSENT: Mapping[str, str] = {
    "Suppressed": "on the suppression list of SES",
    "OnAccountSuppressionList": "on the account's suppression list",
    "OnTenantSuppressionList": "on the tenant's suppression list",
    "UnsubscribedRecipient": "the recipient has unsubscribed",
}
"""bounceSubType or complaintSubType by which SES says that it sent nothing."""


def parse(text: str, *, delivery: str = "", reveal: bool = False) -> Parsed:
    """The records in ``text``, which is JSON, or why there are none.

    ``delivery``: the id of the message in the queue, which tells two events apart that look alike
    where SNS gave none. ``reveal``: leave recipients unmasked.
    """
    other: Malformed | Notice | None = None
    events: list[Event] = []
    for parsed in parse_each(text, delivery=delivery, reveal=reveal):
        if isinstance(parsed, tuple):
            events += parsed
        else:
            other = other or parsed
    return tuple(events) or other or Malformed("empty")


def parse_each(text: str, *, delivery: str = "", reveal: bool = False) -> Iterator[Parsed]:
    """The same of a text with several events, some of which may be none."""
    for found in unwrapped(text):
        if isinstance(found, Announced):
            notice = announcement(found.event)
            yield notice if isinstance(notice, Malformed) else (notice,)
        elif isinstance(found, Opened):
            try:
                yield _records(found.event, found.publication or delivery, reveal)
            except RecursionError:  # the decoder just managed what ``repr`` does not
                yield Malformed("nested too deep")
        else:
            yield found


def _records(event: Json, publication: str, reveal: bool) -> Parsed:
    word = text_at(event, "eventType") or text_at(event, "notificationType")
    if word == "AmazonSnsSubscriptionSucceeded":
        return Notice("SES will publish notifications to this topic")
    kind = _TYPES.get(word)
    if kind is None:
        return Malformed(f"no event of SES: eventType is {safe(word)!r}" if word else "no eventType")
    section, mail = _SECTIONS[kind], struct_at(event, "mail")
    if not mail:
        return Malformed(f"{kind.value} without mail")
    if section.needed and section.name not in event:
        return Malformed(f"{kind.value} without {section.name}")
    detail = struct_at(event, section.name)
    recipients = list(_recipients(detail, section.recipients)) or list(_recipients(mail, "destination"))
    common = _common(event, kind, detail, mail, publication)
    *records, last = (
        _record(common, number, address, told, reveal)
        for number, (address, told) in enumerate(recipients[:RECIPIENTS_MOST] or [("", {})])
    )
    beyond = max(0, len(recipients) - RECIPIENTS_MOST)
    return (*records, replace(last, beyond=beyond) if beyond else last)


class _Common(NamedTuple):
    """What all recipients of an event share.

    ``subtype``: SES's own word for what happened; ``unsent``: why SES sent nothing, where it did not.
    """

    kind: EventType
    event: str
    at: float | None
    identity: str
    configuration_set: str
    subtype: str
    unsent: str
    message_id: str
    mark: str


def _common(event: Json, kind: EventType, detail: Json, mail: Json, publication: str) -> _Common:
    stamp = text_at(detail, "timestamp") or text_at(mail, "timestamp")
    tags = struct_at(mail, "tags")
    mark = "\n".join(
        (
            publication,
            text_at(mail, "messageId") or repr(event),
            kind.value,
            stamp,
            text_at(detail, "feedbackId"),
            text_at(detail, "link"),
        )
    )
    subtype = next((word for key in _SECTIONS[kind].reasons if (word := text_at(detail, key))), "")[
        :MESSAGE_CAP
    ]
    if kind is EventType.BOUNCE and subtype in ("", "General", "Undetermined"):
        subtype = text_at(detail, "bounceType") or subtype
    unsent = _UNSENT.get(text_at(detail, "complaintSubType") or subtype, "")
    return _Common(
        kind=kind,
        event=NOT_SPAM if kind is EventType.COMPLAINT and subtype == "not-spam" else kind,
        at=time_of(stamp),
        identity=_identity(mail),
        configuration_set=first_text_at(tags, "ses:configuration-set"),
        subtype=subtype,
        unsent=f"{NOT_SENT}{unsent}" if unsent else "",
        message_id=message_id(text_at(mail, "messageId")),
        mark=mark,
    )


def _record(common: _Common, number: int, address: str, told: Json, reveal: bool) -> Event:
    bare = safe(_bare(address).strip())
    local, at, domain = bare.rpartition("@")
    domain = domain.lower().rstrip(".>") if at and local else ""
    text = safe(text_at(told, "diagnosticCode"), MESSAGE_CAP)
    diagnosed = common.kind in DIAGNOSED
    status = status_of(text_at(told, "status"), text) if diagnosed else ""
    shown = common.unsent or text or safe(common.subtype, MESSAGE_CAP)
    return Event(
        id=blake2b(
            f"{common.mark}\n{number}\n{address}".encode("utf-8", "backslashreplace"), digest_size=16
        ).hexdigest(),
        at=common.at,
        event=common.event,
        recipient=bare if reveal else mask(bare),
        recipient_domain=domain,
        isp=provider_of(domain),
        identity=common.identity,
        configuration_set=common.configuration_set,
        diagnosis=(diagnose(diagnostic=text, status=status, subtype=common.subtype) if diagnosed else None),
        status=status,
        reply=reply_of(text or (shown if common.kind is EventType.DELIVERY else "")),
        diagnostic=shown if reveal else mask_within(shown, bare),
        message_id=common.message_id,
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
            yield text_at(item, "emailAddress"), item


def _identity(mail: Json) -> str:
    """By the ARN; without one the From address's domain."""
    arn = text_at(mail, "sourceArn")
    if ":identity/" in arn:
        return safe(arn.partition(":identity/")[2])
    tagged = first_text_at(struct_at(mail, "tags"), "ses:from-domain")
    return tagged or safe(text_at(mail, "source").rpartition("@")[2].strip(" >").lower())
