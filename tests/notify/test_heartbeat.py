"""The heartbeat: beats after complete cycles, waits for nothing, and says how it fares."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from ses_tui.core.snapshot import ChannelStatus
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.heartbeat import LEAST_SECONDS, Heartbeat
from ses_tui.notify.secret import Secret
from tests.notify.servers import TOKEN, Server, serving
from tests.notify.test_hook import until


class Clock:
    """Monotonic seconds, moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with serving() as server:
        yield server


async def test_a_beat_is_one_get_and_those_too_close_together_are_one(server: Server) -> None:
    clock = Clock()
    heartbeat = Heartbeat(Secret(server.url), monotonic=clock)
    assert heartbeat.status() == ChannelStatus("heartbeat", "ready")
    for _ in range(5):
        heartbeat.beat()
    await until(lambda: heartbeat.status().state == "ok")
    clock.now += LEAST_SECONDS - 1
    heartbeat.beat()
    await asyncio.sleep(0.05)
    assert len(server.seen) == 1
    clock.now += 1
    heartbeat.beat()
    await until(lambda: len(server.seen) == 2)
    await heartbeat.close()
    assert [(seen.method, seen.path) for seen in server.seen] == [("GET", f"/{TOKEN}")] * 2


async def test_a_poll_each_minute_beats_every_time(server: Server) -> None:
    clock = Clock()
    heartbeat = Heartbeat(Secret(server.url), monotonic=clock)
    for turn in range(1, 6):
        heartbeat.beat()
        await until(lambda turn=turn: len(server.seen) == turn)  # type: ignore[misc]
        await until(lambda: heartbeat.status().state == "ok")
        await asyncio.sleep(0.01)
        clock.now += 55  # 60 s, less the jitter
    await heartbeat.close()


async def test_a_failure_is_a_status_that_counts_and_heals(server: Server) -> None:
    clock = Clock()
    heartbeat = Heartbeat(Secret(server.url), warning="kept badly", monotonic=clock)
    server.answer = web.Response(status=404, text="not found")
    for turn in range(1, 4):
        heartbeat.beat()
        await until(lambda turn=turn: heartbeat.status().failures == turn)  # type: ignore[misc]
        clock.now += 60
    assert heartbeat.status() == ChannelStatus(
        "heartbeat", "failing", "heartbeat: answered 404: not found", 3
    )
    server.answer = web.Response()
    heartbeat.beat()
    await until(lambda: heartbeat.status().state == "ok")
    assert heartbeat.status() == ChannelStatus("heartbeat", "ok", "kept badly")


async def test_one_that_hangs_holds_nobody_up_and_is_not_piled_on(server: Server) -> None:
    clock = Clock()
    server.answer = None
    heartbeat = Heartbeat(Secret(server.url), limit=0.5, monotonic=clock)
    for _ in range(5):
        heartbeat.beat()  # the server is on this loop: one that waited would never come back
        clock.now += 60
    await until(lambda: heartbeat.status().state == "failing")
    assert heartbeat.status().note.startswith("heartbeat: no answer in 0.5 s (127.0.0.1:")
    assert len(server.seen) == 1


async def test_on_leaving_the_request_under_way_is_given_up(server: Server) -> None:
    server.answer = None
    heartbeat = Heartbeat(Secret(server.url))
    heartbeat.beat()
    await until(lambda: len(server.seen) == 1)
    await asyncio.wait_for(heartbeat.close(), 60)
    assert heartbeat.status().failures == 0


async def test_without_a_url_it_is_off_and_does_nothing() -> None:
    heartbeat = Heartbeat(None)
    heartbeat.beat()
    await heartbeat.close()
    assert heartbeat.status() == ChannelStatus("heartbeat", "off", "no heartbeat_url in the settings")


async def test_the_dispatcher_shows_it_beside_the_channels_and_routes_nothing_to_it(server: Server) -> None:
    heartbeat = Heartbeat(Secret(server.url))
    dispatcher = Dispatcher([], {}, demo=False, heartbeat=heartbeat)
    assert dispatcher.floors == {}
    dispatcher.beat()
    await until(lambda: dispatcher.statuses() == (ChannelStatus("heartbeat", "ok"),))
    await dispatcher.close()
