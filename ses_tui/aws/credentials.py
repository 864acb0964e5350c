"""Where the credentials come from: the providers of botocore, looked up when a call needs them.

Lookup happens inside the guarded call, and again after AWS has refused what was found: so a login in
another terminal, or a credentials file written anew, heals by itself. Of one profile there is one lookup
at a time in the whole process, however many calls and targets wait for it.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from aiobotocore.credentials import (
    AioAssumeRoleCredentialFetcher,
    AioCredentials,
    AioDeferredRefreshableCredentials,
    AioProcessProvider,
    create_credential_resolver,
)
from aiobotocore.session import AioSession
from aiobotocore.utils import AioContainerMetadataFetcher, AioIMDSFetcher, _RefCountedSessionMixin
from botocore.credentials import _local_now
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from ses_tui.aws import credential_process
from ses_tui.aws.credential_process import ProcessFailed
from ses_tui.aws.http import HttpSession
from ses_tui.core.model import Target
from ses_tui.core.target_id import endpoint_of

ROLE_SESSION_NAME = "ses-tui"

PATIENCE = 8.0
"""Seconds from the start of a lookup after which the calls that wait for it fail, and say for whom."""

LOOKUP_SECONDS = 60.0
"""After so long a lookup is ended, and a credential_process with it: somebody may have to touch a key."""


@dataclass(frozen=True, slots=True)
class StaticCredentials:
    """Keys that were handed to us: asked for with MFA, or of the simulated account."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    expires: float | None = None
    """UTC epoch seconds; None: they don't."""


class MfaNeeded(Exception):
    """A profile wants an MFA code, which cannot be asked for under the screen."""


class CredentialsFailed(Exception):
    """The lookup broke in a way of its own; ``__cause__`` says how."""


class RenewedExpired(CredentialsFailed):
    """What a provider gave as new has expired already."""


class ProviderSilent(Exception):
    """A provider has not answered in time; ``args[0]``: as ``Lookup.provider``."""


def _refuse_prompt(_question: str) -> str:
    raise MfaNeeded


class _WithoutTraceback(logging.Filter):
    """Takes the traceback off: it may hold what a provider said."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


for _logger in ("aiobotocore.credentials", "aiobotocore.tokens"):
    logging.getLogger(_logger).addFilter(_WithoutTraceback())


class _MetadataSession(_RefCountedSessionMixin, HttpSession):  # type: ignore[misc]  # no types
    """What is asked of an instance or a container."""


AioIMDSFetcher._ref_counted_session_cls = _MetadataSession
AioContainerMetadataFetcher._ref_counted_session_cls = _MetadataSession


class Lookup:
    """Credentials that are found when first asked for, renewed in time, and found anew after ``forget``.

    Has the parts of aiobotocore's credentials that its request signer uses.
    """

    method = "ses-tui"

    def __init__(self, find: Callable[["Lookup"], Awaitable[Any]], patience: float = PATIENCE) -> None:
        self._find = find
        self._patience = patience
        self._found: Any = None
        self._task: asyncio.Task[Any] | None = None
        self._started = 0.0
        self.provider = ""
        """Whom the lookup waits for: botocore's name, or credential_process with the program."""
        self.users = 0

    async def get_frozen_credentials(self) -> Any:
        """Keys for one signature. Raises what classify knows."""
        task = self._task
        if task is None or task.done():
            task = self._task = asyncio.create_task(self._look())
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._started = time.monotonic()
        left = self._started + self._patience - time.monotonic()
        await asyncio.wait((task,), timeout=max(0.0, left))
        if not task.done() or task.cancelled():
            raise ProviderSilent(self.provider)
        return task.result()

    @property
    def under_way(self) -> bool:
        """Whether somebody is being waited for."""
        return self._task is not None and not self._task.done()

    async def _look(self) -> Any:
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                if self._found is None:
                    self._found = await self._find(self)
                if self._found is None:
                    raise NoCredentialsError
                self.provider = getattr(self._found, "method", self.provider)
                return await self._found.get_frozen_credentials()
        except (BotoCoreError, ClientError, MfaNeeded, ProcessFailed, ProviderSilent):
            raise
        except TimeoutError:
            raise ProviderSilent(self.provider) from None
        except Exception as error:  # providers run programs and parse what those print
            # aiobotocore's word for "renewed, and expired already" is a bare RuntimeError
            kind = RenewedExpired if isinstance(error, RuntimeError) else CredentialsFailed
            raise kind(type(error).__name__) from error

    def get_account_id(self) -> None:
        """No endpoint of ours is addressed by account."""

    def get_deferred_property(self, _name: str) -> Callable[[], None]:
        """As above, in botocore's way of asking."""
        return self.get_account_id

    def forget(self) -> None:
        """AWS refused these: look again at the next call."""
        self._found = None

    async def close(self) -> None:
        """End a lookup that is under way, and the program that it runs."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait((self._task,))


class Resolver:
    """Takes the place of botocore's resolver in a session, and wraps what that one finds.

    Targets that use the same credentials share one lookup: a role in three Regions is assumed once.
    """

    def __init__(
        self,
        session: AioSession,
        static: StaticCredentials | None,
        target: Target,
        region: str,
        sts: Callable[..., Any],
    ) -> None:
        """``region``, ``sts``: where the first target of these credentials asks STS, and its client."""
        profile = session.instance_variables().get("profile")
        find = partial(_given, static) if static else partial(_ask, session, region)
        self._base = _shared((static, profile), Lookup(find))
        self.credentials = self._base
        if target.role_arn:
            asked = AssumedRole(target.role_arn, target.external_id, target.role_session_name)
            # A little more patient than the base: it is the base that says for whom it waited.
            lookup = Lookup(partial(_role, self._base, asked, sts), PATIENCE + 1)
            self.credentials = _shared((static, profile, asked, endpoint_of(target, os.environ)), lookup)

    @property
    def awaited(self) -> str | None:
        """The provider that a lookup waits for; None where none is under way."""
        waiting = (one for one in (self._base, self.credentials) if one.under_way)
        return next((one.provider for one in waiting), None)

    async def load_credentials(self) -> Lookup:
        """What the session asks for, once per client."""
        return self.credentials

    def forget(self) -> None:
        """AWS refused the credentials: look them up anew at the next call."""
        self._base.forget()
        self.credentials.forget()

    async def close(self) -> None:
        """End what is under way, unless another target waits for it too."""
        for lookup in {self.credentials, self._base}:
            lookup.users -= 1
            if not lookup.users:
                await lookup.close()


class AssumedRole(NamedTuple):
    """What STS is asked for."""

    arn: str
    external_id: str
    session_name: str

    @property
    def options(self) -> dict[str, str]:
        """Of AssumeRole, beside the ARN."""
        external = {"ExternalId": self.external_id} if self.external_id else {}
        return {"RoleSessionName": self.session_name or ROLE_SESSION_NAME, **external}


_lookups: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Hashable, Lookup]] = WeakKeyDictionary()
"""Per event loop and way to the credentials."""


def _shared(way: Hashable, lookup: Lookup) -> Lookup:
    """The one that is there already for ``way``, else ``lookup``; with one user more."""
    found = _lookups.setdefault(asyncio.get_running_loop(), {}).setdefault(way, lookup)
    found.users += 1
    return found


async def _given(static: StaticCredentials, _lookup: Lookup) -> Any:
    return AioCredentials(static.access_key, static.secret_key, static.token)


async def _role(base: Lookup, role: AssumedRole, sts: Callable[..., Any], lookup: Lookup) -> Any:
    lookup.provider = "assume-role"
    fetcher = AioAssumeRoleCredentialFetcher(
        client_creator=sts, source_credentials=base, role_arn=role.arn, extra_args=role.options
    )
    fetcher.feature_ids = set()
    return AioDeferredRefreshableCredentials(
        method="assume-role", refresh_using=fetcher.fetch_credentials, time_fetcher=_local_now
    )


async def _ask(session: AioSession, region: str, lookup: Lookup) -> Any:
    """botocore's providers in their order; None if none has credentials."""
    session._config = None  # read the files again: a login may have changed them
    session._profile_map = None
    popen = partial(_start, lookup)
    providers = create_credential_resolver(session, region_name=region or None).providers
    for provider in providers:
        if provider.METHOD == "custom-process":
            provider._popen = popen
        elif provider.METHOD == "assume-role":
            # botocore asks for MFA with a blocking getpass; under a screen that would hang for good.
            provider._prompter = _refuse_prompt
            provider._profile_provider_builder._create_process_provider = lambda profile_name: (
                AioProcessProvider(
                    profile_name=profile_name, load_config=lambda: session.full_config, popen=popen
                )
            )
    for provider in providers:
        lookup.provider = provider.METHOD
        found = await provider.load()
        if found is not None:
            return found
    return None


async def _start(lookup: Lookup, program: str, *words: str, **_: object) -> Any:
    lookup.provider = f"credential_process {program}"
    return await credential_process.start(program, *words)
