"""The one guarded call: deadline, meter, clock skew, error class. Nothing else talks to AWS."""

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from botocore.exceptions import ClientError

from ses_tui.aws import shapes
from ses_tui.aws.classify import DeadlineExceeded, NotFromAws, classify
from ses_tui.aws.clients import Clients
from ses_tui.aws.credentials import ProviderSilent, StaticCredentials
from ses_tui.aws.limiter import Limiter
from ses_tui.aws.meter import Meter
from ses_tui.aws.operations import CALLER_IDENTITY, Operation
from ses_tui.aws.profiles import uses_sso
from ses_tui.aws.service_errors import Context
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError

PACE_SECONDS = 1.0
PACED = frozenset({"GetSendStatistics", "ListRecommendations", "GetMessageInsights"})
"""Operations that AWS allows once a second; retries count."""


@dataclass(slots=True)
class _Ticket:
    """What the limiter let go: the first attempt is paid, a retry pays again."""

    queries: int
    paid: bool = True


_ticket: ContextVar[_Ticket | None] = ContextVar("vdm_ticket", default=None)
_metrics: ContextVar[int] = ContextVar("metrics_requested", default=0)
"""Metrics that the call under way asks for: each attempt of it is counted, as each may be billed."""


class WrongAccount(ReadError):
    """The credentials lead to another account than the one that was configured."""


class Caller:
    """Calls AWS for one target. ``deadline``: seconds for one call with its retries.

    ``outcomes``: how the newest call of each operation went, None where it was answered.
    """

    def __init__(
        self,
        target: Target,
        *,
        meter: Meter,
        deadline: float,
        credentials: StaticCredentials | None = None,
        wall: Callable[[], float] = time.time,
        limiter: Limiter | None = None,
    ) -> None:
        self.meter = meter
        self.last_skew: float | None = None
        self.outcomes: dict[Operation, SourceError | None] = {}
        self.limiter = limiter or Limiter(time.monotonic)
        self._target = target
        self._deadline = deadline
        self._credentials = credentials
        self._wall = wall
        self._ses_turn = asyncio.Lock()
        self._account_turn = asyncio.Lock()
        self._account_checked = not target.account_id
        self._pace = {name: Limiter(time.monotonic, calls=1, window=PACE_SECONDS) for name in PACED}
        self.clients = Clients(target, credentials=credentials, on_send=self._on_send)

    async def call(self, operation: Operation, **parameters: object) -> shapes.Answer:
        """The answer, or ReadError. Calls of SES other than VDM go one at a time (AWS: 1 a second)."""
        if operation is CALLER_IDENTITY:
            answer = await self._guarded(operation, parameters)
            self._hold_against(answer)
            return answer
        if not self._account_checked:
            await self._check_account()
        if operation.service in ("ses", "sesv2"):
            async with self._ses_turn:
                return await self._guarded(operation, parameters)
        return await self._guarded(operation, parameters)

    async def call_vdm(self, operation: Operation, queries: list[dict[str, object]]) -> shapes.Answer:
        """As ``call``, beside all others, when the limiter lets ``queries`` go.

        Waiting for the limiter is outside the deadline: it is our own wish, not AWS's trouble.
        """
        if not self._account_checked:
            await self._check_account()
        slot = await self.limiter.acquire(len(queries))
        self.meter.add(vdm_queries=len(queries))
        token = _ticket.set(_Ticket(len(queries)))
        try:
            return await self._guarded(operation, {"Queries": queries})
        finally:
            _ticket.reset(token)
            slot.answered(time.monotonic())

    async def _check_account(self) -> None:
        """The credentials must be those of the account that was configured, before anything is read with
        them. Where STS does not answer, the call that follows says what is wrong."""
        async with self._account_turn:
            if self._account_checked:
                return
            try:
                self._hold_against(await self._guarded(CALLER_IDENTITY, {}))
            except WrongAccount:
                raise
            except ReadError:
                pass

    def _hold_against(self, answer: shapes.Answer) -> None:
        account, expected = shapes.text(answer, "Account"), self._target.account_id
        if expected and account != expected:
            self.clients.forget_credentials()
            raise WrongAccount(
                SourceError(
                    "account",
                    CALLER_IDENTITY.name,
                    ErrorKind.CREDENTIALS_MISSING,
                    f"the credentials are of account {account}, not of {expected} as configured",
                    "check profile, role_arn and account_id of this target",
                )
            )
        self._account_checked = True

    async def _guarded(self, operation: Operation, parameters: dict[str, object]) -> shapes.Answer:
        asked = parameters.get("MetricDataQueries")
        token = _metrics.set(len(asked) if isinstance(asked, list) else 0)
        try:
            async with asyncio.timeout(self._deadline) as deadline:
                client = await self.clients.get(operation.service)
                answer: shapes.Answer = await getattr(client, operation.method)(**parameters)
            self._note_skew(answer)
            if not any(member in answer for member in operation.members):
                raise NotFromAws
        except Exception as error:  # noqa: BLE001  # the edge: whatever AWS's client raises becomes a value
            if isinstance(error, TimeoutError) and deadline.expired():
                awaited = self.clients.awaited_provider
                error = DeadlineExceeded(self._deadline) if awaited is None else ProviderSilent(awaited)
            failure = self.outcomes[operation] = self._error(error, operation)
            raise ReadError(failure) from None
        finally:
            _metrics.reset(token)
        self.outcomes[operation] = None
        return answer

    def late(self, source: str, operation: str) -> SourceError | None:
        """Who is waited for that is not AWS, as the error of that read; None where it is AWS."""
        awaited = self.clients.awaited_provider
        return None if awaited is None else self._classified(ProviderSilent(awaited), source, "", operation)

    def _error(self, error: Exception, operation: Operation) -> SourceError:
        if isinstance(error, ClientError):
            self._note_skew(error.response)
        return self._classified(error, operation.source, operation.service, operation.name)

    def _classified(self, error: Exception, source: str, service: str, operation: str) -> SourceError:
        profile = self._target.profile
        failure = classify(
            error,
            Context(
                source=source,
                service=service,
                operation=operation,
                profile=profile,
                sso=uses_sso(profile),
                asked_for_mfa=self._credentials is not None and self._credentials.expires is not None,
                skew=self.last_skew,
            ),
        )
        if failure.kind in CREDENTIAL_KINDS:
            self.clients.forget_credentials()
        return failure

    def _note_skew(self, answer: shapes.Answer) -> None:
        headers = shapes.struct(shapes.struct(answer, "ResponseMetadata"), "HTTPHeaders")
        date = shapes.raw_text(headers, "date")
        if not date:
            return
        try:
            theirs = parsedate_to_datetime(date)
        except ValueError:
            return
        self.last_skew = self._wall() - theirs.replace(tzinfo=theirs.tzinfo or UTC).timestamp()

    async def _on_send(self, _service: str, operation: str) -> None:
        """Every request passes here just before it leaves, retries of botocore included."""
        if operation in self._pace:
            await self._pace[operation].acquire(1)
        self.meter.add(api_calls=1, metrics_requested=_metrics.get())
        ticket = _ticket.get()
        if operation != "BatchGetMetricData" or ticket is None:
            return
        if not ticket.paid:
            await self.limiter.acquire(ticket.queries)
        ticket.paid = False
