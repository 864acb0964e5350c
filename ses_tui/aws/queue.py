"""The way in for events: one SQS queue of the user's own, through the guarded call."""

import json
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ses_tui.aws import shapes
from ses_tui.aws.meter import Meter
from ses_tui.aws.operations import DELETE_MESSAGES, QUEUE_ATTRIBUTES, RECEIVE_MESSAGES
from ses_tui.core.errors import ErrorKind, Misconfigured, SourceError
from ses_tui.core.model import Target
from ses_tui.core.partitions import REGION, SUFFIXES
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.core.snapshot import Usage
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from ses_tui.aws.call import Caller
    from ses_tui.aws.credentials import StaticCredentials

BATCH = 10
"""The most that SQS gives, and deletes, at once."""

LONG_POLL = 20
"""Seconds that SQS waits for a message: its longest, and the fewest requests."""

DEADLINE = 60.0
"""Seconds for one call: a long poll, and a retry of it."""

_AWS_HOST = re.compile(
    rf"(?:sqs|sqs-fips|queue|[\w.-]+\.sqs)\.(?P<region>{REGION})"
    rf"\.(?:vpce\.)?(?:{'|'.join(map(re.escape, SUFFIXES))})"
)
_OLD_HOST = re.compile(rf"(?:(?P<region>{REGION})\.)?queue\.amazonaws\.com(?:\.cn)?")
_REGION_IN_HOST = re.compile(rf"(?:^|\.)(?P<region>{REGION})\.")


class QueueMessage(NamedTuple):
    """``id`` stays over redeliveries, ``handle`` is of this one."""

    id: str
    handle: str
    body: str


def queue_target(url: str, target: Target) -> Target:
    """``target`` as it must be to reach the queue: Region and, off AWS, endpoint from its URL.

    Raises Misconfigured if ``url`` is none of a queue. What the target says of the endpoint stays.
    """
    try:
        parts = urlsplit(url)
        host, good = parts.hostname or "", parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        host, good = "", False
    if not good or not host or not parts.path.strip("/") or any(char.isspace() for char in url):
        raise Misconfigured(
            f"{url!r} is no queue URL: write https://sqs.REGION.amazonaws.com/ACCOUNT/NAME"
            " (it comes from: aws sqs get-queue-url --queue-name NAME)"
        )
    if aws := _AWS_HOST.fullmatch(host):
        return replace(target, region=aws["region"])
    if old := _OLD_HOST.fullmatch(host):
        return replace(target, region=old["region"] or "us-east-1")
    elsewhere = target.endpoint_url or (
        ""
        if os.environ.get("AWS_ENDPOINT_URL_SQS") or os.environ.get("AWS_ENDPOINT_URL")
        else f"{parts.scheme}://{parts.netloc}"
    )
    named = _REGION_IN_HOST.search(host)
    region = target.region or (named["region"] if named else "") or _default_region()
    return replace(target, region=region, endpoint_url=elsewhere)


def _default_region() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


class SqsQueue:
    """Receives from and deletes in one queue. ``target``: as ``queue_target`` gave it.

    ``name``: what tells it from every other queue. Every method raises ReadError. Use one on one event
    loop. Makes no client before the first call.
    """

    def __init__(
        self,
        url: str,
        target: Target,
        *,
        deadline: float = DEADLINE,
        credentials: "StaticCredentials | None" = None,
    ) -> None:
        self.url = url
        self.name = safe(urlsplit(url).netloc + urlsplit(url).path)
        self._target = target
        self._meter = Meter()
        self._deadline = deadline
        self._credentials = credentials
        self._caller: Caller | None = None

    @property
    def usage(self) -> Usage:
        """What was asked of AWS so far."""
        return self._meter.usage()

    async def receive(self, wait: int = LONG_POLL, visibility: int | None = None) -> tuple[QueueMessage, ...]:
        """Up to ten messages; waits ``wait`` seconds (0 to 20) for the first, then gives none.

        ``visibility``: seconds for which others don't get them; None: as the queue is set.
        """
        hidden = {} if visibility is None else {"VisibilityTimeout": visibility}
        answer = await self._opened().call(
            RECEIVE_MESSAGES, QueueUrl=self.url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=wait, **hidden
        )
        received = []
        for message in shapes.structs(answer, "Messages"):
            handle = shapes.raw_text(message, "ReceiptHandle")
            if handle:
                body = shapes.raw_text(message, "Body")
                received.append(QueueMessage(shapes.text(message, "MessageId"), handle, body))
        return tuple(received)

    async def delete(self, handles: Sequence[str]) -> int:
        """Delete up to ten messages; how many SQS did not delete: those come again."""
        entries = [{"Id": str(n), "ReceiptHandle": handle} for n, handle in enumerate(handles)]
        if not entries:
            return 0
        answer = await self._opened().call(DELETE_MESSAGES, QueueUrl=self.url, Entries=entries)
        return len(entries) - sum(1 for _ in shapes.structs(answer, "Successful"))

    async def depth(self) -> int:
        """About how many messages there are, those that a consumer holds included."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = await self._opened().call(QUEUE_ATTRIBUTES, QueueUrl=self.url, AttributeNames=names)
        counts = shapes.struct(answer, "Attributes")
        try:
            return sum(int(shapes.raw_text(counts, name)) for name in names)
        except ValueError:
            error = SourceError(
                QUEUE_ATTRIBUTES.source,
                QUEUE_ATTRIBUTES.name,
                ErrorKind.SERVICE,
                "no counts in the answer",
                "",
            )
            raise ReadError(error) from None

    async def receives_most(self) -> int | None:
        """After how many receives a message is moved to a dead-letter queue; None: it is not moved."""
        answer = await self._opened().call(
            QUEUE_ATTRIBUTES, QueueUrl=self.url, AttributeNames=["RedrivePolicy"]
        )
        try:
            policy = json.loads(shapes.raw_text(shapes.struct(answer, "Attributes"), "RedrivePolicy") or "{}")
            return int(policy["maxReceiveCount"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    async def close(self) -> None:
        """Close every connection. The queue can be used again."""
        caller, self._caller = self._caller, None
        if caller is not None:
            await caller.clients.close()

    def _opened(self) -> "Caller":
        if self._caller is None:
            from ses_tui.aws.start import Caller

            self._caller = Caller(
                self._target, meter=self._meter, deadline=self._deadline, credentials=self._credentials
            )
        return self._caller
