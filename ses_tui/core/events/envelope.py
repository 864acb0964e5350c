"""From what lies in a queue or a file to the event itself: SNS, raw delivery, EventBridge, Firehose."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from ses_tui.core.events.event import Malformed, Notice
from ses_tui.core.text import MESSAGE_CAP, safe

Json = Mapping[str, object]

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n,"


class Opened(NamedTuple):
    """The event, and the id that SNS gave this publication ('' without an envelope)."""

    event: Json
    publication: str


def decode(text: str) -> object:
    """Raises ValueError or RecursionError. Twice as fast as ``json``, which takes what is less strict:
    half of a surrogate pair, NaN."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return json.loads(text)


def object_of(text: str) -> Json | Malformed:
    """The one JSON object in ``text``. Never raises."""
    try:
        value = decode(text)
    except (ValueError, RecursionError):
        return Malformed("not JSON" if text.strip() else "empty")
    return value if isinstance(value, dict) else Malformed("JSON, but no object")


def opened(value: Json) -> Opened | Notice | Malformed:
    """The event inside an SNS envelope, an EventBridge event, or as it is."""
    kind = value.get("Type")
    if isinstance(kind, str) and "Message" in value and "mail" not in value:
        return _from_sns(value, kind)
    detail = value.get("detail")
    if isinstance(detail, dict) and "detail-type" in value:
        return Opened(detail, _text(value, "id"))
    return Opened(value, "")


def _from_sns(value: Json, kind: str) -> Opened | Notice | Malformed:
    message = value.get("Message")
    if kind != "Notification":
        return Malformed(f"SNS {safe(kind)}: not an event; a subscription may wait to be confirmed")
    if isinstance(message, str) and message.startswith("Successfully validated SNS topic"):
        return Notice(safe(message, MESSAGE_CAP))  # SES says so once, when a destination is made
    inner = message if isinstance(message, dict) else object_of(message if isinstance(message, str) else "")
    if isinstance(inner, Malformed):
        return Malformed(f"in an SNS envelope: {inner.reason}")
    return Opened(inner, _text(value, "MessageId"))


def _text(value: Json, key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def texts_of(line: str) -> Iterator[str]:
    """The JSON texts in one line of a file: one as a rule, several where Firehose wrote them end to end.

    What can't be read goes on as it is, to be counted as malformed; blank lines bring nothing.
    """
    at = 0
    while at < len(line):
        if line[at] in _SPACE:
            at += 1
            continue
        try:
            _, end = _DECODER.raw_decode(line, at)
        except (ValueError, RecursionError):
            yield line[at:].rstrip()
            return
        yield line[at:end]
        at = end
