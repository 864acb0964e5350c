"""PagerDuty's channel against a stand-in that keeps incidents as the service does."""

import traceback
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Change, Kind, Message
from ses_tui.core.model import Key, Metric, Subject, SubjectKind
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.pagerduty import PagerDuty
from ses_tui.notify.secret import Secret
from tests.notify.messages import HOSTILE, MESSAGE, firing, message
from tests.notify.pager import KEY, Service
from tests.notify.servers import Server, serving

SHOP = Key("prod", Subject(SubjectKind.IDENTITY, "shop.example"), Metric.VERIFICATION)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


@pytest.fixture
def service(server: Server) -> Service:
    service = Service()
    service.serve(server)
    return service


def pager(server: Server, key: str = KEY) -> PagerDuty:
    return PagerDuty(Secret(key), name="pager", url=Secret(server.url))


def life() -> list[Message]:
    """From WARN to the end."""
    warn, review = Condition.WARN, Condition.REVIEW
    return [
        firing(warn),
        firing(review, was=warn),
        firing(review, was=review, kind=Kind.REPEAT),
        firing(warn, was=review, kind=Kind.EASED),
        firing(Condition.OK, was=warn, kind=Kind.RESOLVED),
    ]


async def test_an_alert_is_one_incident_that_is_opened_changed_and_closed(
    server: Server, service: Service
) -> None:
    channel = pager(server)
    for one in life():
        await channel.deliver(one)
    (kept,) = service.incidents
    assert kept.severities == ["warning", "error", "warning"]
    assert not kept.open


async def test_a_message_that_comes_twice_opens_no_second_incident(server: Server, service: Service) -> None:
    for one in life():
        await pager(server).deliver(one)  # each by a process of its own, which was killed before it noted it
        await pager(server).deliver(one)
    assert len(service.incidents) == 1


async def test_an_event_says_which_account_region_target_and_group(server: Server, service: Service) -> None:
    placed = message(account_id="123456789012", region="eu-west-1", group="shop", title=HOSTILE)
    await pager(server).deliver(placed)
    (event,) = service.events
    payload = event["payload"]
    assert isinstance(payload, dict)
    assert payload["source"] == "123456789012/eu-west-1"
    assert payload["group"] == "shop"
    details = payload["custom_details"]
    assert (details["account_id"], details["region"]) == ("123456789012", "eu-west-1")
    assert (details["target"], details["incident"]) == ("prod", event["dedup_key"])
    assert payload["summary"].isprintable()


async def test_a_drill_opens_and_closes_its_own(server: Server, service: Service) -> None:
    await pager(server).deliver(firing(Condition.WARN))
    drill = message(kind=Kind.DRILL, condition=Condition.OK, route=Condition.OK, id="drill/1")
    await pager(server).deliver(drill)
    assert [one.severities for one in service.incidents] == [["warning"], ["info"]]
    assert [one.open for one in service.incidents] == [True, False]


async def test_of_several_incidents_in_one_message_those_accepted_are_not_sent_again(
    server: Server, service: Service
) -> None:
    together = message(together=(Change(Kind.FIRING, SHOP, Condition.REVIEW),))
    take, channel = server.answer, pager(server)

    async def only_the_first(request: web.Request) -> web.StreamResponse:
        assert callable(take)
        return web.Response(status=429) if service.events else await take(request)

    server.answer = only_the_first
    with pytest.raises(ChannelError, match="answered 429"):
        await channel.deliver(together)
    server.answer = take
    await channel.deliver(together)
    assert [one.severities for one in service.incidents] == [["warning"], ["error"]]
    assert len(service.events) == 2


async def test_a_refusal_repeats_neither_the_key_nor_the_address(server: Server) -> None:
    server.answer = web.Response(status=400, text=f"routing key {KEY} is not valid")
    with pytest.raises(ChannelError) as caught:
        await pager(server).deliver(MESSAGE)
    shown = "".join(traceback.format_exception(caught.value, chain=True)) + repr(pager(server).__dict__)
    assert caught.value.line == "pager: answered 400"
    assert KEY not in shown
    assert server.url not in shown
