"""The events in the queue are the mail that bounced, was delayed, rejected or complained about."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ses_tui.simulator.hours import STEP
from ses_tui.simulator.mail import Kind, Where
from ses_tui.simulator.thread import Handle

from .conftest import client

Serve = Callable[..., Handle]


def drain(sqs: Any, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        if not messages:
            return found
        found += [json.loads(json.loads(message["Body"])["Message"]) for message in messages]
        entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)]
        assert len(sqs.delete_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == len(messages)


def test_the_events_are_those_of_the_counted_mail(serve: Serve) -> None:
    handle = serve()
    account, sqs = handle.server.account, client("sqs", handle.url)
    events = drain(sqs, handle.server.queue_url)
    unique = {(e["mail"]["messageId"], e["eventType"]): e for e in events}
    assert len(unique) < len(events), "at least once: some come twice"
    publishing = [s.name for s in account.resources.configuration_sets.values() if s.destination == "enabled"]
    hour = 3_600 // STEP

    def counted(kind: Kind, isp: str | None = None) -> int:
        places = [Where(configuration_set=name, isp=isp) for name in publishing]
        return sum(account.mail.between(kind, account.step - hour, account.step, place) for place in places)

    kinds = Counter(e["bounce"]["bounceType"] if "bounce" in e else e["eventType"] for e in unique.values())
    assert kinds["Permanent"] == counted("permanent") > 20
    assert kinds["Transient"] == kinds["DeliveryDelay"] == counted("transient") > 20
    assert kinds["Complaint"] == counted("complaint")
    gmail = [
        e for e in unique.values() if "bounce" in e and e["mail"]["destination"][0].endswith("@gmail.com")
    ]
    assert len(gmail) == counted("permanent", isp="Gmail") + counted("transient", isp="Gmail")


def test_a_message_that_is_not_deleted_comes_back(serve: Serve) -> None:
    handle = serve()
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    first = sqs.receive_message(QueueUrl=url, VisibilityTimeout=1, AttributeNames=["All"])["Messages"][0]
    assert first["Attributes"]["ApproximateReceiveCount"] == "1"
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["MessageId"] != first["MessageId"]
    time.sleep(1.05)
    again = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"][0]
    assert again["MessageId"] == first["MessageId"]
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"


def test_new_events_arrive_as_time_goes_by(serve: Serve) -> None:
    handle = serve("isp-block")
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    before = handle.server.account.queue.counts()[0]
    handle.clock.advance(40 * 60)
    after = int(
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"][
            "ApproximateNumberOfMessages"
        ]
    )
    assert after - before > 5_000
    fresh = handle.server.account.queue.receive(2_000)
    texts = Counter(json.loads(json.loads(m.body)["Message"])["eventType"] for m in fresh)
    assert texts["DeliveryDelay"] > texts["Bounce"] / 2


def test_a_wrong_queue_or_handle_is_refused(serve: Serve) -> None:
    handle = serve()
    sqs = client("sqs", handle.url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.receive_message(QueueUrl=f"{handle.url}/1/other")
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=handle.server.queue_url, ReceiptHandle="x")


def test_a_long_poll_waits_for_a_message(serve: Serve) -> None:
    handle = serve()
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    drain(sqs, url)
    began = time.monotonic()
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)
    assert time.monotonic() - began >= 1
    handle.clock.advance(STEP)
    assert sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]


def test_events_may_arrive_when_they_happen(serve: Serve) -> None:
    handle = serve()
    account, sqs = handle.server.account, client("sqs", handle.url)
    account.queue.begin(0)
    moments = []
    for _ in range(STEP // 30):
        handle.clock.advance(30)
        found = drain(sqs, handle.server.queue_url)
        moments.append(len(found))
        assert all(event["mail"] for event in found)
    assert sum(count > 0 for count in moments) > 2


def test_what_somebody_sends_is_received_as_it_is_and_told_as_a_write(serve: Serve) -> None:
    handle = serve()
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    drain(sqs, url)
    handle.server.account.queue.begin(0)
    sent = sqs.send_message(QueueUrl=url, MessageBody="\u00e9 {not json")
    entries = [{"Id": str(number), "MessageBody": f"text {number}"} for number in range(10)]
    assert len(sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 10
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert (found[0]["Body"], found[0]["MessageId"]) == ("\u00e9 {not json", sent["MessageId"])
    assert found[0]["MD5OfBody"] == sent["MD5OfMessageBody"]
    assert [message["Body"] for message in found[1:]] == [f"text {number}" for number in range(9)]
    assert handle.truth()["requests"]["writes"] == ["sqs:SendMessage", "sqs:SendMessageBatch"]


def test_a_message_over_the_limits_is_refused(serve: Serve) -> None:
    handle = serve()
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    half = [{"Id": str(number), "MessageBody": "x" * 140_000} for number in range(2)]
    with pytest.raises(sqs.exceptions.BatchRequestTooLong):
        sqs.send_message_batch(QueueUrl=url, Entries=half)
    with pytest.raises(sqs.exceptions.ClientError, match="shorter than"):
        sqs.send_message(QueueUrl=url, MessageBody="x" * 262_145)


def test_a_message_is_kept_four_days(serve: Serve) -> None:
    handle = serve()
    sqs, url = client("sqs", handle.url), handle.server.queue_url
    queue = handle.server.account.queue
    queue.begin(0)
    sqs.send_message(QueueUrl=url, MessageBody="old")
    handle.clock.advance(queue.retention - 60)
    assert "old" in [message.body for message in queue.receive(100_000, 0)]
    handle.clock.advance(120)
    assert "old" not in [message.body for message in queue.receive(100_000, 0)]
