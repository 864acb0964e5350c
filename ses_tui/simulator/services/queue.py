"""SQS on the account's one queue; ReceiveMessage waits on the wall clock, as the client does."""

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from ses_tui.simulator.account import Account
from ses_tui.simulator.resources import ACCOUNT_ID, region
from ses_tui.simulator.wire.errors import ApiError

if TYPE_CHECKING:
    from ses_tui.simulator.events import Queue

NAME = "ses-events"
_MOST = 10
_LARGEST = 262_144


def _refusal(code: str, message: str, shape: str | None = None) -> ApiError:
    return ApiError(f"AWS.SimpleQueueService.{code}", message, shape=shape or code)


def _check(request: dict[str, Any]) -> None:
    if request["QueueUrl"].rstrip("/").rpartition("/")[2] != NAME:
        raise _refusal("NonExistentQueue", "The specified queue does not exist.", "QueueDoesNotExist")


def _check_entries(entries: list[dict[str, Any]]) -> None:
    if not entries:
        raise _refusal("EmptyBatchRequest", "There should be at least one entry.")
    if len(entries) > _MOST:
        raise _refusal("TooManyEntriesInBatchRequest", f"Maximum number of entries is {_MOST}.")
    if len({entry["Id"] for entry in entries}) < len(entries):
        raise _refusal("BatchEntryIdsNotDistinct", "Ids must be distinct.")


def receive_message(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    _check(request)
    most = request.get("MaxNumberOfMessages", 1)
    if not 1 <= most <= _MOST:
        raise ApiError("InvalidParameterValue", f"MaxNumberOfMessages must be between 1 and {_MOST}")
    if not 0 <= request.get("WaitTimeSeconds", 0) <= 20:
        raise ApiError("InvalidParameterValue", "WaitTimeSeconds must be between 0 and 20")
    wanted = {*request.get("AttributeNames", []), *request.get("MessageSystemAttributeNames", [])}
    rows = []
    for message in account.queue.receive(most, request.get("VisibilityTimeout")):
        attributes = {
            "SenderId": "AIDAEXAMPLE",
            "SentTimestamp": str(int(message.at * 1000)),
            "ApproximateReceiveCount": str(message.received),
            "ApproximateFirstReceiveTimestamp": str(int(message.first_received * 1000)),
        }
        shown = {key: text for key, text in attributes.items() if "All" in wanted or key in wanted}
        rows.append(
            {
                "MessageId": message.id,
                "ReceiptHandle": message.handle,
                "MD5OfBody": message.md5,
                "Body": message.body,
                "Attributes": shown or None,
            }
        )
    return {"Messages": rows} if rows else {}


def delete_message(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    _check(request)
    if not account.queue.delete(request["ReceiptHandle"]):
        raise ApiError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.")
    return {}


def delete_message_batch(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    _check(request)
    entries = request["Entries"]
    _check_entries(entries)
    done: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for entry in entries:
        if account.queue.delete(entry["ReceiptHandle"]):
            done.append({"Id": entry["Id"]})
        else:
            failed.append({"Id": entry["Id"], "SenderFault": True, "Code": "ReceiptHandleIsInvalid"})
    return {"Successful": done, "Failed": failed}


def send_message(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    """What SNS does for an event destination: the one write that is served. ses-tui never calls it."""
    _check(request)
    return _send(account, request["MessageBody"])


def send_message_batch(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    _check(request)
    entries = request["Entries"]
    _check_entries(entries)
    if sum(len(entry["MessageBody"].encode()) for entry in entries) > _LARGEST:
        raise _refusal("BatchRequestTooLong", f"Batch requests cannot be longer than {_LARGEST} bytes.")
    sent = [{"Id": entry["Id"], **_send(account, entry["MessageBody"])} for entry in entries]
    return {"Successful": sent, "Failed": []}


def _send(account: Account, text: str) -> dict[str, Any]:
    if len(text.encode()) > _LARGEST:
        raise ApiError("InvalidParameterValue", f"Message must be shorter than {_LARGEST} bytes.")
    message = account.queue.send(text)
    return {"MessageId": message.id, "MD5OfMessageBody": message.md5}


def get_queue_attributes(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    _check(request)
    queue = account.queue
    ready, hidden = queue.counts()
    attributes = {
        "ApproximateNumberOfMessages": str(ready),
        "ApproximateNumberOfMessagesNotVisible": str(hidden),
        "ApproximateNumberOfMessagesDelayed": "0",
        "VisibilityTimeout": str(int(queue.visibility)),
        "CreatedTimestamp": str(int(account.start)),
        "LastModifiedTimestamp": str(int(account.start)),
        "MessageRetentionPeriod": str(queue.retention),
        "MaximumMessageSize": str(_LARGEST),
        "DelaySeconds": "0",
        "ReceiveMessageWaitTimeSeconds": "0",
        "QueueArn": f"arn:aws:sqs:{region()}:{ACCOUNT_ID}:{NAME}",
    }
    wanted = request.get("AttributeNames", [])
    shown = {key: text for key, text in attributes.items() if "All" in wanted or key in wanted}
    return {"Attributes": shown} if shown else {}


LONGEST = 20.0
LOOK_SECONDS = 0.1


async def wait_for_message(request: web.BaseRequest, body: bytes, queue: "Queue") -> bool:
    """Until one is there or the time is over; False where the client has gone."""
    try:
        asked = json.loads(body).get("WaitTimeSeconds", 0)
        until = time.monotonic() + min(float(asked), LONGEST)
    except (ValueError, TypeError, AttributeError):
        return True  # what is wrong with the request is said by those who read it
    while time.monotonic() < until and not queue.ready():
        if request.transport is None or request.transport.is_closing():
            return False
        await asyncio.sleep(LOOK_SECONDS)
    return True
