"""What every front end draws from: one frozen picture per cycle.

The engine publishes it, the screen and the command line read it and nothing else. Times are UTC
epoch seconds unless a name ends in ``_mono`` (monotonic clock of the engine). Every string in
here has passed ``safe()``.
"""

from collections.abc import Mapping

from ses_tui.core.binomial import wilson
from ses_tui.core.blame import Blame, PairBlame
from ses_tui.core.condition import NO_LINES, Condition, Health, Lines
from ses_tui.core.errors import SourceError
from ses_tui.core.events.seen import NO_EVENTS, EventsSeen
from ses_tui.core.findings import Finding
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Key, Metric, Series, Subject, SubjectKind
from ses_tui.core.overlays import Overlays, Silence
from ses_tui.core.prices import DEFAULT_PRICES, Prices
from ses_tui.core.record import Record, replace

NO_INVENTORY = Inventory()

NEAR = frozenset({"tui", "bell", "terminal", "tmux", "desktop"})
"""Channels of whoever sits here; all others reach the team."""

HEARTBEAT = "heartbeat"


class Reading(Record, frozen=True):
    """One (subject, metric) as last known.

    ``value``: a fraction for rates, a count for sends; None: not read, or nothing to divide by.
    ``at``: time of the datapoint, not of the read. ``series``: as it moved within the last days;
    ``daily``: one value per UTC day, today's partial.
    """

    subject: Subject
    metric: Metric
    source: str
    value: float | None = None
    condition: Condition = Condition.OK
    at: float | None = None
    health: Health = Health.INIT
    numerator: int | None = None
    denominator: int | None = None
    series: Series = EMPTY_SERIES
    daily: Series = EMPTY_SERIES
    lines: Lines = NO_LINES
    too_few: bool = False
    since: float | None = None
    recovering: bool = False
    status: str | None = None
    """AWS's own word where the metric is one; None where it is a number."""
    judged: bool = True
    """False: its word is no trouble and no health, such as that of an identity that never could send."""
    text: str = ""
    """What the value is made of, in one line, where that is more than a numerator and a denominator."""

    @property
    def shown(self) -> float | str | None:
        """AWS's word where the metric is one, else the value."""
        return self.value if self.status is None else self.status

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % Wilson interval as fractions, where the counts are known."""
        if self.numerator is None or not self.denominator:
            return None
        return wilson(self.numerator, self.denominator)


class Row(Record, frozen=True):
    """One ISP or identity with everything read about it, today and yesterday (UTC)."""

    subject: Subject
    readings: tuple[Reading, ...]
    no_feedback_loop: bool = False

    @property
    def word(self) -> Reading | None:
        """The word of AWS that puts it where it is; None where a rate does, or all is well."""
        worst = max(self.readings, key=lambda reading: reading.condition, default=None)
        ok = worst is None or worst.status is None or worst.condition is Condition.OK
        return None if ok else worst

    def get(self, metric: Metric) -> Reading | None:
        """Its reading of ``metric``, if it has one."""
        return next((reading for reading in self.readings if reading.metric is metric), None)

    @property
    def condition(self) -> Condition:
        """The worst of its readings."""
        return max((reading.condition for reading in self.readings), default=Condition.OK)

    @property
    def sends(self) -> float:
        """Messages today and yesterday; 0 also where it was not read (for sorting only)."""
        reading = self.get(Metric.SENDS)
        return (reading.value or 0.0) if reading else 0.0

    def order(self) -> tuple[float, float, float, str]:
        """Sort key, worst first: condition, then how far over its line, then volume.

        Rows that are ok are ordered by volume alone, so that a calm screen keeps still.
        """
        condition = self.condition
        over = 0.0
        if condition is not Condition.OK:
            for reading in self.readings:
                line = reading.lines.enter(condition)
                if reading.condition == condition and line and reading.value is not None:
                    over = max(over, reading.value / line)
        return -condition, -over, -self.sends, self.subject.label


class Quota(Record, frozen=True):
    """Messages per 24 hours (None: unlimited) and per second, and what was sent of it."""

    max_24_hour_send: float | None
    max_send_rate: float
    sent_last_24_hours: float

    @property
    def use(self) -> float | None:
        """Fraction of the day's quota, None where there is no limit."""
        return self.sent_last_24_hours / self.max_24_hour_send if self.max_24_hour_send else None


class AccountStatus(Record, frozen=True):
    """What AWS says of the account itself (GetAccount). Words are AWS's own; empty or None: not read."""

    enforcement_status: str
    sending_enabled: bool
    production_access: bool
    """False: in the sandbox, where mail goes to verified addresses only."""
    vdm_enabled: bool
    quota: Quota | None
    review_status: str = ""
    """Of the request for production access, and of nothing else: PENDING, GRANTED, DENIED, FAILED."""
    review_case: str = ""
    """The Support case of that request."""
    plan: str = ""
    """NONE, ESSENTIALS, PRO, ENTERPRISE."""
    next_plan: str = ""
    """The plan of the next month, where a change is scheduled."""
    suppressed: tuple[str, ...] | None = None
    """For what an address is put on the suppression list: BOUNCE, COMPLAINT."""
    validation: str = ""
    """Whether addresses are validated before sending: ENABLED, DISABLED."""
    auto_warmup: bool | None = None
    """Whether AWS warms standard dedicated IPs by its 45-day plan."""
    engagement: str = ""
    """Whether VDM counts opens and clicks: ENABLED, DISABLED."""
    guardian: str = ""
    """Optimized shared delivery: ENABLED, DISABLED."""


class SourceStatus(Record, frozen=True):
    """How one source is doing. ``interval``: seconds between its reads."""

    name: str
    health: Health
    interval: float
    last_success: float | None = None
    last_success_mono: float | None = None
    error: SourceError | None = None
    note: str = ""


class Budget(Record, frozen=True):
    """How many more events fit under AWS's next line; estimates are labelled as such.

    ``left`` None: not known, ``note`` says why. ``towards``: review, or pause once review is
    reached. ``hours``: from-to until that line at the present pace, None where there is no trend or
    no answer.
    """

    metric: Metric
    left: int | None
    volume: int | None = None
    hours: tuple[float, float] | None = None
    note: str = ""
    towards: Condition = Condition.REVIEW
    estimated: bool = True
    last_hour: int | None = None
    """Events in the last hour of which the counts have come; None where no counts were read."""

    @property
    def pace(self) -> float | None:
        """Seconds until the line if every hour were as the last one: a pace, and no forecast."""
        if not self.left or not self.last_hour:
            return None
        return 3600.0 * self.left / self.last_hour


class Alert(Record, frozen=True):
    """One open alert. ``value`` is a word where the metric is one; ``line`` a fraction.

    ``playbook``: the name of the page that helps. ``acked_until`` and ``silenced_until``: UTC epoch
    seconds while one holds.
    """

    id: str
    kind: str
    condition: Condition
    key: Key
    value: float | str | None
    line: float | None
    since: float
    summary: str
    blame: str = ""
    acked_until: float | None = None
    recovering: bool = False
    flapping: bool = False
    acked_by: str = ""
    silenced_until: float | None = None
    playbook: str = ""
    acked_why: str = ""

    def overlaid(self, overlays: Overlays, now: float) -> "Alert":
        """With what is laid over it now, in place of what was."""
        ack, silence = overlays.acked(self.key, now), overlays.held(self.key, self.condition, now)
        if ack is not None and ack.condition < self.condition:
            ack = None  # the rise has voided it
        return replace(
            self,
            acked_until=ack.until if ack else None,
            acked_by=ack.who if ack else "",
            acked_why=ack.why if ack else "",
            silenced_until=silence.until if silence else None,
        )


class Posted(Record, frozen=True):
    """One message that one channel accepted. ``alert``: the alert's id."""

    alert: str
    kind: str
    condition: Condition
    channel: str
    at: float


class Note(Record, frozen=True):
    """What a row is doing unusually, in one line; it informs, and is no alert."""

    subject: Subject
    metric: Metric
    since: float
    text: str


class AlertEvent(Record, frozen=True):
    """One message as it was sent. ``kind``: as in ``core.messages``; ``alert``: the alert's id."""

    at: float
    kind: str
    condition: Condition
    key: Key
    text: str
    alert: str = ""


class ChannelStatus(Record, frozen=True):
    """One way out. ``state``: ready, ok (it accepted a message), failing, off."""

    name: str
    state: str
    note: str = ""
    failures: int = 0
    drilled: float | None = None
    """When it last accepted a test message, UTC epoch seconds; None: never, as far as the store knows."""

    @property
    def team(self) -> bool:
        """Whether it reaches more people than the one at this terminal: a target's owner alone uses it."""
        return self.name not in NEAR


class Usage(Record, frozen=True):
    """What reading costs, counted this month (UTC) where there is a store, else since the start."""

    api_calls: int = 0
    """Requests that left, retries included."""

    metrics_requested: int = 0
    """Queries of GetMetricData, in every request that left: what AWS bills."""

    vdm_queries: int = 0
    """Queries of BatchGetMetricData."""

    estimated_monthly_usd: float = 0.0
    """Of a 30-day month at the present pace."""

    slowed: bool = False
    """Whether the monthly cap holds paid reads below the pace that is configured."""

    def plus(self, other: "Usage") -> "Usage":
        """The counts of both; the estimate of this one."""
        return replace(
            self,
            api_calls=self.api_calls + other.api_calls,
            metrics_requested=self.metrics_requested + other.metrics_requested,
            vdm_queries=self.vdm_queries + other.vdm_queries,
        )

    def minus(self, earlier: "Usage") -> "Usage":
        """The counts since ``earlier``."""
        return replace(
            self,
            api_calls=self.api_calls - earlier.api_calls,
            metrics_requested=self.metrics_requested - earlier.metrics_requested,
            vdm_queries=self.vdm_queries - earlier.vdm_queries,
        )


class TargetSnapshot(Record, frozen=True):
    """One target. ``account``: the readings about the account itself; ``rows``: worst first.

    ``findings``: what ``doctor`` finds, empty until something was read.
    """

    name: str
    region: str
    account_id: str | None = None
    condition: Condition = Condition.OK
    health: Health = Health.INIT
    health_reason: str = ""
    account: AccountStatus | None = None
    readings: tuple[Reading, ...] = ()
    statuses: tuple[Reading, ...] = ()
    """What AWS says in words of tenants, sets and identities, and its advisor's: all that was read."""
    identity_details: Mapping[str, IdentityDetails] = {}
    """By name, of identities that SES refuses to send for."""
    rows: Mapping[SubjectKind, tuple[Row, ...]] = {}
    alerts: tuple[Alert, ...] = ()
    recent: tuple[AlertEvent, ...] = ()
    posted: tuple[Posted, ...] = ()
    unusual: tuple[Note, ...] = ()
    blame: Mapping[Metric, Blame] = {}
    pairs: Mapping[Metric, PairBlame] = {}
    inventory: Inventory = NO_INVENTORY
    events: EventsSeen = NO_EVENTS
    budgets: Mapping[Metric, Budget] = {}
    errors: tuple[SourceError, ...] = ()
    sources: tuple[SourceStatus, ...] = ()
    usage: Usage = Usage()
    identities_total: int | None = None
    rejected_points: int = 0
    findings: tuple[Finding, ...] = ()
    prices: Prices = DEFAULT_PRICES
    owner: str = ""
    """Who reads it, where that is another process: ``PID 1234``."""
    group: str = ""
    """As configured: what people filter by, and route messages by."""

    def reading(self, metric: Metric) -> Reading | None:
        """The account's own reading of ``metric``, if there is one."""
        return next((reading for reading in self.readings if reading.metric is metric), None)

    @property
    def account_health(self) -> Health:
        """Whether what AWS says of the account itself (its status) is fresh; fresh where nothing is said."""
        return next((source.health for source in self.sources if source.name == "account"), Health.FRESH)

    def row(self, subject: Subject) -> Row | None:
        """The row about ``subject``; None for the account or where it is gone."""
        if subject == ACCOUNT:
            return None
        return next((row for row in self.rows.get(subject.kind, ()) if row.subject == subject), None)


class Snapshot(Record, frozen=True):
    """All targets at one moment. ``restored``: last known numbers from the store, not yet read anew."""

    generated_at: float
    targets: tuple[TargetSnapshot, ...]
    channels: tuple[ChannelStatus, ...] = ()
    silences: tuple[Silence, ...] = ()
    restored: bool = False
    demo: bool = False
    sequence: int = 0
    twins: tuple[tuple[str, str], ...] = ()
    """Configured targets that are not watched: each with the one that is the same account and Region."""

    @property
    def condition(self) -> Condition:
        """The worst target's."""
        return max((target.condition for target in self.targets), default=Condition.OK)

    @property
    def health(self) -> Health:
        """The worst target's."""
        return max(
            (target.health for target in self.targets), key=lambda health: health.rank, default=Health.INIT
        )
