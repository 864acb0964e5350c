"""What modes 4, 5 and 8 show: trouble, nothing, parts denied, unkind names."""

from collections.abc import Callable, Mapping

from ses_tui.core.alarm_commands import topic_arn
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.clock import DAY, HOUR, utc_day
from ses_tui.core.condition import Bands, Condition
from ses_tui.core.doctor import Facts, Need, examine
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.findings import Finding, Level
from ses_tui.core.inventory import Inventory, ListedValue
from ses_tui.core.model import Series, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.resources import (
    AlarmInfo,
    BlocklistHit,
    ConfigurationSet,
    DayPlacement,
    DedicatedIp,
    DeliverabilityResult,
    DomainPlacement,
    EventDestination,
    IspPlacement,
    ManagedStatus,
    Pool,
    PoolsResult,
    Recommendation,
    ReputationEntity,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.snapshot import AccountStatus, Snapshot
from tests.tui.alerts_data import EVIL
from tests.tui.made import NOW, snapshot, target
from tests.tui.snapshots_data import STATES

ARN = "arn:aws:ses:us-east-1:123456789012"
CAUSE = "Sending paused: the tenant's bounce rate was 18.04 % over a representative volume of 664 emails."
LISTS = ("sets", "tenants", "pools", "advisor", "alarms", "deliverability")

EVENTS = EventDestination("events", True, ("sns",), ("BOUNCE", "COMPLAINT"), f"{ARN}:ses-events")
MANAGED_AT = ("Gmail", "Hotmail", "Yahoo")


def value(kind: SubjectKind, name: str, metric: str, last: float, isp: str | None = None) -> ListedValue:
    """A day at five minutes: a rate or gauge that stands at ``last``, or a count that adds up to it."""
    if metric in ("Send", "Bounce", "Complaint"):
        points = [(NOW - HOUR * back, last / 24) for back in range(24)]
    else:
        points = [(NOW - 300 * back, last) for back in range(288)]
    return ListedValue(Subject(kind, name), metric, Series.of(points), isp)


def entity(name: str, aws: str, own: str, impact: str, cause: str = "") -> ReputationEntity:
    return ReputationEntity(
        f"{ARN}:tenant/{name}",
        "DISABLED" if "DISABLED" in (aws, own) else "ENABLED",
        impact,
        ManagedStatus(aws, cause, NOW - 2 * DAY),
        ManagedStatus(own, "", NOW - 300 * DAY),
    )


def tenant(name: str, aws: str = "ENABLED", impact: str = "LOW", cause: str = "") -> TenantStatus:
    one = entity(name, aws, "ENABLED", impact, cause)
    return TenantStatus(name, one.arn, one.aggregate, NOW - 300 * DAY, one)


def recommendation(kind: str, status: str, impact: str, resource: str, said: str) -> Recommendation:
    arn = f"{ARN}:{resource}"
    name = resource.partition("/")[2]
    return Recommendation(name, arn, kind, status, impact, said, NOW - 20 * DAY, NOW - DAY)


def alarm(name: str, metric: str, threshold: float, state: str = "OK", *, tells: bool = True) -> AlarmInfo:
    return AlarmInfo(
        name,
        state,
        metric,
        threshold,
        "GreaterThanOrEqualToThreshold",
        "Average",
        300,
        1,
        1,
        "ignore",
        actions_enabled=tells,
        actions=("arn:aws:sns:us-east-1:123456789012:on-call",),
        reason=f"Threshold Crossed: {metric} against {threshold}",
        since=NOW - DAY,
    )


def placement(domain: str) -> DomainPlacement:
    today = utc_day(NOW)
    isps = (IspPlacement("Gmail", 960, 40), IspPlacement("Hotmail", 700, 300))
    days = tuple(
        DayPlacement(today - DAY * back, (IspPlacement("Gmail", 96, 4), IspPlacement("Hotmail", 70, 30)))
        for back in range(1, 15)
    )
    return DomainPlacement(domain, 1660, 340, 0.22, isps, days)


SETS = (
    ConfigurationSet("transactional", True, True, NOW - 100 * DAY, "managed-pool", (EVENTS,)),
    ConfigurationSet("marketing", True, True, NOW - 30 * DAY, "standard-pool", (EVENTS,)),
    ConfigurationSet("legacy", False, False, None, "", (replace(EVENTS, enabled=False),)),
)
IPS = (
    DedicatedIp("192.0.2.10", "standard-pool", "DONE", 100),
    DedicatedIp("192.0.2.12", "standard-pool", "IN_PROGRESS", 31),
    DedicatedIp("198.51.100.20", "managed-pool", "NOT_APPLICABLE", None),
)
VALUES = (
    *(
        value(SubjectKind.CONFIGURATION_SET, name, metric, last)
        for name, found in {
            "transactional": (28_800.0, 240.0, 24.0, 0.0111, 0.00012),
            "marketing": (136_000.0, 24_000.0, 48.0, 0.156875, 0.0002),
        }.items()
        for metric, last in zip(
            ("Send", "Bounce", "Complaint", "Reputation.BounceRate", "Reputation.ComplaintRate"),
            found,
            strict=True,
        )
    ),
    value(SubjectKind.TENANT, "acme", "Send", 3456.0),
    *(
        value(SubjectKind.POOL, "managed-pool", metric, last, isp)
        for isp, share in zip(MANAGED_AT, (100.0, 64.0, 100.0), strict=True)
        for metric, last in {
            "Send": 2400.0,
            "ApproximateDedicatedSendingPercentage": share,
            "SentLast24Hours": 2390.0,
            "Available24HourSend": 4000.0,
        }.items()
    ),
    value(SubjectKind.IP, "192.0.2.12", "SNDS.SpamRate", 0.5),
    value(SubjectKind.IP, "192.0.2.12", "SNDS.TrapHits", 3.0),
)
HIT = BlocklistHit("192.0.2.12", "rbl.example.net", NOW - 2 * DAY, "Listed for spam trap hits")
FULL = Inventory(
    sets=SetsResult(SETS),
    tenants=TenantsResult(
        (tenant("acme"), tenant("initech", "DISABLED", "HIGH", CAUSE)),
        (entity("other", "REINSTATED", "ENABLED", "LOW"),),
    ),
    pools=PoolsResult((Pool("standard-pool", "STANDARD"), Pool("managed-pool", "MANAGED")), IPS),
    advisor=(
        recommendation("SPF", "FIXED", "HIGH", "identity/shop.example.com", "The SPF record was wrong."),
        recommendation("BIMI", "OPEN", "LOW", "identity/news.example.org", "A BIMI record was not found."),
        recommendation("BOUNCE", "OPEN", "HIGH", "tenant/initech", CAUSE),
        recommendation("IP_LISTING", "OPEN", "HIGH", "dedicated-ip/192.0.2.12", "It is listed."),
    ),
    alarms=(
        alarm("bounce-3", "Reputation.BounceRate", 0.03, "ALARM"),
        alarm("quiet", "Reputation.BounceRate", 0.05, tells=False),
    ),
    deliverability=DeliverabilityResult(True, "ACTIVE", (placement("news.example.org"),), (HIT,)),
    values=VALUES,
    values_wanted=True,
    values_usd=9.8496,
    warmup={"192.0.2.12": Series.of([(NOW - DAY * back, 0.31 - 0.022 * back) for back in range(10)])},
    read_at=dict.fromkeys((*LISTS, "values"), NOW - 240),
)


DENIED = SourceError("tenants", "ListTenants", ErrorKind.ACCESS_DENIED, "not allowed", "")


def examined(inventory: Inventory, account: AccountStatus | None) -> tuple[Finding, ...]:
    """What doctor finds there."""
    alarms, placed = inventory.alarms, inventory.deliverability
    needs = (
        Need("ses:ListTenants", "tenants and their reputation", False, True, DENIED),
        Need("ses:GetAccount", "account status", True, True),
    )
    facts = Facts(
        "us-east-1",
        topic_arn("us-east-1", "123456789012"),
        needs if inventory is FULL else needs[1:],
        account_id="123456789012",
        skew=5.0,
        account=account,
        sets=inventory.sets,
        gaps=None if alarms is None else gaps(alarms, Bands()),
        pools=inventory.pools,
        tenants=inventory.tenants,
        subscribed=placed.subscribed if placed else None,
    )
    return examine(facts)


def trouble() -> Snapshot:
    """A set that bounces and one that is off, a tenant paused by AWS, a listed IP, a missing alarm."""
    one = STATES["warn"]().targets[0]
    return snapshot(replace(one, inventory=FULL, findings=examined(FULL, one.account)))


def empty() -> Snapshot:
    """Read, and there is nothing."""
    none = Inventory(
        sets=SetsResult(()),
        tenants=TenantsResult(()),
        pools=PoolsResult((), ()),
        advisor=(),
        alarms=(),
        deliverability=DeliverabilityResult(False),
        values_wanted=True,
        read_at=dict.fromkeys((*LISTS, "values"), NOW - 240),
    )
    one = target(inventory=none)
    return snapshot(replace(one, findings=examined(none, one.account)))


def denial(operation: str) -> SourceError:
    service = "cloudwatch" if operation in ("DescribeAlarms", "ListMetrics") else "ses"
    return SourceError(
        "inventory",
        operation,
        ErrorKind.ACCESS_DENIED,
        f"{operation} is not allowed",
        f"allow {service}:{operation} (ses-tui iam-policy)",
    )


OPERATIONS = {
    "sets": "ListConfigurationSets",
    "tenants": "ListTenants",
    "pools": "ListDedicatedIpPools",
    "advisor": "ListRecommendations",
    "alarms": "DescribeAlarms",
    "deliverability": "GetDeliverabilityDashboardOptions",
    "values": "ListMetrics",
}


def denied(*parts: str) -> Snapshot:
    """These parts were never allowed, the rest is as in trouble; by default one of each mode."""
    inventory = FULL
    for part in parts or ("tenants", "pools", "alarms", "values"):
        inventory = replace(
            inventory,
            errors={**inventory.errors, part: (denial(OPERATIONS[part]),)},
            read_at={name: at for name, at in inventory.read_at.items() if name != part},
            **({"values": (), "values_wanted": False} if part == "values" else {part: None}),
        )
    return snapshot(target(inventory=inventory))


def stale() -> Snapshot:
    """Read five hours ago; since then it fails."""
    errors = {part: (denial(OPERATIONS[part]),) for part in LISTS}
    read_at = dict.fromkeys(FULL.read_at, NOW - 5 * HOUR)
    return snapshot(target(inventory=replace(FULL, errors=errors, read_at=read_at)))


def loading() -> Snapshot:
    """The account is read, the lists are not yet."""
    return snapshot(target())


def hostile() -> Snapshot:
    """Every outside string is chosen by somebody unkind."""
    evil = EVIL
    side = ManagedStatus(evil, evil, NOW)
    entity_ = ReputationEntity(evil, evil, evil, side, side)
    destination = EventDestination(evil, False, (evil,), (evil, "BOUNCE"), evil)
    hit = BlocklistHit(evil, evil, NOW, evil)
    where = tuple(replace(one, isp=evil) for one in placement(evil).isps)
    inventory = Inventory(
        sets=SetsResult((ConfigurationSet(evil, False, False, NOW, evil, (destination,)),)),
        tenants=TenantsResult(
            (TenantStatus(evil, f"{ARN}:tenant/{evil}", evil, NOW, entity_),),
            (replace(entity_, arn=f"x{evil}"),),
        ),
        pools=PoolsResult((Pool(evil, evil),), (DedicatedIp(evil, evil, "IN_PROGRESS", 12),)),
        advisor=(
            Recommendation(evil, evil, evil, "OPEN", "HIGH", evil, NOW, NOW),
            Recommendation(evil, evil, "IP_LISTING", evil, evil, evil, NOW, NOW),
        ),
        alarms=(replace(alarm(evil, evil, 0.03, evil), dimensions=((evil, evil),), reason=evil),),
        deliverability=DeliverabilityResult(True, evil, (replace(placement(evil), isps=where),), (hit,)),
        values=(
            value(SubjectKind.CONFIGURATION_SET, evil, "Reputation.BounceRate", 0.2),
            value(SubjectKind.POOL, evil, "ApproximateDedicatedSendingPercentage", 50.0, evil),
            value(SubjectKind.IP, evil, "SNDS.SpamRate", 0.7),
        ),
        values_wanted=True,
        errors={part: (SourceError(evil, evil, ErrorKind.PARTIAL, evil, evil),) for part in OPERATIONS},
        read_at=dict.fromkeys(FULL.read_at, NOW),
    )
    findings = (
        Finding(evil, Level.FAIL, evil, (evil, evil), (evil,)),
        Finding(evil, Level.PASS, evil, wanted=(evil,)),
    )
    one = replace(STATES["warn"]().targets[0], condition=Condition.WARN, findings=findings)
    return snapshot(replace(one, inventory=inventory))


INVENTORIES: Mapping[str, Callable[[], Snapshot]] = {
    state.__name__: state for state in (trouble, empty, denied, stale, loading, hostile)
}
MODES = {"4": "sets", "5": "ips", "8": "advisor"}
