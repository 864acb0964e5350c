"""Each fault of the wire: what it is called, what it says, and that it says no secret."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.stub import ACCOUNT, KEYS, Answerer, Stub, answer, hang, reader_at, refusal


async def failure(answerer: Answerer, deadline: float = 20.0, **target: str) -> SourceError:
    """The error of one GetAccount against a stand-in."""
    async with Stub(answerer) as stub, reader_at(stub.url, deadline=deadline, **target) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    error = caught.value.error
    assert (error.source, error.operation) == ("account", "GetAccount")
    assert "\n" not in error.message + error.hint
    assert "hunter2" not in error.message + error.hint
    return error


def page(text: str, status: int = 200) -> Callable[..., web.Response]:
    return lambda *_: web.Response(text=text, status=status, content_type="text/html")


CODES = [
    ("ExpiredTokenException", 403, ErrorKind.CREDENTIALS_EXPIRED),
    ("UnrecognizedClientException", 403, ErrorKind.CREDENTIALS_EXPIRED),
    ("AccessDeniedException", 403, ErrorKind.ACCESS_DENIED),
    ("TooManyRequestsException", 429, ErrorKind.THROTTLED),
    ("ThrottlingException", 400, ErrorKind.THROTTLED),
    ("InternalServiceErrorException", 500, ErrorKind.SERVICE),
    ("ServiceUnavailable", 503, ErrorKind.SERVICE),
    ("BadRequestException", 400, ErrorKind.INVALID_REQUEST),
    ("RequestTimeTooSkewed", 403, ErrorKind.CLOCK_SKEW),
    ("SignatureDoesNotMatch", 403, ErrorKind.CREDENTIALS_MISSING),
    ("SubscriptionRequiredException", 403, ErrorKind.NOT_ENABLED),
    ("UnknownOperationException", 404, ErrorKind.SERVICE),
]


@pytest.mark.parametrize(("code", "status", "kind"), CODES)
async def test_what_aws_states_has_its_class(code: str, status: int, kind: ErrorKind) -> None:
    error = await failure(lambda *_: refusal(code, status))
    assert error.kind is kind
    assert error.hint


async def test_access_denied_names_the_action_to_allow() -> None:
    text = "User: arn:aws:iam::1:user/x is not authorized to perform: ses:GetAccount"
    error = await failure(lambda *_: refusal("AccessDeniedException", 403, text))
    assert "ses:GetAccount" in error.hint
    assert error.message == text


async def test_request_ids_and_encoded_blobs_are_left_out() -> None:
    text = "No (Service: SesV2, Status Code: 400, Request ID: 1f2e-33) "
    text += "Encoded authorization failure message: QUJD"
    error = await failure(lambda *_: refusal("AccessDeniedException", 403, text))
    assert error.message == "No"


async def test_a_quoted_signature_is_not_shown() -> None:
    text = "The Canonical String should have been 'x-amz-security-token:hunter2'"
    error = await failure(lambda *_: refusal("SignatureDoesNotMatch", 403, text))
    assert "Canonical" not in error.message


async def test_a_signature_refused_for_its_time_is_clock_skew() -> None:
    text = "Signature expired: 20261124T120000Z is now earlier than 20261124T121500Z"
    error = await failure(lambda *_: refusal("InvalidSignatureException", 403, text))
    assert error.kind is ErrorKind.CLOCK_SKEW


async def test_a_wrong_clock_explains_a_refused_signature() -> None:
    response = refusal("SignatureDoesNotMatch", 403)
    response.headers["Date"] = "Tue, 01 Jan 2019 00:00:00 GMT"
    error = await failure(lambda *_: response)
    assert error.kind is ErrorKind.CLOCK_SKEW


async def test_hostile_text_is_made_harmless() -> None:
    error = await failure(lambda *_: refusal("BadRequestException", 400, "\x1b]0;x\x07 [/] \u202e"))
    assert "\x1b" not in error.message
    assert "\u202e" not in error.message


@pytest.mark.parametrize(
    "body", ["<html><body>Welcome to Airport Wi-Fi</body></html>", "", "{", "[]", "null", '{"a": 1}']
)
async def test_an_answer_that_is_not_from_aws_is_not_an_empty_account(body: str) -> None:
    error = await failure(page(body))
    assert error.kind is ErrorKind.SERVICE


@pytest.mark.parametrize("status", [400, 403, 511, 404])
async def test_a_portal_that_refuses_is_not_taken_for_aws(status: int) -> None:
    error = await failure(page("<!doctype html><title>Log in</title>", status))
    assert error.kind is ErrorKind.SERVICE


async def test_a_proxy_that_wants_a_login() -> None:
    assert (await failure(page("<html>", 407))).kind is ErrorKind.PROXY


async def test_a_hang_ends_at_the_deadline() -> None:
    error = await failure(hang, deadline=0.3)
    assert error.kind is ErrorKind.TIMEOUT
    assert "0.3 s" in error.message


async def test_a_hang_of_one_source_does_not_stop_another_service() -> None:
    def only_cloudwatch(operation: str, _parameters: object) -> web.Response:
        return answer({"MetricDataResults": []})

    async def choose(operation: str, parameters: dict[str, object]) -> web.StreamResponse:
        return await hang() if operation == "GetAccount" else only_cloudwatch(operation, parameters)

    async with Stub(choose) as stub, reader_at(stub.url, deadline=60) as reader:
        stuck = asyncio.ensure_future(reader.account())
        read = await asyncio.wait_for(reader.rates(0, 300), 50)
        assert read.bounce is None
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck


async def test_a_reset_in_mid_answer() -> None:
    server = await asyncio.start_server(lambda r, w: w.transport.abort(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, reader_at(f"http://127.0.0.1:{port}") as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.NETWORK


async def test_an_answer_cut_short() -> None:
    async def half(_r: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(half, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, reader_at(f"http://127.0.0.1:{port}") as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert "broke off" in caught.value.error.message


async def test_a_refused_connection_names_the_endpoint() -> None:
    async with reader_at("http://127.0.0.1:9") as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert "127.0.0.1:9 refused" in caught.value.error.message


async def test_a_name_that_cannot_be_resolved() -> None:
    async with reader_at("http://ses.invalid") as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert "ses.invalid" in caught.value.error.message


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:hunter2@127.0.0.1:9")
    async with reader_at("http://ses.example") as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.PROXY
    assert "hunter2" not in str(caught.value)


async def test_a_proxy_is_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with Stub(lambda *_: answer(ACCOUNT)) as stub, reader_at(stub.url) as reader:
        assert (await reader.account()).enforcement_status == "HEALTHY"


async def test_an_unusable_region_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with AwsReader(Target(region="not a region"), credentials=KEYS) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.INVALID_REQUEST


async def test_a_failed_attempt_is_tried_three_times_and_each_is_counted() -> None:
    async with Stub(lambda *_: refusal("ServiceUnavailable", 503)) as stub, reader_at(stub.url) as reader:
        with pytest.raises(ReadError):
            await reader.account()
        assert len(stub.calls) == 3
        assert reader.usage.api_calls == 3


async def test_it_heals_by_itself() -> None:
    broken = True
    async with (
        Stub(lambda *_: refusal("ServiceUnavailable", 503) if broken else answer(ACCOUNT)) as stub,
        reader_at(stub.url) as reader,
    ):
        with pytest.raises(ReadError):
            await reader.account()
        broken = False
        assert (await reader.account()).sending_enabled


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed_so_that_no_token_goes_elsewhere(status: int) -> None:
    async with Stub(lambda *_: answer(ACCOUNT)) as portal:
        where = portal.url.replace("127.0.0.1", "localhost")
        error = await failure(lambda *_: web.Response(status=status, headers={"Location": f"{where}/login"}))
        assert portal.calls == []
    assert error.kind is ErrorKind.SERVICE
    assert str(status) in error.message
