"""Fill the queue of ``ses-tui simulate`` with events that nobody read, as SNS would: ``SendMessageBatch``."""

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

from ses_tui.simulator.account import Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.event_text import body
from ses_tui.simulator.mail import Kind

_KINDS: tuple[tuple[Kind, str, int], ...] = (
    ("permanent", "Bounce", 6),
    ("transient", "Bounce", 2),
    ("transient", "DeliveryDelay", 2),
    ("complaint", "Complaint", 1),
)
"""What comes, and how much of it."""
_BEYOND = 50_000_000  # mails that no count of the scenario reaches: no event is there twice
_HOUR = 3_600.0
_BATCH = 10


def texts(count: int) -> Iterator[str]:
    """So many messages of the last hour: every kind, identity and mailbox provider of a blocked account."""
    account = Account("isp-block", 1, SimulatedClock(None, 0))
    streams = itertools.cycle(
        [
            (event, stream)
            for kind, event, times in _KINDS
            for stream in account.mail.streams(kind)
            for _ in range(times)
        ]
    )
    now = time.time()
    for number, (event, stream) in zip(range(count), streams, strict=False):
        yield body(event, stream, _BEYOND + number, now - _HOUR * (1 - number / count), hostile=False)


def fill(url: str, queue: str, count: int) -> None:
    """Send them all."""
    sqs = boto3.client(
        "sqs",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",
        config=Config(max_pool_connections=4),
    )

    def send(messages: list[str]) -> None:
        entries = [{"Id": str(n), "MessageBody": text} for n, text in enumerate(messages)]
        answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        assert len(answer["Successful"]) == len(entries), answer

    waiting = texts(count)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, iter(lambda: list(itertools.islice(waiting, _BATCH)), [])))
