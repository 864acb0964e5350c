"""The webhook against a real server: what it is sent, every way in which it fails, and no word of its URL."""

import asyncio
import json
import logging
import os
import socket
import ssl
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from ses_tui import __version__
from ses_tui.core.condition import Condition
from ses_tui.core.incidents import alert_json
from ses_tui.core.messages import Kind
from ses_tui.core.text import safe
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import Body, Webhook, by_host, payload
from tests.notify.messages import HOSTILE, MESSAGE, firing, message
from tests.notify.servers import TOKEN, Server, certificate, serving


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as server:
        yield server


def host(url: str) -> str:
    """With its port."""
    return urlsplit(url).netloc


def hook(url: str, limit: float = 60.0) -> Webhook:
    return Webhook(Secret(url), limit=limit)


async def failure(webhook: Webhook, url: str) -> str:
    """Why it was not accepted; neither that nor a traceback of it holds a part of the URL but its host."""
    with pytest.raises(ChannelError) as caught:
        await webhook.deliver(MESSAGE)
    shown = "".join(traceback.format_exception(caught.value, chain=True))
    assert caught.value.__context__ is None
    assert url not in shown
    assert TOKEN.split("/", maxsplit=1)[0] not in shown
    line = caught.value.line
    assert line == safe(line)
    assert not Secret(f"{urlsplit(url).path}?{urlsplit(url).query}").is_in(line)
    return line


async def test_the_alert_is_posted_as_json(server: Server) -> None:
    await hook(server.url).deliver(MESSAGE)
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", f"/{TOKEN}")
    assert json.loads(seen.body) == alert_json(MESSAGE)
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["User-Agent"] == f"ses-tui/{__version__}"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_every_2xx_accepts_without_waiting_for_the_body(status: int, server: Server) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=status)
        await response.prepare(request)
        await asyncio.Event().wait()
        return response

    server.answer = drip
    await asyncio.wait_for(hook(server.url).deliver(MESSAGE), 60)


async def test_the_same_message_sent_again_bears_the_same_key_and_another_one_does_not(
    server: Server,
) -> None:
    webhook = hook(server.url)
    server.answer = web.Response(status=500)
    for later in (0.0, 30.0, 60.0):  # a message that failed is written anew
        with pytest.raises(ChannelError):
            await webhook.deliver(message(at=MESSAGE.at + later))
    server.answer = web.Response(status=200)
    await webhook.deliver(message(at=MESSAGE.at + 90))
    await webhook.deliver(message(at=MESSAGE.at + 900, kind=Kind.REPEAT))
    await webhook.deliver(message(at=MESSAGE.at + 1800, kind=Kind.REPEAT))
    await webhook.deliver(firing(Condition.REVIEW))
    keys = [seen.headers["Idempotency-Key"] for seen in server.seen]
    assert len(set(keys[:4])) == 1
    assert len(set(keys[3:])) == 4


async def test_500_for_ever_fails_every_time_and_counts(server: Server) -> None:
    server.answer = web.Response(status=500, text="Internal Server Error")
    dispatcher = Dispatcher([hook(server.url)], {}, demo=False)
    for turn in range(1, 5):
        problem = await dispatcher.deliver("webhook", firing(Condition.REVIEW))
        assert problem == "webhook: answered 500: Internal Server Error"
        (status,) = dispatcher.statuses()
        assert (status.state, status.note, status.failures) == ("failing", problem, turn)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (web.Response(status=400, text="invalid_payload\nmore"), "answered 400: invalid_payload"),
        (web.Response(status=403, text='{"e":1}', content_type="application/json"), 'answered 403: {"e":1}'),
        (web.Response(status=404, text=f"Cannot POST /{TOKEN}"), "answered 404"),
        (web.Response(status=404, text=f"no token {TOKEN[:9].lower()}"), "answered 404"),
        (web.Response(status=502, text="<h1>Bad Gateway", content_type="text/html"), "answered 502"),
        (web.Response(status=500, text="\x1b]0;x\a\u202e"), "answered 500: ␛]0;x␇�"),
        (web.Response(status=500, text="x" * 100_000), f"answered 500: {'x' * 79}…"),
        (web.Response(status=429, body=b"\xff\xfe"), "answered 429"),
    ],
)
async def test_what_a_server_says_is_outside_text_and_may_repeat_the_url(
    answer: web.Response, said: str, server: Server
) -> None:
    server.answer = answer
    assert await failure(hook(server.url), server.url) == f"webhook: {said}"


async def test_a_server_that_hangs_is_given_up_at_the_time_limit(server: Server) -> None:
    server.answer = None
    assert (
        await failure(hook(server.url, 0.3), server.url)
        == f"webhook: no answer in 0.3 s ({host(server.url)})"
    )


async def test_a_refusal_whose_body_never_ends_is_still_told(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=503, headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        await asyncio.Event().wait()
        return response

    monkeypatch.setattr("ses_tui.notify.http.SAYING_SECONDS", 0.1)
    server.answer = drip
    assert await failure(hook(server.url), server.url) == "webhook: answered 503"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int, server: Server) -> None:
    async with serving() as other:
        server.answer = web.Response(status=status, headers={"Location": other.url})
        said = await failure(hook(server.url), server.url)
    assert said.startswith(f"webhook: answered {status}: redirects are not followed")
    assert other.seen == []


async def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    async with serving(certificate(tmp_path)) as server:
        said = await failure(hook(server.url), server.url)
    assert said.startswith("webhook: its TLS certificate is not trusted: self")
    assert server.seen == []


PROBE = """
import asyncio, sys
if sys.argv[2] == "with AWS":
    import ses_tui.aws.start
from ses_tui.notify.channel import ChannelError
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import Webhook
from tests.notify.messages import MESSAGE
try:
    asyncio.run(Webhook(Secret(sys.argv[1])).deliver(MESSAGE))
    print("accepted")
except ChannelError as error:
    print(error.line)
"""


@pytest.mark.parametrize("imports", ["with AWS", "alone"])
async def test_beside_the_aws_client_too_only_trusted_certificates_are_accepted(
    imports: str, tmp_path: Path
) -> None:
    async def said(url: str, **variables: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROBE, url, imports),
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **variables},
            cwd=Path(__file__).parents[2],
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
        return output.decode().strip()

    async with serving(certificate(tmp_path)) as server:
        assert (await said(server.url)).startswith("webhook: its TLS certificate is not trusted")
        assert await said(server.url, SSL_CERT_FILE=f"{tmp_path}/cert.pem") == "accepted"
    assert len(server.seen) == 1


async def test_a_certificate_of_another_host_is_refused_and_ours_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(certificate(tmp_path, "other.example.net")) as server:
        context = ssl.create_default_context(cafile=tmp_path / "cert.pem")
        monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", context)
        said = await failure(hook(server.url), server.url)
    assert said == f"webhook: its TLS certificate is for another host ({host(server.url)})"


async def test_https_to_a_port_that_speaks_no_tls(server: Server) -> None:
    url = server.url.replace("http:", "https:")
    assert await failure(hook(url), url) == f"webhook: no TLS connection ({host(url)})"


async def test_nobody_there_is_one_line() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/{TOKEN}"
        assert (
            await failure(hook(url), url) == f"webhook: cannot be reached: connection refused ({host(url)})"
        )
    url = f"https://hooks.invalid/{TOKEN}?{TOKEN}"
    assert await failure(hook(url), url) == "webhook: the name of its host is not found (hooks.invalid:443)"


async def test_a_host_that_is_a_secret_itself_is_not_named() -> None:
    for label in ("q7h2k5m3x8z4v6b1n9c0d2f4g6j8l1p3", "a" * 70):
        url = f"https://user:{TOKEN[:9]}@{label}.lambda-url.invalid:8443/{TOKEN}"
        said = await failure(hook(url), url)
        assert said.endswith(" (….lambda-url.invalid:8443)")
        assert label not in said


@pytest.mark.parametrize("sent", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000])
async def test_what_speaks_no_http_is_one_line(sent: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listener:
        url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/{TOKEN}"
        assert (await failure(hook(url), url)).startswith("webhook: ")


async def test_the_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url.removesuffix(f"/{TOKEN}"))
    await hook(f"http://hooks.invalid/{TOKEN}").deliver(MESSAGE)
    (seen,) = server.seen
    assert seen.headers["Host"] == "hooks.invalid"
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    url = f"http://hooks.invalid/{TOKEN}"
    assert (await failure(hook(url), url)).startswith("webhook: the proxy cannot be reached")


async def test_a_proxy_that_refuses_the_tunnel_is_named_as_the_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url.removesuffix(f"/{TOKEN}"))
    url = f"https://hooks.invalid/{TOKEN}"
    assert await failure(hook(url), url) == "webhook: the proxy answered 404"  # it knows no CONNECT


async def test_no_log_no_status_and_no_repr_holds_a_part_of_the_url(
    server: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook = hook(server.url, 0.3)
    dispatcher = Dispatcher([webhook], {}, demo=False)
    texts = [repr(webhook), repr(vars(webhook)), repr(dispatcher), repr(vars(dispatcher))]
    answers = (web.Response(), web.Response(status=500, text=server.url), None)
    for answer in answers:
        server.answer = answer
        texts.append(await dispatcher.deliver("webhook", firing(Condition.PAUSE)))
        texts.append(repr(dispatcher.statuses()))
    ours = [record for record in caplog.records if not record.name.startswith("aiohttp.access")]
    texts += [record.getMessage() for record in ours]
    texts += capfd.readouterr()
    assert not any(Secret(f"/{TOKEN}").is_in(text) for text in texts), texts


HOSTED: list[tuple[str, str]] = [
    ("https://hooks.slack.com/services/T/B/x", "slack"),
    ("https://HOOKS.slack.com./services/T/B/x", "json"),
    ("https://discord.com/api/webhooks/1/x", "discord"),
    ("https://canary.discord.com/api/webhooks/1/x", "discord"),
    ("https://evildiscord.com/api", "json"),
    ("https://example.net/hooks.slack.com/", "json"),
]


@pytest.mark.parametrize(("url", "form"), HOSTED)
def test_the_form_is_known_by_the_host(url: str, form: str) -> None:
    assert by_host(Secret(url)) == form


def test_slack_gets_lines_of_text_in_which_nothing_calls_anybody() -> None:
    text = "<!channel> <https://x|y> & @channel @here you@all.example.org @allow"
    made = payload("slack", message(title=text, body="who", advice="what to do", playbook="bounces"))
    fields = json.loads(made)
    lines = fields["text"].split("\n")
    assert lines[0] == (
        "&lt;!channel&gt; &lt;https://x|y&gt; &amp; ＠channel ＠here you＠all.example.org @allow"
    )
    assert lines[1:] == ["who", "what to do", "ses-tui playbook bounces"]
    assert fields["mrkdwn"] is False


def test_discord_gets_lines_of_text_that_mention_nobody() -> None:
    fields = json.loads(payload("discord", message(title="@everyone news_a_b *x*", body="")))
    assert fields == {
        "content": r"@everyone news\_a\_b \*x\*",
        "allowed_mentions": {"parse": []},
    }


@pytest.mark.parametrize("form", ["json", "slack", "discord"])
def test_hostile_text_stays_text(form: Body) -> None:
    made = payload(form, message(title=HOSTILE, body="\ud800\0" + HOSTILE))
    assert made.isascii()
    fields = json.loads(made)
    if form != "json":
        shown = str(fields.get("text") or fields.get("content"))
        assert all(char.isprintable() for char in shown.replace("\n", ""))
        assert shown.count("\n") == 1


def test_the_client_is_imported_when_it_is_used() -> None:
    probe = (
        "import sys, ses_tui.notify.build, ses_tui.notify.webhook, ses_tui.notify.heartbeat;"
        "print([name for name in ('aiohttp', 'apprise') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
