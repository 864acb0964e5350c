"""The simulated account on a loopback port, as AWS would answer."""

import asyncio
import logging
from email.utils import formatdate
from time import monotonic, time
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from ses_tui.simulator import fault_effects, transport
from ses_tui.simulator.account import Account
from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.faults import TRANSPORT
from ses_tui.simulator.limits import RateLimits, RequestLog
from ses_tui.simulator.scenarios.model import Scenario
from ses_tui.simulator.services import HANDLERS
from ses_tui.simulator.services.queue import wait_for_message
from ses_tui.simulator.services.sts import account_of
from ses_tui.simulator.truth import truth
from ses_tui.simulator.wire import errors, models, requests, validation
from ses_tui.simulator.wire.answers import Answer, answer, refusal
from ses_tui.simulator.wire.errors import ApiError
from ses_tui.simulator.wire.models import Route
from ses_tui.simulator.wire.signature import SIGNER, signer_of

HOST = "127.0.0.1"
SKEW = 600.0
"""Seconds by which the Date header is late under the fault clock_skew."""
_log = logging.getLogger(__name__)


class SimulatorServer:
    """Serves one scenario. `start` is the simulated UTC epoch second at which it begins (default: now);
    speed 0 makes time stand still, for tests. Port 0 takes a free one; `url` is known after `start()`.
    `simulated_limits`: limits per second are held in simulated time, for a client that lives in it too."""

    def __init__(
        self,
        scenario: Scenario | str = "healthy",
        speed: float = 1.0,
        port: int = 0,
        seed: int = 1,
        start: float | None = None,
        *,
        hostile_names: bool = False,
        simulated_limits: bool = False,
    ) -> None:
        self.clock = SimulatedClock(start, speed)
        self.account = Account(scenario, seed, self.clock, hostile_names)
        self.log = RequestLog()
        self.port = port
        self._limit_clock = self.clock.now if simulated_limits else monotonic
        self._limits: dict[tuple[str, str], RateLimits] = {}
        """By account and Region, as AWS holds them."""
        self._server: web.Server | None = None
        self._runner: web.ServerRunner | None = None
        self._site: web.TCPSite | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def queue_url(self) -> str:
        return f"{self.url}/123456789012/ses-events"

    async def start(self) -> None:
        self._server = web.Server(self._serve, access_log=None)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=0.2)
        await self._runner.setup()
        await self._listen()

    async def _listen(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await self._site.start()
        self.port = self._runner.addresses[-1][1]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def refuse_connections(self, seconds: float) -> None:
        """Close the listener and all connections for so many seconds of the wall clock."""
        if self._site is None or self._server is None:
            return
        await self._site.stop()
        await self._server.shutdown(0.1)
        await asyncio.sleep(seconds)
        await self._listen()

    def truth(self) -> dict[str, Any]:
        """What GET /_truth shows, with all requests so far."""
        return {**truth(self.account), "requests": self.log.summary()}

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/_"):
            return await self._control(request)
        body = await request.read()
        form: dict[str, str] = {}
        if request.content_type == "application/x-www-form-urlencoded":
            form = {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        route = models.find(
            request.method, request.rel_url.raw_path, request.headers.get("X-Amz-Target"), form
        )
        receives = route is not None and route.operation == "ReceiveMessage"
        if receives and not await wait_for_message(request, body, self.account.queue):
            return web.Response()  # nobody is there: who takes a message now would hide it from the next
        faults = [] if route is None else self.account.faults.take(route.operation, self.account.minute)
        self.log.faults.update(faults)
        SIGNER.set(signer_of(request.headers.get("Authorization", "")))
        try:
            made = self._answer(route, faults, request, form, body)
        except ApiError as error:
            made = refusal(route, error)
        except Exception:  # noqa: BLE001 - a mistake in the simulator: say so here, and 500 to the client
            _log.exception("%s %s", request.method, request.path)
            made = refusal(route, ApiError("InternalFailure", "the simulator failed", 500))
        skew = SKEW if "clock_skew" in faults else 0.0
        made.headers["Date"] = formatdate(time() - skew, usegmt=True)
        broken = next((fault for fault in faults if fault in (*TRANSPORT, "absent")), None)
        if broken is not None and route is not None:
            return await transport.break_answer(broken, request, made, self.account.faults, route.operation)
        return web.Response(status=made.status, headers=made.headers, body=made.body)

    def _answer(
        self,
        route: Route | None,
        faults: list[str],
        request: web.BaseRequest,
        form: dict[str, str],
        body: bytes,
    ) -> Answer:
        if route is None:
            self.log.note(self.log.refused, f"{request.method} {request.path}")
            raise ApiError("UnknownOperationException", "There is no such operation", 404)
        name = f"{route.service}:{route.operation}"
        if route.is_write:
            self.log.note(self.log.writes, name)
        if route.operation not in HANDLERS:
            if not route.is_write:
                self.log.note(self.log.refused, name)
            raise errors.access_denied(route.service, route.operation)
        asked = self._read(route, request, form, body)
        refused = fault_effects.refusal(faults, route.service, route.operation)
        if refused is not None:
            raise refused
        where = account_of(SIGNER.get()), SIGNER.get().region
        limits = self._limits.setdefault(where, RateLimits(self._limit_clock))
        limit = limits.crossed(route.operation, asked)
        if limit is not None:
            self.log.note(self.log.limits, limit)
            raise errors.throttled(route.service)
        try:
            result = HANDLERS[route.operation](self.account, asked)
        except ApiError as error:
            if error.status == 400:  # a limit or rule that the model states in prose only
                self.log.note(self.log.violations, f"{route.operation}: {error.message}")
            raise
        return answer(route, fault_effects.disturb(faults, route.operation, result))

    def _read(
        self, route: Route, request: web.BaseRequest, form: dict[str, str], body: bytes
    ) -> dict[str, Any]:
        """The request's members, counted and held against the model."""
        query = {key: request.query.getall(key) for key in request.query}
        try:
            sent = requests.read(route, query, form, body)
        except requests.Unreadable as error:
            self.log.call(route.operation, {})
            self.log.note(self.log.violations, f"{route.operation}: {error}")
            raise ApiError("SerializationException", str(error)) from error
        self.log.call(route.operation, sent)
        shape = models.operation_model(route.service, route.operation).input_shape
        problems: list[str] = []
        asked = sent if shape is None else validation.check(shape, sent, route.operation, problems)
        for problem in problems:
            self.log.note(self.log.violations, problem)
        if problems:
            count = len(problems)
            message = f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(problems)}"
            raise errors.invalid(route.service, message)
        found: dict[str, Any] = asked
        return found

    async def _control(self, request: web.BaseRequest) -> web.Response:
        """/_truth and /_fault: for people and tests, not part of AWS."""
        if request.path == "/_truth" and request.method == "GET":
            return web.json_response(self.truth())
        if request.path != "/_fault" or request.method not in ("POST", "DELETE"):
            return web.json_response({"error": "GET /_truth, POST /_fault or DELETE /_fault"}, status=404)
        if request.method == "DELETE":
            self.account.faults.clear()
            return web.json_response({"faults": []})
        try:
            asked = await request.json()
            fault, operation = asked["fault"], asked.get("operation", "*")
            count, seconds = asked.get("count"), asked.get("seconds")
            if fault == "connection_refused" and operation == "*" and seconds is not None:
                task = asyncio.create_task(self.refuse_connections(float(seconds)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                self.account.faults.inject(fault, operation, count=count, seconds=seconds)
        except (ValueError, KeyError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"fault": fault, "operation": operation, "count": count, "seconds": seconds})
