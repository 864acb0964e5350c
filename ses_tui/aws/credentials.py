"""Where the credentials come from: the providers of botocore, looked up when a call needs them.

Lookup happens inside the guarded call, under its deadline, and again after AWS has refused what
was found: so a login in another terminal, or a credentials file written anew, heals by itself.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiobotocore.credentials import (
    AioAssumeRoleCredentialFetcher,
    AioCredentials,
    AioDeferredRefreshableCredentials,
    create_credential_resolver,
)
from aiobotocore.session import AioSession
from botocore.credentials import _local_now
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

ROLE_SESSION_NAME = "ses-tui"


@dataclass(frozen=True, slots=True)
class StaticCredentials:
    """Keys that were handed to us: asked for with MFA, or of the simulated account.

    ``expires``: UTC epoch seconds, None if they do not. The secret parts are never printed.
    """

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    expires: float | None = None


class MfaNeeded(Exception):
    """A profile wants an MFA code, which cannot be asked for under the screen."""


class CredentialsFailed(Exception):
    """The lookup broke in a way of its own, such as a credential_process that is not there."""


class RenewedExpired(CredentialsFailed):
    """What a provider gave as new has expired already."""


def _refuse_prompt(_question: str) -> str:
    raise MfaNeeded


class _WithoutTraceback(logging.Filter):
    """Takes the traceback off: it may hold what a credential_process wrote to standard error."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


logging.getLogger("aiobotocore.credentials").addFilter(_WithoutTraceback())


class LookedUpCredentials:
    """Credentials that are found when first asked for, and found anew after ``forget``.

    Has the parts of aiobotocore's credentials that its request signer uses.
    """

    method = "ses-tui"

    def __init__(self, lookup: Callable[[], Awaitable[Any]]) -> None:
        self._lookup = lookup
        self._found: Any = None

    async def get_frozen_credentials(self) -> Any:
        """Keys for one signature. Raises what classify knows."""
        try:
            if self._found is None:
                self._found = await self._lookup()
            if self._found is None:
                raise NoCredentialsError
            return await self._found.get_frozen_credentials()
        except (BotoCoreError, ClientError, MfaNeeded):
            raise
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


class Resolver:
    """Takes the place of botocore's resolver in a session, and wraps what that one finds."""

    def __init__(
        self,
        session: AioSession,
        static: StaticCredentials | None,
        role_arn: str,
        sts: Callable[..., Any],
    ) -> None:
        self._session = session
        self._static = static
        self._role_arn = role_arn
        self._sts = sts
        self.credentials = LookedUpCredentials(self._lookup)

    async def load_credentials(self) -> LookedUpCredentials:
        """What the session asks for, once per client."""
        return self.credentials

    async def _lookup(self) -> Any:
        found = await self._base()
        if found is None or not self._role_arn:
            return found
        fetcher = AioAssumeRoleCredentialFetcher(
            client_creator=self._sts,
            source_credentials=found,
            role_arn=self._role_arn,
            extra_args={"RoleSessionName": ROLE_SESSION_NAME},
        )
        fetcher.feature_ids = set()
        return AioDeferredRefreshableCredentials(
            method="assume-role", refresh_using=fetcher.fetch_credentials, time_fetcher=_local_now
        )

    async def _base(self) -> Any:
        if self._static is not None:
            return AioCredentials(self._static.access_key, self._static.secret_key, self._static.token)
        self._session._config = None  # read the files again: a login may have changed them
        self._session._profile_map = None
        resolver = create_credential_resolver(self._session)
        _never_prompt(resolver.providers)
        return await resolver.load_credentials()


def _never_prompt(providers: Sequence[Any]) -> None:
    """botocore asks for MFA with a blocking getpass; under a screen that would hang for good."""
    for provider in providers:
        if getattr(provider, "METHOD", "") == "assume-role":
            provider._prompter = _refuse_prompt
