"""The one way in to AWS for one target."""

import os
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ses_tui.aws.expiry import ending
from ses_tui.aws.meter import Meter
from ses_tui.aws.names import Names, unaskable
from ses_tui.core.counts import IDENTITY_METRICS, ISP_METRICS, SendBucket, VdmCounts, VdmMetric
from ses_tui.core.errors import SourceError
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.model import ACCOUNT, Subject, SubjectKind, Target
from ses_tui.core.pairs import Pair
from ses_tui.core.reads import RatesRead, ReadError, VdmRead
from ses_tui.core.snapshot import AccountStatus

if TYPE_CHECKING:
    from ses_tui.aws.call import Caller
    from ses_tui.aws.credentials import StaticCredentials
    from ses_tui.aws.operations import Operation
    from ses_tui.aws.resources import ResourceReader
    from ses_tui.aws.vdm import Ask, Batch

DEADLINE = 20.0
"""Seconds that one call may take with its retries."""


class AwsReader:
    """Reads one target. Importing this module is cheap; ``open`` imports the AWS client (0.2 s).

    ``deadline``: seconds per call. Every read raises ReadError if it brought nothing; use one
    reader on one event loop.
    """

    def __init__(
        self,
        target: Target,
        *,
        meter: Meter | None = None,
        deadline: float = DEADLINE,
        credentials: "StaticCredentials | None" = None,
    ) -> None:
        self._target = target
        self._meter = meter or Meter()
        self._deadline = deadline
        self._credentials = credentials
        self._caller: Caller | None = None
        self._names = Names()
        self._known_isps = set(DEFAULT_ISPS)

    @property
    def region(self) -> str:
        """The target's Region; before ``open`` empty if only the environment knows it."""
        return self._caller.clients.region if self._caller else self._target.region

    @property
    def outcomes(self) -> "Mapping[Operation, SourceError | None]":
        """How the newest call of each operation went; None: it was answered."""
        return dict(self._caller.outcomes) if self._caller else {}

    @property
    def meter(self) -> Meter:
        """What was asked so far."""
        return self._meter

    @property
    def resources(self) -> "ResourceReader":
        """What the account has besides mail, on the same clients."""
        from ses_tui.aws.resources import ResourceReader

        return ResourceReader(self)

    @property
    def credentials_expire(self) -> float | None:
        """UTC epoch seconds at which the credentials end that nothing renews; None: not known.

        Those asked for with MFA, and those of the environment that say when they end (aws-vault and
        others set AWS_CREDENTIAL_EXPIRATION). What botocore renews by itself does not count.
        """
        if self._credentials is not None:
            return self._credentials.expires
        if self._target.profile or self._target.role_arn:
            return None
        return ending(os.environ)

    @property
    def last_skew(self) -> float | None:
        """Seconds by which our wall clock is ahead of AWS's, by the newest answer's Date (whole seconds)."""
        return self._caller.last_skew if self._caller else None

    @property
    def names(self) -> Names:
        """The names that this reader has handed out."""
        return self._names

    async def caller(self) -> "Caller":
        """The guarded call, for readers of further sources of the same target."""
        await self.open()
        assert self._caller is not None
        return self._caller

    async def open(self) -> None:
        """Begin to make the clients, in the background; needs no network and never waits for it."""
        if self._caller is None:
            from ses_tui.aws.start import Caller

            self._caller = Caller(
                self._target, meter=self._meter, deadline=self._deadline, credentials=self._credentials
            )
            self._caller.clients.start()

    async def close(self) -> None:
        """Close every connection. The reader can be opened again."""
        caller, self._caller = self._caller, None
        if caller is not None:
            await caller.clients.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        await self.close()

    async def account_id(self) -> str:
        """The 12 digits (STS GetCallerIdentity)."""
        from ses_tui.aws.account import read_account_id

        return await read_account_id(await self.caller())

    async def account(self) -> AccountStatus:
        """What AWS says of the account (SESv2 GetAccount); free."""
        from ses_tui.aws.account import read_account

        return await read_account(await self.caller())

    async def rates(self, start: float, end: float, period: int = 300) -> RatesRead:
        """Both Reputation rates over [start, end), epoch seconds, widened to whole periods (seconds).

        One GetMetricData call of two metrics, more only if CloudWatch pages. Values come as they are,
        NaN and out-of-range ones included: the alert rules judge them.
        """
        from ses_tui.aws.rates import read_rates

        return await read_rates(await self.caller(), start, end, period)

    async def send_statistics(self) -> tuple[SendBucket, ...]:
        """The 15-minute counts of two weeks, in time order (SES v1 GetSendStatistics); free."""
        from ses_tui.aws.account import read_send_statistics

        return await read_send_statistics(await self.caller())

    async def identities(self) -> tuple[str, ...]:
        """Every identity's name, safe to print and unique, in AWS's order (SESv2 ListEmailIdentities)."""
        from ses_tui.aws.account import read_identities

        found: list[str] = []
        await read_identities(await self.caller(), lambda raw: found.append(self._names.printable(raw)))
        return tuple(dict.fromkeys(found))

    async def isps(
        self, names: Sequence[str], first_day: float, end: float, metrics: Sequence[VdmMetric] = ISP_METRICS
    ) -> VdmRead:
        """Daily sums of the UTC days that start in [first_day, end) per ISP, and of the whole account.

        A name that VDM has not yet answered for goes in a call of its own: a wrong one fails the whole
        call. Names that VDM refuses have no row, only an error: their mail is in no named ISP.
        """
        from ses_tui.aws.vdm import Ask

        good = [name for name in dict.fromkeys(names) if not unaskable(name)]
        asks = [Ask(ACCOUNT, {}, metrics)]
        for name in good:
            subject = Subject(SubjectKind.ISP, self._names.printable(name))
            asks.append(Ask(subject, {"ISP": name}, metrics, alone=name not in self._known_isps))
        batch = await self._run(asks, first_day, end)
        rejected = batch.failures.rejected
        rows = [batch.counts(ask.subject) for ask in asks[1:] if ask.subject not in rejected]
        self._known_isps.update(ask.dimensions["ISP"] for ask in asks[1:] if ask.subject in batch.sums)
        refused = tuple(error for name in dict.fromkeys(names) if (error := unaskable(name)) is not None)
        return VdmRead(tuple(rows), batch.counts(ACCOUNT), refused + batch.failures.errors())

    async def identity_sends(self, names: Iterable[str], first_day: float, end: float) -> VdmRead:
        """Messages per identity and UTC day: which identities have most mail. One query each."""
        return await self.identity_counts(names, first_day, end, (VdmMetric.SEND,))

    async def identity_counts(
        self,
        names: Iterable[str],
        first_day: float,
        end: float,
        metrics: Sequence[VdmMetric] = IDENTITY_METRICS,
    ) -> VdmRead:
        """Daily sums per identity, ``names`` as ``identities`` gave them. No total."""
        from ses_tui.aws.vdm import Ask

        subjects = [Subject(SubjectKind.IDENTITY, name) for name in dict.fromkeys(names)]
        asks = (
            Ask(subject, {"EMAIL_IDENTITY": self._names.raw(subject.label)}, metrics) for subject in subjects
        )
        batch = await self._run(asks, first_day, end)
        rows = tuple(batch.counts(subject) for subject in subjects)
        return VdmRead(rows, None, batch.failures.errors())

    async def pair_counts(
        self, pairs: Sequence[Pair], first_day: float, end: float, metrics: Sequence[VdmMetric]
    ) -> Mapping[Pair, VdmCounts]:
        """Daily sums of an identity's mail to an ISP, per pair; what was not read is absent."""
        from ses_tui.aws.vdm import Ask

        subjects = {pair: Subject(SubjectKind.IDENTITY, pair.label) for pair in pairs}
        asks = [
            Ask(
                subject,
                {
                    "ISP": self._names.raw(pair.isp.label),
                    "EMAIL_IDENTITY": self._names.raw(pair.identity.label),
                },
                metrics,
            )
            for pair, subject in subjects.items()
        ]
        batch = await self._run(asks, first_day, end)
        return {pair: batch.counts(subject) for pair, subject in subjects.items() if subject in batch.sums}

    async def _run(self, asks: "Iterable[Ask]", first_day: float, end: float) -> "Batch":
        from ses_tui.aws.vdm import run

        batch = await run(await self.caller(), asks, first_day, end)
        errors = batch.failures.errors()
        if errors and not batch.sums:
            raise ReadError(errors[0])
        return batch
