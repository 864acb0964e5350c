"""The one way in to AWS for one target."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ses_tui.aws.account import read_account, read_account_id, read_identities, read_send_statistics
from ses_tui.aws.alarms import read_alarms
from ses_tui.aws.deliverability import read_deliverability
from ses_tui.aws.endpoints import read_endpoints
from ses_tui.aws.identity_details import read_identity_details
from ses_tui.aws.listed_metrics import read_metrics, read_values
from ses_tui.aws.message_insights import read_message
from ses_tui.aws.meter import Meter
from ses_tui.aws.metric_data import read_hourly_sends, read_rates, read_rendering_failures
from ses_tui.aws.names import Names, unaskable
from ses_tui.aws.permissions import needs
from ses_tui.aws.preflight import Unresolved, resolve
from ses_tui.aws.resources import read_ips, read_pools, read_recommendations, read_sets, read_tenants
from ses_tui.aws.tenant_suppression import with_suppression
from ses_tui.aws.vdm import Ask, Batch, run
from ses_tui.core.blame import Pair
from ses_tui.core.counts import IDENTITY_METRICS, ISP_METRICS, SendBucket, VdmCounts, VdmMetric
from ses_tui.core.doctor import Need
from ses_tui.core.errors import SourceError
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.listed_metrics import ListedMetric
from ses_tui.core.message_life import MessageLife
from ses_tui.core.model import ACCOUNT, Point, Subject, SubjectKind, Target
from ses_tui.core.record import replace
from ses_tui.core.resources import (
    AlarmsResult,
    DeliverabilityResult,
    Identity,
    MultiRegionEndpoint,
    PoolsResult,
    Recommendation,
    SetsResult,
    TenantsResult,
)
from ses_tui.core.results import RatesResult, ReadError, VdmResult
from ses_tui.core.snapshot import AccountStatus, Usage

if TYPE_CHECKING:
    from ses_tui.aws.call import Caller
    from ses_tui.aws.credentials import StaticCredentials

DEADLINE = 20.0
"""Seconds that one call may take with its retries."""


class AwsReader:
    """Reads one target. Importing this module is cheap; ``open`` imports the AWS client (0.2 s).

    ``deadline``: seconds per call. Every read raises ReadError if it brought nothing; a read of many
    parts that lacks some holds errors. Calls of SES other than VDM go one at a time, so that a long
    list holds up the account's own reads for one call at most. Use one reader on one event loop.
    """

    def __init__(
        self,
        target: Target,
        *,
        deadline: float = DEADLINE,
        credentials: "StaticCredentials | None" = None,
        resolved: bool = True,
    ) -> None:
        """``resolved``: whether ``target`` went through ``preflight.resolve``; else that is tried at each
        read until it succeeds, and a read says why it does not."""
        self._target = target
        self._resolved = resolved
        self._meter = Meter()
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
    def needs(self) -> tuple[Need, ...]:
        """Each IAM action that reading takes, and how its newest call went."""
        return needs(self._caller.outcomes if self._caller else {})

    def late(self, source: str, operation: str) -> SourceError | None:
        """See ``Reader``."""
        return self._caller.late(source, operation) if self._caller else None

    @property
    def usage(self) -> Usage:
        """What was asked of AWS so far."""
        return self._meter.usage()

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

    async def open(self) -> None:
        """Begin to make the clients, in the background; needs no network and never waits for it."""
        with suppress(ReadError):  # each read says so
            self._calls()

    def _calls(self) -> "Caller":
        if not self._resolved:
            try:
                self._target = resolve(self._target)
            except Unresolved as problem:
                raise ReadError(problem.error) from None
            self._resolved = True
        if self._caller is None:
            from ses_tui.aws.start import Caller

            self._caller = Caller(
                self._target, meter=self._meter, deadline=self._deadline, credentials=self._credentials
            )
            self._caller.clients.start()
        return self._caller

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
        return await read_account_id(self._calls())

    async def account(self) -> AccountStatus:
        """What AWS says of the account (SESv2 GetAccount); free."""
        return await read_account(self._calls())

    async def rates(self, start: float, end: float, period: int = 300) -> RatesResult:
        """Both Reputation rates over [start, end), epoch seconds, widened to whole periods (seconds).

        One GetMetricData call of two metrics, more only if CloudWatch pages. Values come as they are,
        NaN and out-of-range ones included: the alert rules judge them.
        """
        return await read_rates(self._calls(), start, end, period)

    async def send_statistics(self) -> tuple[SendBucket, ...]:
        """The 15-minute counts of two weeks, in time order (SES v1 GetSendStatistics); free."""
        return await read_send_statistics(self._calls())

    async def hourly_sends(self, start: float, end: float) -> Mapping[float, float]:
        """Messages per whole hour of [start, end), by its start, epoch seconds; 0 where none were sent.

        One GetMetricData call of one metric. ReadError unless all of it was read.
        """
        return await read_hourly_sends(self._calls(), start, end)

    async def rendering_failures(self, start: float, end: float) -> Mapping[float, int]:
        """Messages that failed to render per 15 minutes of [start, end), by their start; none: not listed.

        One GetMetricData call of one metric. ReadError unless all of it was read.
        """
        return await read_rendering_failures(self._calls(), start, end)

    async def identities(self) -> tuple[Identity, ...]:
        """Every identity, its name safe to print and unique, in AWS's order (SESv2 ListEmailIdentities)."""
        return await read_identities(self._calls(), self._names)

    async def identity_details(
        self, names: Sequence[str]
    ) -> tuple[tuple[IdentityDetails, ...], tuple[SourceError, ...]]:
        """Each of ``names`` that was read (SESv2 GetEmailIdentity, a call each); why others were not."""
        return await read_identity_details(self._calls(), self._names, names)

    async def isps(
        self, names: Sequence[str], first_day: float, end: float, metrics: Sequence[VdmMetric] = ISP_METRICS
    ) -> VdmResult:
        """Daily sums of the UTC days that start in [first_day, end) per ISP, and of the whole account.

        A name that VDM has not yet answered for goes in a call of its own: a wrong one fails the whole
        call. Names that VDM refuses have no row, only an error: their mail is in no named ISP.
        """
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
        return VdmResult(tuple(rows), batch.counts(ACCOUNT), refused + batch.failures.errors())

    async def identity_sends(self, names: Iterable[str], first_day: float, end: float) -> VdmResult:
        """Messages per identity and UTC day: which identities have most mail. One query each."""
        return await self.identity_counts(names, first_day, end, (VdmMetric.SEND,))

    async def identity_counts(
        self,
        names: Iterable[str],
        first_day: float,
        end: float,
        metrics: Sequence[VdmMetric] = IDENTITY_METRICS,
    ) -> VdmResult:
        """Daily sums per identity, ``names`` as ``identities`` gave them. No total."""
        subjects = [Subject(SubjectKind.IDENTITY, name) for name in dict.fromkeys(names)]
        asks = (
            Ask(subject, {"EMAIL_IDENTITY": self._names.raw(subject.label)}, metrics) for subject in subjects
        )
        batch = await self._run(asks, first_day, end)
        rows = tuple(batch.counts(subject) for subject in subjects)
        return VdmResult(rows, None, batch.failures.errors())

    async def pair_counts(
        self, pairs: Sequence[Pair], first_day: float, end: float, metrics: Sequence[VdmMetric]
    ) -> Mapping[Pair, VdmCounts]:
        """Daily sums of an identity's mail to an ISP, per pair; what was not read is absent."""
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

    async def _run(self, asks: Iterable[Ask], first_day: float, end: float) -> Batch:
        batch = await run(self._calls(), asks, first_day, end)
        errors = batch.failures.errors()
        if errors and not batch.sums:
            raise ReadError(errors[0])
        return batch

    async def sets(self) -> SetsResult:
        """Configuration sets with their event destinations; two calls per set, free."""
        return await read_sets(self._calls(), self._names)

    async def tenants(self, *, ask_one: bool = False) -> TenantsResult:
        """Tenants with the status that AWS and the customer gave them; free.

        Of those in trouble also what they send with; ``ask_one``: of the first one, if none is.
        """
        return await read_tenants(self._calls(), self._names, ask_one=ask_one)

    async def endpoints(self) -> tuple[MultiRegionEndpoint, ...]:
        """Global endpoints whose primary Region is this one; free."""
        return await read_endpoints(self._calls())

    async def suppression_of(self, tenants: TenantsResult) -> TenantsResult:
        """The tenants with their own suppression settings; a call each, 50 at most; free."""
        return await with_suppression(self._calls(), self._names, tenants)

    async def pools(self) -> PoolsResult:
        """Dedicated IPs and their pools; empty where the account has none; free."""
        return await read_pools(self._calls(), self._names)

    async def recommendations(self) -> tuple[Recommendation, ...]:
        """The VDM advisor's findings, the gravest first; free, once a second at most."""
        return await read_recommendations(self._calls())

    async def alarms(self) -> AlarmsResult:
        """CloudWatch alarms on metrics of SES, composites last; what mutes them, when they fired; free."""
        return await read_alarms(self._calls())

    async def message(self, id: str, *, reveal: bool = False) -> MessageLife:
        """One message's life by SES's message id; needs VDM, once a second at most. Personal data: only on
        request, and masked unless ``reveal``."""
        return await read_message(self._calls(), id, reveal=reveal)

    async def deliverability(self, now: float, ips: Sequence[str] | None = None) -> DeliverabilityResult:
        """Inbox placement of the 30 days up to ``now``, and blocklists of ``ips`` (None: all dedicated).

        ``now``: UTC epoch seconds. ReadError if neither was read. Never starts a subscription.
        """
        calls = self._calls()
        errors: tuple[SourceError, ...] = ()
        if ips is None:
            try:
                ips = [one.ip for one in await read_ips(calls, self._names)]
            except ReadError as failure:
                ips, errors = (), (failure.error,)
        read = await read_deliverability(calls, self._names, now, ips)
        errors = (*read.errors, *errors)
        if errors and read.subscribed is None and read.blocklisted is None:
            raise ReadError(errors[0])
        return replace(read, errors=errors)

    async def listed_metrics(self) -> tuple[ListedMetric, ...]:
        """Every metric of AWS/SES with its complete dimension set (ListMetrics); free up to AWS's free tier.

        New metrics take up to 15 minutes to be listed; silent ones vanish after two weeks.
        """
        return await read_metrics(self._calls(), self._names)

    async def values(
        self, metrics: Iterable[ListedMetric], start: float, end: float, period: int = 300
    ) -> tuple[Mapping[ListedMetric, tuple[Point, ...]], tuple[SourceError, ...]]:
        """Datapoints over [start, end), epoch seconds; **paid**: $0.01 per 1,000 metrics.

        ``period`` in seconds. A metric that was not read is absent; one without datapoints is empty.
        """
        return await read_values(self._calls(), self._names, metrics, start, end, period)


VARIABLE = "AWS_CREDENTIAL_EXPIRATION"


def ending(environ: Mapping[str, str]) -> float | None:
    """UTC epoch seconds; None where the environment gives no keys, or no time that can be read."""
    text = environ.get(VARIABLE, "")
    if not text or not environ.get("AWS_ACCESS_KEY_ID"):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC).timestamp()
