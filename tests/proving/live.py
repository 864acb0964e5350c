"""A scenario through the live engine: real store, real client, and the account on the wire as the file says.

What a file can say and the wire cannot is in ``UNSAYABLE``.
"""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ses_tui.aws.reader import AwsReader
from ses_tui.core.binomial import proven_rate
from ses_tui.core.clock import ManualClock, utc_day
from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.keys import BOUNCE, COMPLAINT, COUNTS, ENFORCEMENT, OWN, ROWS, SENDING
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, RATES, Key, Metric, Subject, SubjectKind, SubjectMetric, Target
from ses_tui.core.results import ReadError
from ses_tui.core.snapshot import ChannelStatus, Quota, Snapshot
from ses_tui.core.volume import HISTORY
from ses_tui.engine.delivery import Delivery
from ses_tui.engine.monitor import TargetMonitor
from ses_tui.engine.news import News
from ses_tui.engine.plan import Plan
from ses_tui.engine.sending import SendingWatch
from ses_tui.proving.feed import Feed
from ses_tui.proving.lists import details, findings
from ses_tui.proving.run import TARGET, Record
from ses_tui.proving.scenario import Ack, Deaf, Outage, Quieten, Restart, Scenario
from ses_tui.simulator.account import Account
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.wire.errors import ApiError
from ses_tui.store.store import Store

UNSAYABLE = {
    "an account key that is not listed": "the monitor reads all of them: calm here, and left out of messages",
    "a row's rate without counts": "VDM gives counts: so many of 20,000 that they prove the rate",
    "credentials_missing, mfa_required": "no request leaves: the reader says so in place of the wire",
    "the end of a series": "AWS goes on: it has no news of that key, and no outage any more",
    "a cycle": "the monitor reports after each read, here once after all reads of a poll",
}
"""What a scenario can say and the wire cannot -> what stands for it."""

FAULTS = {
    ErrorKind.CREDENTIALS_EXPIRED: "expired_token",
    ErrorKind.ACCESS_DENIED: "access_denied",
    ErrorKind.THROTTLED: "throttling",
    ErrorKind.SERVICE: "internal_error",
    ErrorKind.NETWORK: "connection_reset",
    ErrorKind.TIMEOUT: "hang",
}
"""How each kind of error comes about on the wire."""

OPERATION = {
    BOUNCE: "GetMetricData",
    COMPLAINT: "GetMetricData",
    ENFORCEMENT: "GetAccount",
    SENDING: "GetAccount",
    COUNTS: "GetSendStatistics",
    ROWS: "BatchGetMetricData",
}
READS = ("GetMetricData", "GetAccount", "BatchGetMetricData", "GetSendStatistics")

MAIL = 20_000
COLUMNS = {
    "PERMANENT_BOUNCE": Metric.BOUNCE_RATE,
    "COMPLAINT": Metric.COMPLAINT_RATE,
}
HANGING_SECONDS = 0.05
"""Real seconds after which a call is given up that was made to hang; others have all the time they need."""

Heard = tuple[float, str, str, str, str]
"""Seconds after the start, channel, kind, key, condition."""


class Wire:
    """The handlers of a simulated account that says what the scenario says."""

    def __init__(self, scenario: Scenario, feed: Feed, clock: ManualClock) -> None:
        self._scenario, self._feed, self._clock = scenario, feed, clock
        self.subjects = {key[0] for key in feed.watched if key[0] != ACCOUNT}
        self._everybody = {key[0] for key in feed.length}
        self.lists = any(key not in OWN for key in scenario.words)
        """Whether the file has words that come with lists."""
        self._words: dict[SubjectMetric, str] = {}
        self._sums: dict[SubjectMetric, tuple[int, int]] = {}
        self._proving = {
            (metric, value): proving(scenario, metric, value)
            for (subject, metric), values in scenario.rates.items()
            for value in set(values)
            if subject != ACCOUNT and value is not None
        }
        self.originals: dict[str, Any] = {}

    def handlers(self) -> Mapping[str, Any]:
        """By operation."""
        return {
            "GetMetricData": self._metric_data,
            "GetAccount": self._account,
            "GetSendStatistics": self._statistics,
            "BatchGetMetricData": self._vdm,
            "ListEmailIdentities": self._identities,
            "GetEmailIdentity": self._identity,
            "ListTenants": self._tenants,
            "ListReputationEntities": self._entities,
            "ListTenantResources": lambda *_: {"TenantResources": []},
            "ListConfigurationSets": lambda *_: {
                "ConfigurationSets": self.names(SubjectKind.CONFIGURATION_SET)
            },
            "GetConfigurationSet": self._set,
            "GetConfigurationSetEventDestinations": lambda *_: {"EventDestinations": []},
            "ListRecommendations": self._recommendations,
        }

    def names(self, kind: SubjectKind) -> list[str]:
        """The rows of one kind."""
        return sorted(subject.name or "" for subject in self._everybody if subject.kind is kind)

    def ended(self, key: SubjectMetric) -> bool:
        """Whether the series has no sample for now any more."""
        return self._feed.newest(self._clock.at + 1e-6) >= self._feed.length[key]

    def _metric_data(self, _: Account, request: dict[str, Any]) -> dict[str, Any]:
        begin, end, now = request["StartTime"], request["EndTime"], self._clock.at
        results = []
        for query in request["MetricDataQueries"]:
            name = query["MetricStat"]["Metric"]["MetricName"]
            if name == "RenderingFailure":
                failures = self._feed.failures(now + 1e-6)
                results.append(_result(query["Id"], name, list(failures.items())))
                continue
            metric = Metric.BOUNCE_RATE if "Bounce" in name else Metric.COMPLAINT_RATE
            points = [(now, 0.0)]
            if (ACCOUNT, metric) in self._feed.length:
                points = [(one.at, one.value) for one in self._feed.points((ACCOUNT, metric), 0, now + 1e-6)]
            kept = [point for point in points if begin <= point[0] < end]
            results.append(_result(query["Id"], name, kept))
        return {"MetricDataResults": results, "Messages": []}

    def _account(self, account: Account, request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.originals["GetAccount"](account, request)
        for key in self._scenario.words:
            word = self._feed.word(key, 0, self._clock.at + 1e-6)
            self._words[key] = word or self._words.get(key, "")
        answer["EnforcementStatus"] = self._words.get(ENFORCEMENT) or "HEALTHY"
        answer["SendingEnabled"] = self._words.get(SENDING) != "false"
        quota = self._feed.quota(self._clock.at + 1e-6) or Quota(None, 1e6, 0.0)
        answer["SendQuota"] = {
            "Max24HourSend": quota.max_24_hour_send or -1.0,
            "MaxSendRate": quota.max_send_rate,
            "SentLast24Hours": quota.sent_last_24_hours,
        }
        answer["VdmAttributes"] = {"VdmEnabled": "ENABLED" if self.subjects else "DISABLED"}
        return answer

    def _statistics(self, _: Account, __: dict[str, Any]) -> dict[str, Any]:
        if COUNTS not in self._feed.length:
            raise ApiError("AccessDenied", "the file has no counts", 403)
        buckets = self._feed.buckets(self._clock.at + 1e-6, self._clock.at - HISTORY)
        return {
            "SendDataPoints": [
                {
                    "Timestamp": one.at,
                    "DeliveryAttempts": one.attempts,
                    "Bounces": one.bounces,
                    "Complaints": one.complaints,
                    "Rejects": one.rejects,
                }
                for one in buckets
            ]
        }

    def _vdm(self, _: Account, request: dict[str, Any]) -> dict[str, Any]:
        results = []
        for query in request["Queries"]:
            dimensions = query.get("Dimensions", {})
            subject = ACCOUNT
            if name := dimensions.get("ISP"):
                subject = Subject(SubjectKind.ISP, name)
            elif name := dimensions.get("EMAIL_IDENTITY"):
                subject = Subject(SubjectKind.IDENTITY, name)
            total = self._total(subject, query["Metric"])
            stamps = [] if total is None else [utc_day(self._clock.at)]
            results.append(
                {"Id": query["Id"], "Timestamps": stamps, "Values": [] if total is None else [total]}
            )
        return {"Results": results, "Errors": []}

    def _total(self, subject: Subject, column: str) -> int | None:
        metric = COLUMNS.get(column)
        for rate in (metric,) if metric else RATES:
            key = subject, rate
            if key in self._feed.length and not self.ended(key):
                events, messages = self._counts(key)
                return events if metric else messages
        return None

    def _counts(self, key: SubjectMetric) -> tuple[int, int]:
        for point in self._feed.points(key, 0, self._clock.at + 1e-6)[-1:]:
            if point.denominator is not None:
                self._sums[key] = point.numerator or 0, point.denominator
            else:
                self._sums[key] = self._proving[key[1], point.value], MAIL
        return self._sums.get(key, (0, 0))

    def _said(self, kind: SubjectKind, name: str, metric: Metric, else_: str) -> str:
        return self._feed.listed(self._clock.at + 1e-6).get((Subject(kind, name), metric), else_)

    def _identities(self, _: Account, __: dict[str, Any]) -> dict[str, Any]:
        kind = SubjectKind.IDENTITY
        rows = [
            {
                "IdentityType": "DOMAIN",
                "IdentityName": one,
                "SendingEnabled": self._said(kind, one, Metric.SENDING_STATUS, "true") == "true",
                "VerificationStatus": self._said(kind, one, Metric.VERIFICATION, "SUCCESS"),
            }
            for one in self.names(kind)
        ]
        return {"EmailIdentities": rows}

    def _identity(self, _: Account, request: dict[str, Any]) -> dict[str, Any]:
        found = details(request["EmailIdentity"], self._feed.listed(self._clock.at + 1e-6))
        mail_from = {
            "MailFromDomain": found.mail_from,
            "MailFromDomainStatus": found.mail_from_status,
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
        }
        return {
            "VerificationStatus": "SUCCESS",
            "DkimAttributes": {"SigningEnabled": True, "Status": found.dkim},
            **({"MailFromAttributes": mail_from} if found.mail_from else {}),
        }

    def _tenants(self, _: Account, __: dict[str, Any]) -> dict[str, Any]:
        kind = SubjectKind.TENANT
        rows = [
            {
                "TenantName": one,
                "TenantArn": one,
                "SendingStatus": self._said(kind, one, Metric.SENDING_STATUS, "ENABLED"),
            }
            for one in self.names(kind)
        ]
        return {"Tenants": rows}

    def _entities(self, _: Account, __: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {
                "ReputationEntityReference": one,
                "ReputationEntityType": "RESOURCE",
                "ReputationImpact": "LOW",
                "SendingStatusAggregate": self._said(
                    SubjectKind.TENANT, one, Metric.SENDING_STATUS, "ENABLED"
                ),
            }
            for one in self.names(SubjectKind.TENANT)
        ]
        return {"ReputationEntities": rows}

    def _set(self, _: Account, request: dict[str, Any]) -> dict[str, Any]:
        name = request["ConfigurationSetName"]
        word = self._said(SubjectKind.CONFIGURATION_SET, name, Metric.SENDING_STATUS, "true")
        return {"ConfigurationSetName": name, "SendingOptions": {"SendingEnabled": word == "true"}}

    def _recommendations(self, _: Account, __: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {"ResourceArn": one.arn, "Type": one.type, "Status": one.status, "Impact": one.impact}
            for one in findings(self._feed.listed(self._clock.at + 1e-6))
        ]
        return {"Recommendations": rows}


def _result(id: str, name: str, points: list[tuple[float, Any]]) -> dict[str, Any]:
    return {
        "Id": id,
        "Label": name,
        "Timestamps": [at for at, _ in points],
        "Values": [float(value) for _, value in points],
        "StatusCode": "Complete",
    }


def proving(scenario: Scenario, metric: Metric, rate: float) -> int:
    """How many events of ``MAIL`` prove ``rate``."""
    lines, events = scenario.rules.bands.of(metric), ceil(MAIL * rate)
    while proven_rate(lines, events, MAIL) < rate:
        events += ceil(sqrt(events) / 10)
    return events


class Live:
    """The monitor of one account, driven from cycle to cycle."""

    def __init__(
        self, scenario: Scenario, server: SimulatorServer, wire: Wire, clock: ManualClock, path: Path
    ):
        self._scenario, self._server, self._wire = scenario, server, wire
        self.clock, self._path = clock, path
        self._listed = {str(Key("", *key)) for key in Feed(scenario).length if key[0] == ACCOUNT}
        self._listed -= {str(Key("", *COUNTS))}
        self._listed |= {str(Key("", *ROWS))} if wire.subjects else set()
        self.heard: list[Heard] = []

    async def run(self, cycles: list[float]) -> list[Heard]:
        """What was told, in the cycles at these seconds after the start."""
        await self._begin()
        waiting = list(self._scenario.events)
        for at in cycles:
            while waiting and waiting[0].at <= at:
                event = waiting.pop(0)
                self.clock.at = self._scenario.start + event.at
                if isinstance(event, Restart):
                    await self._end()
                    self.clock.at += event.downtime
                    await self._begin()
                elif isinstance(event, Ack):
                    await self._acknowledge(event)
                elif isinstance(event, Quieten):
                    self._delivery.overlays.silence(
                        event.matcher,
                        target=TARGET,
                        until=self.clock.at + event.seconds,
                        who="",
                        why=event.why,
                        also=event.also,
                    )
            self.clock.at = self._scenario.start + at
            await self._cycle(at)
        await self._end()
        return self.heard

    async def _begin(self) -> None:
        scenario = self._scenario
        target = Target(name=TARGET, region="us-east-1", endpoint_url=self._server.url)
        self._reader = AwsReader(target, deadline=60.0)
        await self._reader.open()
        plan = Plan(
            account=scenario.poll,
            rates=scenario.poll,
            vdm=scenario.poll,
            bands=scenario.rules.bands,
            isps=tuple(self._wire.names(SubjectKind.ISP)) or ("Gmail",),
            max_monthly_usd=1e9,
            representative_volume=scenario.rules.volume,
        )
        self._store = Store.open(self._path)
        self._delivery = Delivery(self._store, self, self, self.clock, News())
        self._monitor = TargetMonitor(
            target,
            self._reader,
            plan,
            self.clock,
            self._store.for_target("live@1", TARGET),
            self._delivery.ledger,
            lambda monitor: None,
            lambda: None,
        )
        self._sending = SendingWatch(self._monitor.state, self._monitor.inventory, self.clock, lambda: None)
        self._monitor.restore()
        self._delivery.restore([self._monitor])

    async def _end(self) -> None:
        await self._delivery.finish()
        self._store.close()
        await self._reader.close()

    async def _acknowledge(self, event: Ack) -> None:
        for subject, metric in list(self._monitor.rules.tracker.states):
            key = Key(TARGET, subject, metric)
            if str(key) == event.key:
                until = self.clock.at + event.seconds
                self._delivery.overlays.acknowledge(key, until=until, who="", why=event.why)

    async def _cycle(self, at: float) -> None:
        outages = [
            one
            for one in self._scenario.events
            if isinstance(one, Outage) and one.at <= at < one.until and not self._over(one)
        ]
        self._server.account.faults.clear()
        hanging = set[str]()
        for one in outages:
            for operation in {OPERATION[_source(key)] for key in one.only} or READS:
                if one.kind in FAULTS:
                    self._server.account.faults.inject(FAULTS[one.kind], operation)
                if one.kind is ErrorKind.TIMEOUT:
                    hanging.add(operation)
        unsent = next((one.kind for one in outages if one.kind not in FAULTS), None)
        for operation, read in (
            ("GetMetricData", self._monitor.read_rates),
            ("GetAccount", self._monitor.read_account),
            ("BatchGetMetricData", self._monitor.read_vdm),
            ("GetSendStatistics", self._monitor.read_statistics),
        ):
            self._reader._calls()._deadline = HANGING_SECONDS if operation in hanging else 60.0
            with _Unsent(self._reader, operation if unsent else "", unsent):
                await read()
        if any("rendering_failures" in columns for columns in self._scenario.counts.values()):
            await self._monitor.rendering_failures.read()
        if self._wire.lists:
            await self._monitor.read_lists()
            await self._sending.read_lists()
        self._monitor.rules.tracker.first_round_read()
        self._delivery.report(self._monitor)
        await self._delivery.finish()
        due = self._delivery.ledger.due("tui", self.clock.at)
        if any(one.kind in (Kind.CHANNEL_FAILING, Kind.CHANNEL_OK) for one in due):
            self._delivery._show_on_screen()  # how a channel fared is known only when it was tried

    def _over(self, outage: Outage) -> bool:
        keys = outage.only or tuple(self._wire._feed.length)
        return all(self._wire.ended(key) for key in keys) and not self._behind()

    def _behind(self) -> bool:
        """Whether a read has yet to bring the last samples."""
        rules = self._monitor.rules
        newest = rules.newest()
        return any(
            points and newest.get(key[1], 0.0) < points[-1].at
            for key in self._wire._feed.length
            if key[0] == ACCOUNT and key[1] in RATES
            if (points := self._wire._feed.points(key, 0, self.clock.at))
        )

    # The channels and the screen.

    @property
    def floors(self) -> Mapping[str, Condition]:
        return {name: floor for name, floor in self._scenario.rules.floors.items() if name != "tui"}

    async def deliver(self, channel: str, message: Message) -> str:
        at = self.clock.at - self._scenario.start
        deaf = [one for one in self._scenario.events if isinstance(one, Deaf) and one.channel == channel]
        if any(one.at <= at < one.until for one in deaf):
            return "it does not answer"
        self._hear(channel, message)
        return ""

    def show(self, message: Message) -> None:
        self._hear("tui", message)

    def _hear(self, channel: str, message: Message) -> None:
        self.heard += heard(self.clock.at - self._scenario.start, channel, message, self._listed)

    def publish(self, snapshot: Snapshot) -> None: ...

    beats = False
    own_beats: Mapping[str, str] = MappingProxyType({})
    pagers = frozenset[str]()
    forgetful = frozenset[str]()
    digest: Digest | None = None
    groups: Mapping[str, Sequence[str]] = MappingProxyType({})

    async def restate(self, channel: str, messages: Sequence[Message]) -> str:
        raise AssertionError(channel)

    def beat(self, name: str = "") -> None: ...
    async def close(self) -> None: ...
    @property
    def team(self) -> tuple[str, ...]:
        return ()

    def statuses(self) -> tuple[ChannelStatus, ...]:
        return ()


class _Unsent:
    """Reads of the reader fail before a request leaves."""

    def __init__(self, reader: AwsReader, operation: str, kind: ErrorKind | None) -> None:
        self._reader, self._operation, self._kind = reader, operation, kind

    def __enter__(self) -> None:
        if self._kind is not None:
            error = ReadError(SourceError("aws", self._operation, self._kind, "no credentials", ""))

            async def fail(*_: object, **__: object) -> object:
                raise error

            caller = self._reader._calls()
            self._kept = caller._guarded
            caller._guarded = fail  # type: ignore[method-assign, assignment]

    def __exit__(self, *_: object) -> None:
        if self._kind is not None:
            self._reader._calls()._guarded = self._kept  # type: ignore[method-assign]


def heard(at: float, channel: str, message: Message, listed: set[str]) -> list[Heard]:
    """One message, under the first key of the file that it covers; nothing where it covers none."""
    key = str(message.key)
    if message.kind in (Kind.BLIND, Kind.SIGHT):
        covered = [str(one) for one in message.covers if str(one) in listed]
        if not covered:
            return []
        key = covered[0]
    return [(round(at, 3), channel, message.kind.value, key, message.condition.word)]


def expected(scenario: Scenario, record: Record) -> list[Heard]:
    """What the run on the rules alone said."""
    listed = {str(Key("", *_source(key))) for key in Feed(scenario).length} - {str(Key("", *COUNTS))}
    return [found for one in record.sent for found in heard(one.at, one.channel, one.message, listed)]


def _source(key: SubjectMetric) -> SubjectMetric:
    return key if key[0] == ACCOUNT else ROWS
