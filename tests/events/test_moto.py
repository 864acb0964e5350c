"""SNS to SQS to rows, through another project's AWS and the program as it is started."""

import json
import signal
import sqlite3
import threading
from typing import Any

import boto3
import pytest

from tests.events.conftest import KEYS, start, state
from tests.events.examples import TYPES, event

COUNT = 800


def client(service: str, url: str) -> Any:
    """An ordinary client of it."""
    return boto3.client(
        service,
        region_name=KEYS["AWS_REGION"],
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


class Topic:
    """A topic with a queue subscribed to it. ``raw``: without the envelope."""

    def __init__(self, url: str, *, raw: bool = False, visibility: int = 30) -> None:
        self.sns, self.sqs = client("sns", url), client("sqs", url)
        self.arn = self.sns.create_topic(Name="ses")["TopicArn"]
        attributes = {"VisibilityTimeout": str(visibility)}
        self.queue = self.sqs.create_queue(QueueName="events", Attributes=attributes)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])
        self.sns.subscribe(
            TopicArn=self.arn,
            Protocol="sqs",
            Endpoint=arn["Attributes"]["QueueArn"],
            Attributes={"RawMessageDelivery": "true" if raw else "false"},
        )

    def publish(self, texts: list[str]) -> None:
        """Ten at a time, as SNS takes them."""
        for first in range(0, len(texts), 10):
            entries = [{"Id": str(n), "Message": text} for n, text in enumerate(texts[first : first + 10])]
            assert not self.sns.publish_batch(TopicArn=self.arn, PublishBatchRequestEntries=entries)["Failed"]

    def left(self) -> int:
        """Messages in the queue, held ones included."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)


@pytest.mark.parametrize("raw", [False, True], ids=["envelope", "raw"])
def test_every_type_ends_in_the_right_row(moto: str, environ: dict[str, str], raw: bool) -> None:
    topic = Topic(moto, raw=raw)
    topic.publish([json.dumps(event(kind, n, f"r{n}@hotmail.com")) for n, kind in enumerate(TYPES)])
    topic.sqs.send_message(QueueUrl=topic.queue, MessageBody="nonsense")
    process = start(environ, "--queue", topic.queue, "--format", "json", "--until-empty")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    rows = {row["event"]: row for row in map(json.loads, out.splitlines())}
    assert set(rows) == set(TYPES)
    assert len(out.splitlines()) == len(TYPES)
    assert {row["isp"] for row in rows.values()} == {"Hotmail"}
    assert {row["configuration_set"] for row in rows.values()} == {"ConfigSet"}
    classes = {kind: row["class"] for kind, row in rows.items() if row["class"]}
    assert classes == {"Bounce": "address", "Reject": "content", "DeliveryDelay": "transport"}
    assert "1 messages are no events and stay: 1 text, not JSON" in err
    assert topic.left() == 1
    with sqlite3.connect(state(environ) / "ses-tui.db") as connection:
        kept = connection.execute("SELECT event, recipient FROM event_in").fetchall()
        assert sorted(kind for kind, _ in kept) == sorted(TYPES)
        assert {recipient for _, recipient in kept} == {"r•••@hotmail.com"}


def rows_of(environ: dict[str, str]) -> int:
    """Events in the store now."""
    with sqlite3.connect(state(environ) / "ses-tui.db") as connection:
        return int(connection.execute("SELECT count(*) FROM event_in").fetchone()[0])


def test_killed_in_the_middle_none_is_lost_and_none_counted_twice(moto: str, environ: dict[str, str]) -> None:
    topic = Topic(moto, visibility=2)
    texts = [json.dumps(event(TYPES[n % len(TYPES)], n, f"r{n}@example.com")) for n in range(COUNT)]
    # Beside the consumer: what moto needs for a message grows with the messages in the queue.
    publisher = threading.Thread(target=topic.publish, args=(texts,))
    publisher.start()
    for lines in (150, 250):
        process = start(environ, "--queue", topic.queue, "--format", "json")
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    stored = rows_of(environ)
    assert 400 <= stored < COUNT
    process = start(environ, "--queue", topic.queue, "--format", "json")
    reader = threading.Thread(target=process.communicate)
    reader.start()
    publisher.join()
    process.send_signal(signal.SIGINT)
    reader.join()
    process = start(environ, "--queue", topic.queue, "--format", "json", "--until-empty")
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert topic.left() == 0
    with sqlite3.connect(state(environ) / "ses-tui.db") as connection:
        rows = connection.execute("SELECT count(*), count(DISTINCT id) FROM event_in").fetchone()
        kinds = connection.execute("SELECT event, count(*) FROM event_in GROUP BY event").fetchall()
    assert rows == (COUNT, COUNT)
    assert dict(kinds) == dict.fromkeys(TYPES, COUNT // len(TYPES))


def test_ctrl_c_ends_with_the_counts(moto: str, environ: dict[str, str]) -> None:
    topic = Topic(moto)
    topic.publish([json.dumps(event("Bounce", n, f"r{n}@gmail.com")) for n in range(7)])
    process = start(environ, "--queue", topic.queue)
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "r•••@gmail.com" in first
    assert "7 events: 7 Bounce" in out
    assert "reasons given most:" in out


def test_a_queue_that_is_not_there_is_one_line(moto: str, environ: dict[str, str]) -> None:
    process = start(environ, "--queue", f"{moto}/123456789012/nope")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, len(err.splitlines())) == (3, "", 1)
    assert err.startswith("ses-tui: ReceiveMessage: ")


def test_somebody_else_s_queue_keeps_all_it_has(moto: str, environ: dict[str, str]) -> None:
    sqs = client("sqs", moto)
    dead = sqs.create_queue(QueueName="orders-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})
    orders = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    for first in range(0, 100, 10):
        entries = [{"Id": str(n), "MessageBody": json.dumps({"order": first + n})} for n in range(10)]
        sqs.send_message_batch(QueueUrl=orders, Entries=entries)
    for _ in range(2):
        process = start(environ, "--queue", orders)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (3, "")
        warned, stopped = err.splitlines()
        assert "to its dead-letter queue after 3 receives" in warned
        assert "somebody else's queue: of its first 20 messages none is an event of SES" in stopped
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = [
        sum(int(n) for n in sqs.get_queue_attributes(QueueUrl=q, AttributeNames=names)["Attributes"].values())
        for q in (orders, dead)
    ]
    assert counts == [100, 0]
