"""One message's life over the wire: as the simulated account's own event says it, masked unless revealed."""

import json
from typing import Any

import pytest

from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind
from ses_tui.core.results import ReadError
from ses_tui.simulator.server import SimulatorServer
from tests.aws.resource_reads import account


def events(server: SimulatorServer) -> list[dict[str, Any]]:
    """Bounces for good that a consumer of the queue was given, as SES wrote them."""
    bodies = [message.body for message in server.account.queue.receive(50)]
    found = [json.loads(json.loads(body)["Message"]) for body in bodies]
    return [
        one for one in found if one["eventType"] == "Bounce" and one["bounce"]["bounceType"] == "Permanent"
    ]


async def test_its_life_is_that_of_its_event() -> None:
    async with account("isp-block") as (server, reader):
        event = events(server)[0]
        life = await reader.message(event["mail"]["messageId"], reveal=True)
        masked = await reader.message(event["mail"]["messageId"])
    (one,) = life.recipients
    (address,) = event["mail"]["destination"]
    assert (one.destination, life.sender, life.subject) == (address, event["mail"]["source"], "Hello")
    assert [event.type for event in one.events] == ["SEND", "BOUNCE"]
    assert event["bounce"]["bouncedRecipients"][0]["diagnosticCode"] in one.events[1].words
    assert one.events[0].at is not None and one.events[1].at is not None
    assert one.events[1].at - one.events[0].at == pytest.approx(2.0, abs=1.0)
    assert address not in str(masked) and masked.subject == ""
    assert masked.recipients[0].destination == f"r•••@{address.partition('@')[2]}"


async def refused(reader: AwsReader, id: str) -> ErrorKind:
    with pytest.raises(ReadError) as caught:
        await reader.message(id)
    assert "not from AWS" not in caught.value.error.message
    return caught.value.error.kind


async def test_one_that_is_not_found_says_so() -> None:
    async with account("isp-block") as (_, reader):
        assert await refused(reader, "0100ffff-000000") is ErrorKind.INVALID_REQUEST


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("access_denied", ErrorKind.ACCESS_DENIED),
        ("disabled", ErrorKind.INVALID_REQUEST),
        ("not_found", ErrorKind.INVALID_REQUEST),
    ],
)
async def test_where_it_is_denied_or_refused_nothing_else_suffers(fault: str, kind: ErrorKind) -> None:
    async with account("isp-block") as (server, reader):
        server.account.faults.inject(fault, "GetMessageInsights")
        assert await refused(reader, "0100ffff-000000") is kind
        assert (await reader.account()).sending_enabled


async def test_addresses_of_others_are_safe_to_print() -> None:
    async with account("isp-block", hostile=True) as (server, reader):
        texts = [await reader.message(one["mail"]["messageId"], reveal=True) for one in events(server)[:2]]
    assert texts and all("\x1b" not in str(life) for life in texts)
