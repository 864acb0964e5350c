"""What the engine needs from outside, as small interfaces; the command line hands them in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from ses_tui.core.blame import Pair
from ses_tui.core.condition import Condition
from ses_tui.core.counts import ISP_METRICS, SendBucket, VdmCounts, VdmMetric
from ses_tui.core.digest import Digest
from ses_tui.core.doctor import Need
from ses_tui.core.errors import SourceError
from ses_tui.core.heartbeat import Standing
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.ledger import DeliveryRecord
from ses_tui.core.listed_metrics import ListedMetric
from ses_tui.core.message_life import MessageLife, MessageResult
from ses_tui.core.messages import Message
from ses_tui.core.model import Key, Metric, Point, Series, Subject
from ses_tui.core.moments import Kept, LongResult, MomentRequest
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.request import Request
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
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import (
    AccountStatus,
    AlertEvent,
    ChannelStatus,
    Posted,
    Snapshot,
    TargetSnapshot,
    Usage,
)

Answer = TypeVar("Answer", LongResult, MessageResult)
"""What an owner gives back to a viewer."""


class Reader(Protocol):
    """AWS, for one target. Every method raises ``ReadError`` where nothing could be read."""

    @property
    def region(self) -> str: ...

    @property
    def usage(self) -> Usage:
        """What was asked of AWS so far; no estimate."""

    @property
    def last_skew(self) -> float | None:
        """Seconds that our clock is ahead of AWS's; None: not known."""

    @property
    def credentials_expire(self) -> float | None:
        """UTC epoch seconds at which the credentials end that nothing renews; None: not known."""

    @property
    def needs(self) -> tuple[Need, ...]:
        """Each IAM action that reading takes, and how its newest call went."""

    def late(self, source: str, operation: str) -> SourceError | None:
        """Who is waited for that is not AWS, as the error of that read; None where it is AWS."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def account_id(self) -> str: ...
    async def account(self) -> AccountStatus: ...
    async def rates(self, start: float, end: float, period: int = 300) -> RatesResult: ...
    async def send_statistics(self) -> tuple[SendBucket, ...]: ...
    async def hourly_sends(self, start: float, end: float) -> Mapping[float, float]: ...
    async def rendering_failures(self, start: float, end: float) -> Mapping[float, int]: ...
    async def identities(self) -> tuple[Identity, ...]: ...
    async def identity_details(
        self, names: Sequence[str]
    ) -> tuple[tuple[IdentityDetails, ...], tuple[SourceError, ...]]: ...
    async def isps(
        self, names: Sequence[str], first_day: float, end: float, metrics: Sequence[VdmMetric] = ISP_METRICS
    ) -> VdmResult: ...
    async def identity_sends(self, names: Sequence[str], first_day: float, end: float) -> VdmResult: ...
    async def identity_counts(
        self, names: Sequence[str], first_day: float, end: float, metrics: Sequence[VdmMetric] = ...
    ) -> VdmResult: ...
    async def pair_counts(
        self, pairs: Sequence[Pair], first_day: float, end: float, metrics: Sequence[VdmMetric]
    ) -> Mapping[Pair, VdmCounts]: ...
    async def sets(self) -> SetsResult: ...
    async def tenants(self) -> TenantsResult: ...
    async def endpoints(self) -> tuple[MultiRegionEndpoint, ...]: ...
    async def pools(self) -> PoolsResult: ...
    async def recommendations(self) -> tuple[Recommendation, ...]: ...
    async def alarms(self) -> AlarmsResult: ...
    async def message(self, id: str) -> MessageLife: ...
    async def deliverability(self, now: float, ips: Sequence[str] | None = None) -> DeliverabilityResult: ...
    async def listed_metrics(self) -> tuple[ListedMetric, ...]: ...
    async def values(
        self, metrics: Iterable[ListedMetric], start: float, end: float, period: int = 300
    ) -> tuple[Mapping[ListedMetric, tuple[Point, ...]], tuple[SourceError, ...]]: ...


class Points(Protocol):
    """Numbers of one target, over restarts. Times are UTC epoch seconds."""

    def save_points(self, points: Sequence[tuple[Subject, Metric, Point]]) -> None: ...
    def load_points(self, since: float) -> Mapping[tuple[Subject, Metric], Sequence[Point]]: ...
    def load_hours(self, since: float) -> Sequence[Point]:
        """Messages of the account per whole hour."""

    def load_warmup(self, since: float) -> Mapping[str, Series]: ...
    def save_counts(self, buckets: Sequence[SendBucket]) -> None: ...
    def load_counts(self, since: float) -> Sequence[SendBucket]: ...
    def add_usage(self, month: str, usage: Usage) -> None: ...
    def usage(self, month: str) -> Usage: ...


class AlertLog(Protocol):
    """What was told of one target, and to whom."""

    def save_event(self, event: AlertEvent, message: Message) -> None: ...

    def newest_message(self) -> int:
        """The number of the message that was sent last."""

    def messages(self, seen: int) -> Sequence[tuple[int, Message]]:
        """What was sent after the message of that number, each with its own, in order."""

    def events(self, limit: int = 200) -> tuple[AlertEvent, ...]: ...
    def told(self) -> Sequence[DeliveryRecord]: ...
    def save_told(self, rows: Sequence[DeliveryRecord]) -> None: ...
    def known(self) -> Mapping[Key, float]: ...
    def save_known(self, rows: Sequence[tuple[Key, float]]) -> None: ...
    def posted(self, since: float) -> tuple[Posted, ...]: ...
    def save_posted(self, posted: Posted) -> None: ...
    def save_ack(self, ack: Acknowledgement) -> None: ...
    def drop_ack(self, key: Key) -> None: ...


class Lease(Protocol):
    """The right to own a target, or the word that it is viewed."""

    @property
    def lost(self) -> bool:
        """Whether another process owns it meanwhile, or is to: then nothing more is done for it here."""

    def release(self) -> None: ...


class Leases(Protocol):
    """Which process owns which target, by its id. Nothing here waits."""

    @property
    def shared(self) -> bool:
        """Whether other processes may want the same targets."""

    def acquire(self, name: str) -> Lease | None:
        """None while another process owns it; freed at the latest when this process ends."""

    def others(self, name: str) -> bool:
        """Whether another process owns anything but that one."""

    def holder(self, name: str) -> str | None:
        """The process that owns it, or did last, for people."""

    def view(self, name: str) -> Lease | None:
        """Let the owner know that somebody looks; None where it has to be tried again."""

    def viewed(self, name: str) -> bool:
        """Whether another process looks."""


class Asked(Protocol):
    """A viewer's request; ``number`` rises with each."""

    @property
    def number(self) -> int: ...
    @property
    def token(self) -> str: ...
    @property
    def request(self) -> Request: ...


class Published(Protocol):
    """What an owner published of one target; ``sequence`` rises each time."""

    @property
    def sequence(self) -> int: ...
    @property
    def snapshot(self) -> Snapshot: ...


class TargetHistory(Points, AlertLog, Protocol):
    """What the store keeps of one target, which is its ``id`` there."""

    @property
    def id(self) -> str: ...

    def adopt(self, target_id: str) -> bool:
        """AWS has told the account; True where more is kept of it than under the id until then."""

    def follow(self) -> bool:
        """Take up that another process has learned the account; True where ``id`` is another now."""

    @property
    def account_known(self) -> bool:
        """Whether AWS has told the account."""

    def publish(self, snapshot: Snapshot) -> None:
        """The target as it stands, for those who view it."""

    def published(self, seen: int) -> Published | None:
        """What its owner published after that sequence number, if anything."""

    def ask(self, request: Request, now: float) -> str:
        """Of the owner; gives back the token of the answer. ``now``: UTC epoch seconds."""

    def asked(self, seen: int, now: float) -> Sequence[Asked]:
        """What viewers want, after the request of that number."""

    def answer(self, token: str, result: LongResult | MessageResult) -> None: ...
    def answered(self, token: str, kind: type[Answer]) -> Answer | None: ...

    def save_standing(self, standing: Standing, at: float) -> None:
        """Whether its owner sees it; ``at``: UTC epoch seconds."""

    def drop_standing(self) -> None:
        """Nobody watches it, by intent."""

    def last(self) -> TargetSnapshot | None:
        """The last known numbers."""

    @property
    def problem(self) -> str:
        """What is wrong with the store, in one line; empty while all is well."""


class Silences(Protocol):
    """What people laid over the alerts of all targets."""

    def overlays(self) -> Overlays | None: ...
    def save_silence(self, silence: Silence) -> None: ...
    def drop_silence(self, name: str) -> None: ...


class Snapshots(Protocol):
    """What was published: the last known numbers, and moments to go back to."""

    def save_snapshot(self, snapshot: Snapshot) -> None: ...
    def save_moment(self, snapshot: Snapshot, run: float, about: str, told: bool) -> None: ...
    def find_moment(self, targets: Sequence[str], request: MomentRequest) -> Kept | None: ...
    def first_moment(self, targets: Sequence[str]) -> float | None: ...


class History(Silences, Snapshots, Protocol):
    """The store. Writing never blocks; ``problem`` says in one line what is wrong with it, or nothing."""

    @property
    def problem(self) -> str: ...
    @property
    def leases(self) -> Leases: ...

    def for_target(self, target_id: str, name: str) -> TargetHistory: ...

    def standings(self) -> Mapping[str, tuple[Standing, float]]:
        """By a target's id whether its owner sees it, and when it last said so."""

    def drilled(self) -> Mapping[str, float]:
        """By channel when it last accepted a test message, UTC epoch seconds."""

    def digested(self) -> Mapping[str, float]:
        """By channel when it last accepted a digest, UTC epoch seconds."""

    def save_digested(self, channel: str, at: float) -> None: ...

    async def claim(self, target_id: str, channel: str, message: Message) -> bool:
        """Whether this process may send ``message``: not where another one owns the target meanwhile."""

    def changed(self) -> bool:
        """Whether anybody wrote anything since the last call."""

    def self_alerts(self) -> Sequence[tuple[str, SelfAlert]]: ...
    def save_self_alert(self, channel: str, self_alert: SelfAlert, told: bool) -> None: ...
    def prune(self, now: float) -> bool: ...
    def flush(self, timeout: float = ...) -> bool: ...
    def close(self) -> None: ...


class Channels(Protocol):
    """The channels, by name."""

    @property
    def floors(self) -> Mapping[str, Condition]:
        """The lowest condition that each is told."""

    @property
    def digest(self) -> Digest | None:
        """When a digest is due, and to whom; None where none is wanted."""

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """Per channel that is not for every target: patterns of the groups of those that it is for."""

    @property
    def pagers(self) -> Collection[str]:
        """Those that keep an incident open until they are told that it is over."""

    @property
    def forgetful(self) -> Collection[str]:
        """Those that must be told each cycle what is still open."""

    async def restate(self, channel: str, messages: Sequence[Message]) -> str:
        """Tell one that is forgetful what is still open; why it was not accepted, or nothing."""

    @property
    def team(self) -> Collection[str]:
        """Those that reach more people than the one at this terminal."""

    async def deliver(self, channel: str, message: Message) -> str:
        """Hand one message to one channel; why it was not accepted, or nothing.

        It has a time limit and never raises.
        """

    @property
    def beats(self) -> bool:
        """Whether there is a heartbeat's URL."""

    @property
    def own_beats(self) -> Mapping[str, str]:
        """Per entry of the configuration that has a heartbeat of its own, what that is called."""

    def beat(self, name: str = "") -> None:
        """Call the URL of the heartbeat, or of the one of that name, and do not wait for it."""

    async def close(self) -> None: ...
    def statuses(self) -> tuple[ChannelStatus, ...]: ...


class Frontend(Protocol):
    """Where snapshots and messages go: a screen, or standard output. Never blocks."""

    def publish(self, snapshot: Snapshot) -> None: ...
    def show(self, message: Message) -> None: ...
