"""The optional channel apprise, with its JSON plugin against a real server."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web

from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.messages import Kind
from ses_tui.notify.apprise_channel import AppriseChannel
from ses_tui.notify.channel import AGAIN_SECONDS, ChannelError
from ses_tui.notify.secret import Secret
from tests.notify.messages import MESSAGE, firing, message
from tests.notify.servers import TOKEN, Server, serving

pytest.importorskip("apprise")

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # a plugin's own


class Clock:
    """Monotonic seconds, moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield
    logging.getLogger("apprise").handlers.clear()
    logging.getLogger("urllib3").setLevel(logging.NOTSET)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


def service(server: Server) -> str:
    return server.url.replace("http:", "json:")


async def test_every_service_gets_what_who_and_what_to_do(server: Server) -> None:
    async with serving() as other:
        urls = f"# on call\n{service(server)}\n\n  {service(other)}\n"
        channel = AppriseChannel(Secret(urls))
        await channel.deliver(firing(Condition.REVIEW, advice="stop the campaign"))
        await channel.deliver(message(kind=Kind.RESOLVED))
    assert len(other.seen) == 2
    first, second = (json.loads(seen.body) for seen in server.seen)
    assert first["title"] == MESSAGE.title
    assert first["message"] == f"{MESSAGE.body}\nstop the campaign"
    assert (first["type"], second["type"]) == ("failure", "success")


async def test_only_those_that_refused_are_tried_again(server: Server) -> None:
    async with serving() as broken:
        clock = Clock()
        channel = AppriseChannel(Secret(f"{service(broken)} {service(server)}"), monotonic=clock)
        broken.answer = web.Response(status=500)
        for turn in range(3):
            with pytest.raises(ChannelError, match="apprise: not accepted by JSON"):
                await channel.deliver(message(at=MESSAGE.at + turn))
        assert (len(broken.seen), len(server.seen)) == (3, 1)
        clock.now += AGAIN_SECONDS  # as good as another message: tell everybody once more
        with pytest.raises(ChannelError):
            await channel.deliver(message(at=MESSAGE.at + AGAIN_SECONDS))
        assert len(server.seen) == 2
        broken.answer = web.Response()
        await channel.deliver(message(at=MESSAGE.at + 1000))
        await channel.deliver(message(at=MESSAGE.at + 1000))
        assert (len(broken.seen), len(server.seen)) == (6, 3)


async def test_a_service_that_hangs_is_given_up_and_not_piled_on(server: Server) -> None:
    server.answer = None
    channel = AppriseChannel(Secret(f"{service(server)}?rto=1&cto=1"), limit=0.2)
    with pytest.raises(ChannelError, match=r"apprise: no answer in 0\.2 s"):
        await channel.deliver(MESSAGE)
    with pytest.raises(ChannelError, match="still busy"):
        await channel.deliver(MESSAGE)
    server.answer = web.Response()
    async with asyncio.timeout(60):
        while True:
            try:
                await channel.deliver(firing(Condition.PAUSE))
                break
            except ChannelError:
                await asyncio.sleep(0.05)


async def test_neither_errors_nor_logs_repeat_a_url(
    server: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    urls = Secret(service(server))
    channel = AppriseChannel(urls)
    texts = [repr(channel), repr(vars(channel)["_urls"])]
    for status in (500, 404, 403, 302):
        server.answer = web.Response(status=status, text=server.url)
        with pytest.raises(ChannelError) as caught:
            await channel.deliver(MESSAGE)
        texts.append(caught.value.line)
    texts += [record.getMessage() for record in caplog.records if record.name == "apprise"]
    texts += capfd.readouterr()
    assert not any(urls.is_in(text) for text in texts), texts
    others = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    assert not any(TOKEN in text for text in others)  # the access log is that of the server in this test


@pytest.mark.parametrize(
    ("urls", "said"),
    [
        (f"json://localhost/{TOKEN}\nnonsense-{TOKEN}", "does not understand URL 2 of it"),
        (f"nosuch://{TOKEN}", "does not understand URL 1 of it"),
        ("slack://", "does not understand URL 1 of it"),
        ("# nothing\n", "there is no URL in it"),
    ],
)
def test_what_apprise_does_not_understand_is_refused_at_the_start(
    urls: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Misconfigured, match=said) as caught:
        AppriseChannel(Secret(urls))
    assert TOKEN.split("/", maxsplit=1)[0] not in caught.value.line
    assert capfd.readouterr() == ("", "")


def test_without_the_library_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ses_tui.notify.apprise_channel.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "apprise", raising=False)
    with pytest.raises(Misconfigured, match=r"not installed: pip install 'ses-tui\[apprise\]'"):
        AppriseChannel(Secret(f"json://localhost/{TOKEN}"))
