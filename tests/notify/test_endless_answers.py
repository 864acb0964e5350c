"""A webhook or heartbeat server that never stops sending, and a proxy that can't be used."""

import asyncio

import pytest

from ses_tui.core.proxies import spread_all_proxy
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.heartbeat import Heartbeat
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import Webhook
from tests.notify.messages import MESSAGE
from tests.pouring import pouring

BUFFERS = 8 * 1024 * 1024
"""What the sockets and their readers may hold before the connection is closed."""

CHUNKS = b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"10000\r\n" + b"x" * 65_536 + b"\r\n"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize("status", [b"200 OK", b"500 No"])
async def test_a_webhook_reads_no_answer_without_end(status: bytes) -> None:
    async with pouring(b"HTTP/1.1 " + status + b"\r\n" + CHUNKS, CHUNK) as (url, sent):
        if status.startswith(b"2"):
            await Webhook(Secret(url)).deliver(MESSAGE)
        else:
            with pytest.raises(ChannelError, match="answered 500: xxx"):
                await Webhook(Secret(url)).deliver(MESSAGE)
        assert sent() < BUFFERS


@pytest.mark.parametrize("header", [b"X: a\r\n" * 10_000, b"a" * 65_536])
async def test_headers_without_end_are_no_answer(header: bytes) -> None:
    async with pouring(b"HTTP/1.1 200 OK\r\n", header) as (url, sent):
        with pytest.raises(ChannelError, match="no usable answer"):
            await Webhook(Secret(url)).deliver(MESSAGE)
        assert sent() < BUFFERS


async def test_a_heartbeat_reads_no_answer_without_end() -> None:
    async with pouring(b"HTTP/1.1 200 OK\r\n" + CHUNKS, CHUNK) as (url, sent):
        heart = Heartbeat(Secret(url))
        heart.beat()
        for _ in range(500):
            if heart.status().state != "ready":
                break
            await asyncio.sleep(0.01)
        assert heart.status().state == "ok"
        assert sent() < BUFFERS


async def test_a_socks_proxy_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://user:hunter2@127.0.0.1:9")
    with pytest.raises(ChannelError, match="HTTPS_PROXY is no http:// proxy") as caught:
        await Webhook(Secret("https://192.0.2.1/x")).deliver(MESSAGE)
    assert "hunter2" not in caught.value.line


async def test_a_socks_proxy_for_everything_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"ALL_PROXY": "socks5://user:hunter2@127.0.0.1:9"}
    spread_all_proxy(environ)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ChannelError, match="ALL_PROXY is no http:// proxy") as caught:
        await Webhook(Secret("https://192.0.2.1/x")).deliver(MESSAGE)
    assert "hunter2" not in caught.value.line
