"""A stand-in for AWS of a few lines: each test says what each operation answers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from aiohttp import web

from ses_tui.aws.credentials import StaticCredentials
from ses_tui.aws.reader import AwsReader
from ses_tui.core.model import Target

Answerer = Callable[[str, dict[str, Any]], Awaitable[web.StreamResponse] | web.StreamResponse]
"""(operation, its parameters) -> the response."""

KEYS = StaticCredentials("AKIDTEST", "hunter2", "hunter2-token")

_PATHS = {
    "/v2/email/account": "GetAccount",
    "/v2/email/metrics/batch": "BatchGetMetricData",
    "/v2/email/identities": "ListEmailIdentities",
    "/v2/email/list-identities": "ListEmailIdentities",
}

ACCOUNT = {
    "EnforcementStatus": "HEALTHY",
    "SendingEnabled": True,
    "ProductionAccessEnabled": True,
    "SendQuota": {"Max24HourSend": 500.0, "MaxSendRate": 14.0, "SentLast24Hours": 20.0},
    "VdmAttributes": {"VdmEnabled": "ENABLED"},
}


def answer(body: object, status: int = 200, **headers: str) -> web.Response:
    """A JSON answer."""
    return web.Response(
        text=json.dumps(body), status=status, content_type="application/json", headers=headers
    )


def refusal(code: str, status: int, message: str = "no") -> web.Response:
    """An error as SES v2 and CloudWatch state it."""
    return answer({"__type": code, "message": message}, status, **{"x-amzn-ErrorType": code})


class Stub:
    """Serves on a loopback port while entered; ``calls`` are the (operation, parameters) seen."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.url = ""
        self.in_the_air = 0
        self.most_in_the_air = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def operations(self) -> list[str]:
        """The operations seen, in order."""
        return [operation for operation, _ in self.calls]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        operation, parameters = _PATHS.get(request.path, ""), {}
        if target := request.headers.get("X-Amz-Target"):
            operation, parameters = target.rpartition(".")[2], json.loads(body)
        elif operation:
            parameters = json.loads(body or "{}")
        else:
            parameters = {name: found[0] for name, found in parse_qs(body).items()}
            operation = parameters.get("Action", request.path)
        self.calls.append((operation, parameters))
        self.in_the_air += 1
        self.most_in_the_air = max(self.most_in_the_air, self.in_the_air)
        try:
            response = self._answerer(operation, parameters)
            return await response if not isinstance(response, web.StreamResponse) else response
        finally:
            self.in_the_air -= 1


def reader_at(url: str, *, deadline: float = 20.0, **target: str) -> AwsReader:
    """A reader of the stand-in at ``url``."""
    fields = {"region": "eu-west-1", "endpoint_url": url, **target}
    return AwsReader(Target(**fields), deadline=deadline, credentials=KEYS)


async def hang(*_: object) -> web.StreamResponse:
    """Never answers."""
    await asyncio.sleep(3600)
    raise AssertionError("unreachable")
