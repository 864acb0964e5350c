"""What an account has besides mail, as AWS describes it: sets, tenants, IPs, findings, alarms.

Times are UTC epoch seconds, percentages whole percent where AWS gives them so. None is "not read"
or "does not apply", never 0. Every string has passed ``safe()``; causes and descriptions are AWS's
own words, uncut.
"""

from ses_tui.core.errors import SourceError
from ses_tui.core.record import Record

VERBATIM_CAP = 2000
"""Characters kept of AWS's own words: a cause has at most 512 (service model 1.43.117)."""

FEEDBACK = ("BOUNCE", "COMPLAINT")
"""The event types without which nobody learns of a bounce or complaint."""


class EventDestination(Record, frozen=True):
    """Where a set sends its events. ``kinds``: sns, firehose, cloudwatch, eventbridge, pinpoint.

    ``arn``: of the topic, stream, bus or application; empty for CloudWatch.
    """

    name: str
    enabled: bool
    kinds: tuple[str, ...]
    event_types: tuple[str, ...]
    arn: str = ""

    @property
    def feedback(self) -> bool:
        """Whether it carries bounces and complaints, one by one, to somebody who can read them."""
        return self.carries("BOUNCE") and self.carries("COMPLAINT")

    def carries(self, event: str) -> bool:
        """Whether events of that type go out; counts in CloudWatch are not events."""
        return event in self.event_types and self.kinds != ("cloudwatch",)


SHORT_DELIVERY = 3600
"""Seconds: a set that tries a mail for less than an hour bounces what other servers greylist or defer.
The line is ours; AWS takes 300 to 50,400 (service model 1.43.117)."""


class ConfigurationSet(Record, frozen=True):
    """One configuration set. None, or an empty word, where that part was not read or is not set."""

    name: str
    sending_enabled: bool | None = None
    reputation_metrics_enabled: bool | None = None
    last_fresh_start: float | None = None
    """When AWS began to compute its reputation anew."""
    pool: str | None = None
    """The dedicated pool that it sends through; empty: the account's way."""
    destinations: tuple[EventDestination, ...] | None = None
    suppressed: tuple[str, ...] | None = None
    """BOUNCE, COMPLAINT: its own list of reasons in the account's place; None: the account's holds."""
    suppression_scope: str = ""
    """Whose suppression list it uses: ACCOUNT, TENANT."""
    tls: str = ""
    """REQUIRE: mail that no encrypted connection takes is not delivered. OPTIONAL."""
    most_seconds: int | None = None
    """How long SES tries to deliver a mail; None: as long as it does by itself."""
    engagement: str = ""
    """Whether VDM counts its opens and clicks: ENABLED, DISABLED."""
    guardian: str = ""
    """Optimized shared delivery: ENABLED, DISABLED."""

    @property
    def flags(self) -> tuple[str, ...]:
        """What is off or missing, in a few words each; nothing about parts that were not read."""
        found = []
        if self.sending_enabled is False:
            found.append("sending off")
        if self.reputation_metrics_enabled is False:
            found.append("no reputation metrics")
        if (feedback := self._feedback_flag()) is not None:
            found.append(feedback)
        if self.unsuppressed:
            found.append("bounces not suppressed")
        if self.gives_up_early:
            found.append("gives up early")
        return tuple(found)

    @property
    def unsuppressed(self) -> bool:
        """Whether its own setting keeps addresses that bounce off the suppression list."""
        return self.suppressed is not None and "BOUNCE" not in self.suppressed

    @property
    def gives_up_early(self) -> bool:
        """Whether it bounces mail that would be delivered an hour later."""
        return self.most_seconds is not None and self.most_seconds < SHORT_DELIVERY

    @property
    def silent_destinations(self) -> tuple[EventDestination, ...]:
        """Destinations that are disabled and would carry bounces or complaints."""
        return tuple(
            one for one in self.destinations or () if not one.enabled and any(map(one.carries, FEEDBACK))
        )

    @property
    def unheard(self) -> tuple[str, ...] | None:
        """Which of BOUNCE and COMPLAINT no enabled destination carries; None where that was not read."""
        if self.destinations is None:
            return None
        on = [one for one in self.destinations if one.enabled]
        return tuple(event for event in FEEDBACK if not any(one.carries(event) for one in on))

    def _feedback_flag(self) -> str | None:
        if not self.unheard:
            return None
        if self.silent_destinations:
            return "event destination disabled"
        return f"no destination for {' and '.join(f'{event.lower()}s' for event in self.unheard)}"


class SetsResult(Record, frozen=True):
    """Every configuration set, in AWS's order; ``errors``: what of them was not read."""

    sets: tuple[ConfigurationSet, ...]
    errors: tuple[SourceError, ...] = ()


class ManagedStatus(Record, frozen=True):
    """One side's status of a reputation entity: ENABLED, REINSTATED or DISABLED, and why."""

    status: str
    cause: str = ""
    updated: float | None = None


class ReputationEntity(Record, frozen=True):
    """What AWS watches the reputation of. ``aggregate``: the status that holds; ``impact``: LOW, HIGH."""

    arn: str
    aggregate: str
    impact: str
    aws: ManagedStatus | None = None
    customer: ManagedStatus | None = None


class Identity(Record, frozen=True):
    """One that is listed. ``sending_enabled``: AWS says that mail can be sent from it."""

    name: str
    sending_enabled: bool = False
    verification: str = ""
    """VerificationStatus: SUCCESS, PENDING, FAILED, TEMPORARY_FAILURE, NOT_STARTED."""


class TenantResource(Record, frozen=True):
    """``kind``: EMAIL_IDENTITY, CONFIGURATION_SET, EMAIL_TEMPLATE."""

    kind: str
    name: str


MAY_SEND = ("ENABLED", "REINSTATED")
"""Words of a tenant that sends (SESv2 SendingStatus); DISABLED does not."""

HIGH_IMPACT = "HIGH"
"""The impact (SESv2 ReputationImpact) at which a tenant harms reputation."""


class TenantStatus(Record, frozen=True):
    """One tenant; ``entity`` None where its reputation was not read."""

    name: str
    arn: str
    sending_status: str
    created: float | None = None
    entity: ReputationEntity | None = None
    suppressed: tuple[str, ...] | None = None
    """BOUNCE, COMPLAINT: for what an address goes on its own list; None: not read."""
    suppression_scope: str = ""
    """Whose suppression list it uses: ACCOUNT, TENANT."""

    resources: tuple[TenantResource, ...] | None = None
    """What it sends with; None where that was not asked, or not read."""

    @property
    def in_trouble(self) -> bool:
        """Whether it may not send, or AWS sees that it harms reputation."""
        high = self.entity is not None and self.entity.impact == HIGH_IMPACT
        return high or not self.may_send

    @property
    def may_send(self) -> bool:
        """A word that AWS adds later is none that sends."""
        return self.sending_status in MAY_SEND

    @property
    def cause(self) -> str:
        """AWS's cause for its status, else the customer's."""
        sides = (self.entity.aws, self.entity.customer) if self.entity else ()
        return next((side.cause for side in sides if side and side.cause), "")

    @property
    def sends_with(self) -> str:
        """``sends with travel.example.net, community``; empty where that is not known."""
        names = [one.name for one in self.resources or () if one.kind != "EMAIL_TEMPLATE"]
        return f"sends with {', '.join(names)}" if names else ""

    @property
    def unsuppressed(self) -> bool:
        """Whether a list of its own lets mail go on to addresses that bounced."""
        own = self.suppression_scope == "TENANT"
        return own and self.suppressed is not None and "BOUNCE" not in self.suppressed


class MultiRegionEndpoint(Record, frozen=True):
    """A global endpoint. ``status``: CREATING, READY, FAILED, DELETING; ``regions``: the primary first."""

    name: str
    status: str
    regions: tuple[str, ...]


class TenantsResult(Record, frozen=True):
    """Every tenant, and the reputation entities that belong to none of them."""

    tenants: tuple[TenantStatus, ...]
    others: tuple[ReputationEntity, ...] = ()
    errors: tuple[SourceError, ...] = ()


MANAGED = "MANAGED"
"""The kind of a pool that AWS warms and grows by itself."""


class Pool(Record, frozen=True):
    """A pool of dedicated IPs. ``kind``: STANDARD or MANAGED, empty where it was not read."""

    name: str
    kind: str = ""


class DedicatedIp(Record, frozen=True):
    """``warmup``: IN_PROGRESS, DONE, NOT_APPLICABLE. ``percent``: 0-100, None in a managed pool."""

    ip: str
    pool: str
    warmup: str
    percent: int | None = None


class PoolsResult(Record, frozen=True):
    """Pools and dedicated IPs; either is empty where the account has none."""

    pools: tuple[Pool, ...]
    ips: tuple[DedicatedIp, ...]
    errors: tuple[SourceError, ...] = ()


class Recommendation(Record, frozen=True):
    """A finding of the VDM advisor. ``resource``: the last part of ``arn``, as people name it.

    ``type``: DKIM, DMARC, SPF, BIMI, COMPLAINT, BOUNCE, FEEDBACK_3P, IP_LISTING; ``status``: OPEN, FIXED.
    """

    resource: str
    arn: str
    type: str
    status: str
    impact: str
    description: str
    created: float | None = None
    updated: float | None = None

    def order(self) -> tuple[bool, bool, float, str, str]:
        """Sort key: open ones, then high impact, then the newest."""
        return (
            self.status != "OPEN",
            self.impact != "HIGH",
            -(self.updated or 0.0),
            self.resource,
            self.type,
        )


class AlarmInfo(Record, frozen=True):
    """A CloudWatch alarm on SES metrics."""

    name: str
    state: str
    """OK, ALARM, INSUFFICIENT_DATA."""
    metric: str = ""
    threshold: float | None = None
    comparison: str = ""
    statistic: str = ""
    period: int | None = None
    evaluation_periods: int | None = None
    datapoints: int | None = None
    missing_data: str = ""
    actions_enabled: bool = False
    actions: tuple[str, ...] = ()
    ok_actions: tuple[str, ...] = ()
    no_data_actions: tuple[str, ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    description: str = ""
    reason: str = ""
    since: float | None = None
    rule: str = ""
    """Of a composite alarm, which has no metric."""
    computed: bool = False
    """On metric math or another statistic than the five plain ones: it can't be written anew from this."""
    muted_by: str | None = None
    """The mute rule that keeps its actions silent now, though enabled; empty: none; None: not read."""
    fired: float | None = None
    """When it last went to ALARM, as far as CloudWatch's history goes; None: not in it, or not read."""
    failed: str = ""
    """AWS's own words on the newest action, where it failed."""
    failed_at: float | None = None

    @property
    def composite(self) -> bool:
        """Whether it is made of other alarms."""
        return bool(self.rule)

    @property
    def acts(self) -> bool:
        """Whether anybody is told when it fires."""
        return self.actions_enabled and bool(self.actions) and not self.muted_by


class AlarmsResult(Record, frozen=True):
    """Every alarm on SES, composites last; ``errors``: what of them was not read."""

    alarms: tuple[AlarmInfo, ...]
    errors: tuple[SourceError, ...] = ()


class IspPlacement(Record, frozen=True):
    """Where seed mails landed at one ISP; counts of mails."""

    isp: str
    inbox: int | None
    spam: int | None

    @property
    def share(self) -> float | None:
        """Fraction in the inbox; None where nothing was counted."""
        if self.inbox is None or self.spam is None or not self.inbox + self.spam:
            return None
        return self.inbox / (self.inbox + self.spam)


class DayPlacement(Record, frozen=True):
    """One UTC day, ``at`` its start."""

    at: float
    isps: tuple[IspPlacement, ...]


class DomainPlacement(Record, frozen=True):
    """Inbox placement of one subscribed domain over the days read; ``read_rate``: a fraction."""

    domain: str
    inbox: int | None
    spam: int | None
    read_rate: float | None
    isps: tuple[IspPlacement, ...]
    days: tuple[DayPlacement, ...]


class BlocklistHit(Record, frozen=True):
    """One of the account's IPs on one blocklist."""

    ip: str
    list_name: str
    listed: float | None
    description: str


class DeliverabilityResult(Record, frozen=True):
    """Global deliverability. ``subscribed``: whether the account pays for it; None: not read.

    ``blocklisted`` None: not read, or no IP to ask about.
    """

    subscribed: bool | None
    account_status: str = ""
    domains: tuple[DomainPlacement, ...] = ()
    blocklisted: tuple[BlocklistHit, ...] | None = None
    errors: tuple[SourceError, ...] = ()
