"""Whoever answers in AWS's place can't fill the memory: bodies, chunks and headers without end."""

import gzip

import pytest

from ses_tui.aws import http
from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.stub import reader_at
from tests.pouring import pouring

CAP = 256 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ATTEMPTS = 3
IN_THE_AIR = 4 * 1024 * 1024
"""What the buffers of the two sockets may hold beyond what was read."""


async def refused(url: str) -> SourceError:
    async with reader_at(url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    return caught.value.error


ENDLESS = {
    "a body until the connection ends": (HEAD + b"\r\n{", b" " * 65_536),
    "a body of a petabyte": (HEAD + b"Content-Length: 1125899906842624\r\n\r\n{", b" " * 65_536),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65_536 + b"\r\n"),
    "tiny chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 10_000),
}


@pytest.mark.fault(
    "an answer without end",
    says="that the answer is larger than any of AWS's",
    lives="the last known numbers, other reads",
    blind="as any failed read",
    heals="at the next poll",
)
@pytest.mark.parametrize("name", ENDLESS)
async def test_a_body_without_end_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", CAP)
    async with pouring(*ENDLESS[name]) as (url, sent):
        error = await refused(url)
        assert sent() < ATTEMPTS * (IN_THE_AIR + 8 * CAP)
    assert error.kind is ErrorKind.SERVICE
    assert "larger than" in error.message


@pytest.mark.parametrize("header", [b"X: " + b"a" * 1000 + b"\r\n", b"a" * 65_536, b"X: a\r\n" * 10_000])
async def test_headers_without_end_are_given_up(header: bytes) -> None:
    async with pouring(HEAD, header) as (url, sent):
        error = await refused(url)
        assert sent() < ATTEMPTS * IN_THE_AIR
    assert error.kind in (ErrorKind.SERVICE, ErrorKind.NETWORK)


async def test_a_body_that_would_grow_on_unpacking_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    monkeypatch.setattr(http, "MOST_BYTES", len(bomb))
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    async with pouring(head + bomb, b"") as (url, _):
        error = await refused(url)
    assert error.message == "the answer is not from AWS"


@pytest.mark.parametrize("whose", ["container", "instance"])
async def test_who_gives_credentials_is_held_to_the_same(whose: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", CAP)
    async with pouring(*ENDLESS["chunks"]) as (url, sent):
        if whose == "container":
            monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{url}/credentials")
        else:
            monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
            monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)
        async with AwsReader(Target(region="eu-west-1", endpoint_url=url)) as reader:
            with pytest.raises(ReadError) as caught:
                await reader.account()
        assert sent() < ATTEMPTS * (IN_THE_AIR + 8 * CAP)
    assert "larger than" in caught.value.error.message
