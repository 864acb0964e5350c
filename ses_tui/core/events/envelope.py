"""From what lies in a queue or a file to the events in it, through every envelope round them."""

import json
import re
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from ses_tui.core.events.event import Malformed, Notice
from ses_tui.core.events.fields import Json, text_at
from ses_tui.core.text import MESSAGE_CAP, safe

DEPTH = 12
"""Envelopes within envelopes: SQS, SNS, a log and EventBridge together are eight."""

UNPACKED_MOST = 16 * 1024 * 1024
"""Bytes of what a message holds packed; AWS's own envelopes hold 1 MB."""

_SIDE_BY_SIDE = ("Records", "Messages", "records", "logEvents", "events", "results", "Items")
"""Where several lie side by side: Lambda, the AWS CLI, Firehose, CloudWatch Logs, queries."""

_WITHIN = ("Sns", "body", "Body", "rawData", "kinesis", "awslogs", "data", "message", "@message", "value")
"""Where one lies within another."""

_MAYBE_JSON = re.compile(r"[{\[]|^\s*[A-Za-z0-9+/=\s]{16,}$")
"""A text with an object in it, or base64."""

_DECODER = json.JSONDecoder()


class Opened(NamedTuple):
    """The event, and the id that SNS or EventBridge gave this publication ('' without an envelope)."""

    event: Json
    publication: str


class Announced(NamedTuple):
    """An event of SES in EventBridge that is about no mail, whole."""

    event: Json


Found = Opened | Announced | Notice | Malformed


def decode(text: str) -> object:
    """Raises ValueError or RecursionError. Twice as fast as ``json``, which takes what is less strict:
    half of a surrogate pair, NaN."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return json.loads(text)


def unwrapped(text: str) -> Iterator[Found]:
    """Every event in ``text``, which is JSON; what it is where there is none. Never raises."""
    try:
        yield from _opened(decode(text), "", 0)
    except (ValueError, RecursionError):
        yield Malformed(format_of(text))


def _opened(value: object, publication: str, depth: int) -> Iterator[Found]:
    if depth > DEPTH:
        yield Malformed("nested too deep")
    elif isinstance(value, str):
        yield from _in_text(value, publication, depth)
    elif isinstance(value, list):
        if not any(isinstance(item, dict | list | str) for item in value):
            yield Malformed("JSON, but no object")
        for item in value:
            yield from _opened(item, publication, depth + 1)
    elif isinstance(value, dict):
        yield from _in_object(value, publication, depth)
    else:
        yield Malformed("JSON, but no object")


def _in_object(value: Json, publication: str, depth: int) -> Iterator[Found]:
    if isinstance(value.get("eventType"), str) or isinstance(value.get("notificationType"), str):
        yield Opened(value, publication)
    elif isinstance(value.get("detail-type"), str):
        yield from _from_eventbridge(value)
    elif "Message" in value and isinstance(value.get("Type", ""), str):
        yield from _from_sns(value, depth)
    else:
        found = list(_inside(value, publication, depth))
        if any(not isinstance(one, Malformed) for one in found):
            yield from found
        else:
            sign = next((name for key, name in _SIGNS.items() if key in value), "")
            yield Malformed(sign) if sign or not found else found[0]


def _inside(value: Json, publication: str, depth: int) -> Iterator[Found]:
    """What lies where envelopes keep it; what the object is, if nothing does."""
    inner = [item for place in _SIDE_BY_SIDE for item in _items(value.get(place))]
    for place in _WITHIN:
        one = value.get(place)
        if (isinstance(one, dict) or (isinstance(one, str) and _MAYBE_JSON.search(one))) and one not in inner:
            inner.append(one)
    if not inner:
        yield Malformed(_kind(value))
    for one in inner:
        yield from _opened(one, publication, depth + 1)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _from_eventbridge(value: Json) -> Iterator[Found]:
    detail, source = value.get("detail"), text_at(value, "source")
    if isinstance(detail, dict) and (text_at(detail, "eventType") or text_at(detail, "notificationType")):
        yield Opened(detail, text_at(value, "id"))
    elif source in ("", "aws.ses"):
        yield Announced(value)
    else:
        yield Malformed(f"EventBridge event of {safe(source)}")


def _from_sns(value: Json, depth: int) -> Iterator[Found]:
    kind, message = text_at(value, "Type") or "Notification", value["Message"]
    if kind != "Notification":
        yield Malformed(f"SNS {safe(kind)}: not an event; a subscription may wait to be confirmed")
    elif isinstance(message, str) and message.startswith("Successfully validated SNS topic"):
        yield Notice(safe(message, MESSAGE_CAP))  # SES says so once, when a destination is made
    else:
        topic = safe(text_at(value, "TopicArn").rpartition(":")[2])
        for one in _opened(message, text_at(value, "MessageId"), depth + 1):
            yield _in_envelope(one, topic) if isinstance(one, Malformed) else one


def _in_envelope(problem: Malformed, topic: str) -> Malformed:
    return Malformed(f"SNS notification{f' of topic {topic}' if topic else ''}: {problem.reason}")


def _in_text(text: str, publication: str, depth: int) -> Iterator[Found]:
    """JSON in a string, behind other text, or in base64, packed or not."""
    for read in (decode, _behind_text, _in_base64):
        try:
            value = read(text)
        except (ValueError, RecursionError):
            continue
        yield from _opened(value, publication, depth + 1)
        return
    yield Malformed(format_of(text))


def _behind_text(text: str) -> object:
    """The object behind a log's prefix. Raises ValueError."""
    return _DECODER.raw_decode(text, text.index("{"))[0]


def _in_base64(text: str) -> object:
    """Raises ValueError."""
    raw = b64decode("".join(text.split()), validate=True)
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, UNPACKED_MOST)
        except zlib.error as error:
            raise ValueError from error
    return decode(raw.decode())


def _kind(value: Json) -> str:
    """What an object that is no event looks like, for people."""
    source = text_at(value, "eventSource") or text_at(value, "EventSource")
    if source:
        return f"{safe(source).removeprefix('aws:')} notification"
    keys = ", ".join(safe(key, 20) for key in list(value)[:4])
    return f"no eventType, but {keys}" if keys else "no eventType"


_SIGNS: Mapping[str, str] = {
    "AlarmName": "CloudWatch alarm",
    "job_class": "ActiveJob job",
    "displayName": "Laravel job",
    "task": "Celery task",
    "celery-task-id": "Celery task",
    "mail": "mail of SES without eventType",
    "Event": "S3 test event",
}


def format_of(text: str) -> str:
    """The format of what is no JSON."""
    text = text.lstrip()
    if not text:
        return "empty"
    if text.startswith(("{'", "[{'")):
        return "Python's notation, not JSON: write it with json.dumps"
    if text[0] == "<":
        return "XML or HTML, not JSON"
    if text[0] in "{[":
        return (
            "not JSON: cut short, or JavaScript's notation" if text.rstrip()[-1] not in "}]" else "not JSON"
        )
    if text.count(",") + text.count(";") + text.count("\t") > 1 and " " not in text.split(",")[0]:
        return "a CSV without JSON; export the JSON column"
    return "text, not JSON"
