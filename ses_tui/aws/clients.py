"""One session per target, one client per service for life.

Importing this module imports aiobotocore (0.2 s): import it after the first paint.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

import aiobotocore.session
from aiobotocore import __version__ as aiobotocore_version
from aiobotocore.client import AioClientCreator
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession

from ses_tui import __version__
from ses_tui.aws.credentials import Resolver, StaticCredentials
from ses_tui.aws.http import HttpSession, check_proxy, shared_context
from ses_tui.aws.loader import SERVICES, parse_time, slim_loader
from ses_tui.aws.tls import LateContext
from ses_tui.core.model import Target

CONNECT_SECONDS = 5
READ_SECONDS = 15
ATTEMPTS = 3
POOL = 20
"""Connections per client; VDM uses at most 16 of them (vdm.WORKERS), so that GetAccount finds one."""

_IMDS = {"metadata_service_timeout": 2, "metadata_service_num_attempts": 3}
"""Seconds and attempts; botocore's default of 1 s and one attempt is flaky on busy hosts."""

FIRST_CLIENTS = ("cloudwatch", "sesv2")
"""Made at once, in this order: the rates and the account are what the screen waits for."""

OnSend = Callable[[str, str], Awaitable[None]]
"""Told (service, operation) of every request just before it leaves, retries included."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class _ClientCreator(AioClientCreator):  # type: ignore[misc]  # no types
    """Makes the class of a service's clients once for all targets.

    botocore makes one per client, with a method and its documentation for each of SES's hundred operations:
    0.4 MB and a third of the time that a client takes (measured).
    """

    _classes: ClassVar[dict[str, Any]] = {}

    async def _create_client_class(self, service_name: str, service_model: Any) -> Any:
        made = self._classes.get(service_name)
        if made is None:
            made = self._classes[service_name] = await super()._create_client_class(
                service_name, service_model
            )
        return made


aiobotocore.session.AioClientCreator = _ClientCreator


class _Session(AioSession):  # type: ignore[misc]  # no types
    """Without botocore's handlers for the services of others, and for documentation: of 127 these are 109,
    and every client keeps a copy of all."""

    def register(self, event_name: str, *how: Any, **more: Any) -> None:
        kind, _, rest = event_name.partition(".")
        service = rest.partition(".")[0]
        if kind != "docs" and service in ("", "*", *SERVICES):
            super().register(event_name, *how, **more)


class BadSetting(Exception):
    """A setting of the environment or of ~/.aws/config that is of no use; its text names it."""


@dataclass(frozen=True, slots=True)
class _Made:
    """The session, and what every client of it is made with."""

    session: AioSession
    resolver: Resolver
    region: str
    options: dict[str, Any]


class Clients:
    """The session and the clients of one target."""

    def __init__(
        self, target: Target, *, credentials: StaticCredentials | None = None, on_send: OnSend
    ) -> None:
        self._target = target
        self._credentials = credentials
        self._on_send = on_send
        self._stack = AsyncExitStack()
        self._creating: dict[str, asyncio.Task[Any]] = {}
        self._made: _Made | None = None

    @property
    def region(self) -> str:
        """The target's, or the session's; empty while neither is known."""
        return self._made.region if self._made else self._target.region

    def start(self) -> None:
        """Begin to make the first clients in the background. A failure shows in the next call."""
        previous: asyncio.Task[Any] | None = None
        for service in FIRST_CLIENTS:
            previous = self._creating[service] = asyncio.create_task(self._create(service, previous))

    async def get(self, service: str) -> Any:
        """The client of ``service``; one that could not be made is tried again at the next call."""
        task = self._creating.get(service)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._creating[service] = asyncio.create_task(self._create(service))
        return await asyncio.shield(task)

    @property
    def awaited_provider(self) -> str | None:
        """Who has been asked for credentials and has not answered; None where nobody is waited for."""
        return None if self._made is None else self._made.resolver.awaited

    def forget_credentials(self) -> None:
        """AWS refused them: look them up anew at the next call."""
        if self._made is not None:
            self._made.resolver.forget()

    async def close(self) -> None:
        """Close every connection."""
        tasks = tuple(self._creating.values())
        self._creating.clear()
        for task in tasks:
            if not task.done():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._made is not None:
            await self._made.resolver.close()
            self._made = None
        await self._stack.aclose()

    async def _create(self, service: str, after: asyncio.Task[Any] | None = None) -> Any:
        if after is not None:
            await asyncio.wait((after,))
            await asyncio.sleep(0)  # let the first client's request leave first
        made = self._session()
        options = made.options
        if service == "sqs":
            options = {**options, "config": made.options["config"].merge(_queue_config())}
        return await self._stack.enter_async_context(made.session.create_client(service, **options))

    def _session(self) -> "_Made":
        """The one session, made when first needed: a profile that is not there is an error of the call."""
        if self._made is None:
            target = self._target
            session = _Session(profile=target.profile or None)
            session.register_component("data_loader", slim_loader(session.get_config_variable("data_path")))
            # The clients of the credential providers too: SSO's token is in a header.
            session.set_default_client_config(_config(""))
            factory = session.get_component("response_parser_factory")
            factory.set_parser_defaults(timestamp_parser=parse_time)
            for name, value in _IMDS.items():
                if _number(session, name) == 1:  # botocore's default; what the user set stays
                    session.set_config_variable(name, value)
            region = target.region or session.get_config_variable("region") or ""
            endpoint = target.endpoint_url or os.environ.get("AWS_ENDPOINT_URL", "")
            check_proxy(endpoint or "https://amazonaws.com")
            options = {
                "region_name": region or None,
                "endpoint_url": target.endpoint_url or None,
                "config": _config(endpoint),
            }
            sts = partial(session.create_client, **options)
            resolver = Resolver(session, self._credentials, target, region, sts)
            session.register_component("credential_provider", resolver)
            session.register("before-send", self._before_send)
            if not endpoint.startswith("http://"):
                context = shared_context(session.get_config_variable("ca_bundle") or True)
                asyncio.get_running_loop().run_in_executor(None, _fill, context)
            self._made = _Made(session, resolver, region, options)
        return self._made

    async def _before_send(self, event_name: str = "", **_kwargs: object) -> None:
        _, service, operation = event_name.split(".", 2)
        await self._on_send(service, operation)


def _number(session: AioSession, name: str) -> object:
    try:
        return session.get_config_variable(name)
    except ValueError as error:
        value = str(error).rpartition(": ")[2]
        raise BadSetting(f"{name} (AWS_{name.upper()}) is no whole number: {value}") from None


def _fill(context: LateContext) -> None:
    """Read the certificate authorities beside the making of clients."""
    with suppress(OSError):  # the first handshake meets it again, inside the guarded call
        context.fill()


def _queue_config() -> AioConfig:
    """A long poll answers after up to 20 s; and a full queue is some 200 calls for a thousand events.

    Of such a call botocore spends an eighth on telling AWS in detail what it runs on, and some on looking
    for mistakes in the three parameters that ``queue`` sends (measured).
    """
    return AioConfig(
        read_timeout=READ_SECONDS + 20,
        user_agent=f"aiobotocore/{aiobotocore_version}",
        parameter_validation=False,
    )


def _config(endpoint: str) -> AioConfig:
    options: dict[str, Any] = {}
    if urlsplit(endpoint).hostname in _LOOPBACK:
        options["proxies"] = {}  # no proxy reaches this machine's own loopback
    return AioConfig(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=POOL,
        user_agent_extra=f"ses-tui/{__version__}",
        http_session_cls=HttpSession,
        **options,
    )
