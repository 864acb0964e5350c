"""A file as people have it: each event is found, whatever is round it, and what is none is named."""

import base64
import csv
import gzip
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from ses_tui.core.events.event import Event, Malformed
from ses_tui.core.events.parse import parse, parse_each
from ses_tui.core.events.reading import texts_of
from tests.events.examples import envelope, event

EVENTS = [event("Bounce", number, f"r{number}@gmail.com") for number in range(3)]
JSONS = [json.dumps(one) for one in EVENTS]


def read(text: str) -> tuple[list[Event], list[tuple[int, str]]]:
    """The events of a file, and of what is none the line and the reason."""
    events: list[Event] = []
    broken = []
    for number, found in texts_of(enumerate(text.splitlines(keepends=True), 1)):
        for parsed in parse_each(found) if isinstance(found, str) else (found,):
            if isinstance(parsed, tuple):
                events += parsed
            elif isinstance(parsed, Malformed):
                broken.append((number, parsed.reason))
    return events, broken


def base64_of(text: str, packed: bool = False) -> str:
    """As Kinesis, Firehose and CloudWatch Logs carry it."""
    return base64.b64encode(gzip.compress(text.encode()) if packed else text.encode()).decode()


def rows(*cells: str, delimiter: str = ",") -> str:
    """A CSV with a title, and one more column."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([["when", "raw"], *(["2026-10-01", cell] for cell in cells)])
    return file.getvalue()


def wrapped(text: str, width: int = 100) -> str:
    """With a line break after each ``width`` characters, as mail has it, wherever that is."""
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


SNS = [json.loads(envelope(one, f"sns-{number}")) for number, one in enumerate(EVENTS)]
FORMS: dict[str, str] = {
    "lines": "\n".join(JSONS),
    "lines ended as on Windows": "\r\n".join(JSONS) + "\r\n",
    "end to end": "".join(JSONS),
    "indented": "\n".join(json.dumps(one, indent=4) for one in EVENTS),
    "one indented array": json.dumps(EVENTS, indent=2),
    "an array in one line": json.dumps(EVENTS),
    "an array of texts": json.dumps(JSONS, indent=1),
    "lines that are texts": "\n".join(json.dumps(text) for text in JSONS),
    "with commas": ",\n".join(JSONS),
    "SNS": "\n".join(json.dumps(one) for one in SNS),
    "SNS without Type": "\n".join(json.dumps({"Message": text}) for text in JSONS),
    "SNS, the message an object": "\n".join(json.dumps({"Message": one}) for one in EVENTS),
    "Lambda from SNS": json.dumps({"Records": [{"EventSource": "aws:sns", "Sns": one} for one in SNS]}),
    "Lambda from SQS": json.dumps(
        {"Records": [{"messageId": "m", "body": json.dumps(one), "eventSource": "aws:sqs"} for one in SNS]}
    ),
    "Lambda from Kinesis": json.dumps({"Records": [{"kinesis": {"data": base64_of(t)}} for t in JSONS]}),
    "Lambda from Firehose": json.dumps({"records": [{"recordId": "1", "data": base64_of(t)} for t in JSONS]}),
    "aws sqs receive-message": json.dumps({"Messages": [{"Body": json.dumps(one)} for one in SNS]}, indent=4),
    "what Firehose could not process": "\n".join(
        json.dumps({"attemptsMade": 4, "errorCode": "Lambda.X", "rawData": base64_of(text)}) for text in JSONS
    ),
    "EventBridge": "\n".join(
        json.dumps({"detail-type": "Email Bounced", "source": "aws.ses", "detail": one}) for one in EVENTS
    ),
    "EventBridge in SQS in Lambda": json.dumps(
        {"Records": [{"body": json.dumps({"detail-type": "x", "detail": one})} for one in EVENTS]}
    ),
    "aws logs tail": "\n".join(f"2026-10-01T10:00:00.123000+00:00 01/[$LATEST]7f {text}" for text in JSONS),
    "aws logs tail, indented": "\n".join(f"2026-10-01 stream {json.dumps(one, indent=2)}" for one in EVENTS),
    "Lambda's own log": "START RequestId: 4b2c\n"
    + "\n".join(f"2026-10-01T10:00:00.123Z\t4b2c\tINFO\t{text}" for text in JSONS)
    + "\nEND RequestId: 4b2c\n",
    "a log of quoted texts": "\n".join(f'[INFO] 10:00 got "{{}}" {json.dumps(text)} ok' for text in JSONS),
    "aws logs filter-log-events": json.dumps({"events": [{"message": f"INFO {text}\n"} for text in JSONS]}),
    "a subscription of CloudWatch Logs": json.dumps(
        {"awslogs": {"data": base64_of(json.dumps({"logEvents": [{"message": t} for t in JSONS]}), True)}}
    ),
    "Logs Insights": json.dumps({"results": [[{"field": "@message", "value": text}] for text in JSONS]}),
    "a CSV": rows(*JSONS),
    "a CSV with semicolons": rows(*JSONS, delimiter=";"),
    "a CSV with tabs": rows(*JSONS, delimiter="\t"),
    "a CSV of indented objects": rows(*(json.dumps(one, indent=2) for one in EVENTS)),
    "a CSV of SNS": rows(*(json.dumps(one) for one in SNS)),
    "broken by a mail": "\n".join(wrapped(text) for text in JSONS),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_event_is_found(form: str) -> None:
    events, _ = read(FORMS[form])
    assert sorted(one.recipient_domain for one in events) == ["gmail.com"] * 3
    assert len({one.id for one in events}) == 3
    assert {one.status for one in events} == {"5.1.1"}


@pytest.mark.parametrize("form", ["lines", "indented", "one indented array", "aws logs tail", "a CSV", "SNS"])
def test_nothing_else_is_found_there(form: str) -> None:
    assert read(FORMS[form])[1] == []


def test_an_object_that_is_cut_short_takes_no_other_with_it() -> None:
    cut = json.dumps(EVENTS[0], indent=2)[:200]
    events, broken = read(f"{cut}\n{JSONS[1]}\nnot a word of JSON\n{JSONS[2]}\n{JSONS[0][:50]}\n")
    assert len(events) == 2
    last = cut.count("\n") + 5
    assert broken == [(1, "not JSON: cut short"), (last - 2, "text, not JSON"), (last, "not JSON: cut short")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("when,who,what\n1,2,3\n", "a CSV without JSON; export the JSON column"),
        ("{'eventType': 'Bounce'}\n", "Python's notation, not JSON: write it with json.dumps"),
        ("<html><body>\n", "XML or HTML, not JSON"),
        ("hello there\n", "text, not JSON"),
        ('{"a": 1}\n', "no eventType, but a"),
        ('2026-10-01 INFO {"level": "info", "text": "{}"}\n', "no eventType, but level, text"),
        ('{"Records": [{"eventSource": "aws:s3", "s3": {}}]}\n', "s3 notification"),
        (
            '{"detail-type": "Object Created", "source": "aws.s3", "detail": {}}',
            "EventBridge event of aws.s3",
        ),
        ('{"AlarmName": "a", "NewStateValue": "ALARM"}', "CloudWatch alarm"),
        (
            json.dumps({"Type": "Notification", "TopicArn": "arn:aws:sns:x:1:jobs", "Message": "run"}),
            "SNS notification of topic jobs: text, not JSON",
        ),
    ],
)
def test_what_is_none_is_named_with_its_line(text: str, reason: str) -> None:
    events, broken = read(f"\n{text}")
    assert (events, broken[0]) == ([], (2, reason))


def test_a_row_without_json_is_named() -> None:
    assert read(rows(JSONS[0], "nothing"))[1] == [(3, "a CSV row without JSON")]


def test_several_in_one_message_of_a_queue_are_all_its_events() -> None:
    parsed = parse(FORMS["Lambda from SNS"])
    assert isinstance(parsed, tuple)
    assert len(parsed) == 3


def test_what_is_packed_without_end_is_not_unpacked() -> None:
    bomb = base64_of("0" * 50_000_000, packed=True)
    parsed = parse(json.dumps({"awslogs": {"data": bomb}}))
    assert isinstance(parsed, Malformed)


def test_envelopes_without_end_are_one_answer() -> None:
    nested: Any = event("Bounce")
    for _ in range(40):
        nested = {"Message": nested}
    assert isinstance(parse(json.dumps(nested)), Malformed)


def test_a_live_log_is_read_as_it_comes() -> None:
    taken = []

    def lines() -> Any:
        for number, text in enumerate(JSONS, 1):
            taken.append(number)
            yield number, f"{text}\n"

    found = texts_of(lines())
    next(found)
    assert taken == [1]


@pytest.mark.parametrize(
    "make", [lambda text: '{"' * 4000, lambda text: '{"a": "' + text * 900, lambda _: "[{" * 9000]
)
def test_a_hostile_line_is_soon_over(make: Callable[[str], str]) -> None:
    assert read(make("{ "))[0] == []
