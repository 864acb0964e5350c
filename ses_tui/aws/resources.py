"""What an account has: configuration sets, pools with their IPs, tenants, and the VDM advisor's findings."""

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import (
    ENTITIES,
    IPS,
    POOL,
    POOLS,
    RECOMMENDATIONS,
    SET,
    SET_DESTINATIONS,
    SETS,
    TENANTS,
    Calls,
)
from ses_tui.aws.paging import Parts, pages
from ses_tui.aws.tenant_resources import with_resources
from ses_tui.core.errors import SourceError
from ses_tui.core.resources import (
    VERBATIM_CAP,
    ConfigurationSet,
    DedicatedIp,
    EventDestination,
    ManagedStatus,
    Pool,
    PoolsResult,
    Recommendation,
    ReputationEntity,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.results import ReadError
from ses_tui.core.text import safe

PAGE_SIZE = 100
"""The models name no maximum for some of these lists; a hundred is the smallest that they name elsewhere."""

ARN_CAP = 2048
"""Characters kept of an ARN; a cut one could not be used in a command."""

_KINDS = {
    "SnsDestination": "sns",
    "KinesisFirehoseDestination": "firehose",
    "CloudWatchDestination": "cloudwatch",
    "EventBridgeDestination": "eventbridge",
    "PinpointDestination": "pinpoint",
}


async def read_sets(caller: Calls, names: Names) -> SetsResult:
    """Every set (two calls each, one at a time). ReadError without the list."""
    listed: list[str] = []
    async for page in pages(caller, SETS, PageSize=PAGE_SIZE):
        listed += [name for name in shapes.values(page, "ConfigurationSets") if isinstance(name, str)]
    parts = Parts()
    sets = []
    for raw in dict.fromkeys(listed):
        settings = await parts.of(caller, SET, ConfigurationSetName=raw)
        destinations = await parts.of(caller, SET_DESTINATIONS, ConfigurationSetName=raw)
        sets.append(_set(names.printable(raw), names, settings, destinations))
    return SetsResult(tuple(sets), parts.errors)


def _set(
    name: str, names: Names, settings: shapes.Answer | None, destinations: shapes.Answer | None
) -> ConfigurationSet:
    where = None
    if destinations is not None:
        where = tuple(_destination(one) for one in shapes.structs(destinations, "EventDestinations"))
    if settings is None:
        return ConfigurationSet(name, destinations=where)
    reputation = shapes.struct(settings, "ReputationOptions")
    delivery, vdm = shapes.struct(settings, "DeliveryOptions"), shapes.struct(settings, "VdmOptions")
    suppression = shapes.struct(settings, "SuppressionOptions")
    pool = shapes.raw_text(delivery, "SendingPoolName")
    return ConfigurationSet(
        name,
        sending_enabled=shapes.truth(shapes.struct(settings, "SendingOptions"), "SendingEnabled"),
        reputation_metrics_enabled=shapes.truth(reputation, "ReputationMetricsEnabled"),
        last_fresh_start=shapes.as_time(reputation.get("LastFreshStart")),
        pool=names.printable(pool) if pool else "",
        destinations=where,
        suppressed=shapes.words(suppression, "SuppressedReasons"),
        suppression_scope=shapes.text(suppression, "SuppressionScope"),
        tls=shapes.text(delivery, "TlsPolicy"),
        most_seconds=shapes.as_count(delivery.get("MaxDeliverySeconds")),
        engagement=shapes.text(shapes.struct(vdm, "DashboardOptions"), "EngagementMetrics"),
        guardian=shapes.text(shapes.struct(vdm, "GuardianOptions"), "OptimizedSharedDelivery"),
    )


_ARNS = ("TopicArn", "DeliveryStreamArn", "EventBusArn", "ApplicationArn")


def _destination(answer: shapes.Answer) -> EventDestination:
    types = sorted(name for name in shapes.values(answer, "MatchingEventTypes") if isinstance(name, str))
    return EventDestination(
        shapes.text(answer, "Name"),
        shapes.flag(answer, "Enabled"),
        tuple(kind for member, kind in _KINDS.items() if shapes.struct(answer, member)),
        tuple(map(safe, types)),
        next((arn for member in _KINDS for key in _ARNS if (arn := _within(answer, member, key))), ""),
    )


def _within(answer: shapes.Answer, member: str, key: str) -> str:
    return safe(shapes.raw_text(shapes.struct(answer, member), key), ARN_CAP)


async def read_pools(caller: Calls, names: Names) -> PoolsResult:
    """Pools and IPs; an account without any has empty lists. ReadError if neither list was read."""
    parts = Parts()
    listed: list[str] = []
    failed: ReadError | None = None
    try:
        async for page in pages(caller, POOLS, PageSize=PAGE_SIZE):
            listed += [name for name in shapes.values(page, "DedicatedIpPools") if isinstance(name, str)]
    except ReadError as error:
        failed = error
        parts.note(error.error)
    pools = []
    for raw in dict.fromkeys(listed):
        answer = await parts.of(caller, POOL, PoolName=raw)
        kind = shapes.text(shapes.struct(answer, "DedicatedIpPool"), "ScalingMode") if answer else ""
        pools.append(Pool(names.printable(raw), kind))
    ips: list[DedicatedIp] = []
    try:
        ips += await read_ips(caller, names)
    except ReadError as error:
        if failed is not None:
            raise failed from None
        parts.note(error.error)
    return PoolsResult(tuple(pools), tuple(ips), parts.errors)


async def read_ips(caller: Calls, names: Names) -> tuple[DedicatedIp, ...]:
    """Every dedicated IP of the account (GetDedicatedIps)."""
    ips: dict[str, DedicatedIp] = {}
    async for page in pages(caller, IPS, PageSize=PAGE_SIZE):
        for one in shapes.structs(page, "DedicatedIps"):
            ip = _ip(one, names)
            ips[ip.ip] = ip
    return tuple(ips.values())


def _ip(answer: shapes.Answer, names: Names) -> DedicatedIp:
    percent = shapes.as_count(answer.get("WarmupPercentage"))  # -1 in a managed pool: no count
    pool = shapes.raw_text(answer, "PoolName")
    return DedicatedIp(
        names.printable(shapes.raw_text(answer, "Ip")),
        names.printable(pool) if pool else "",
        shapes.text(answer, "WarmupStatus"),
        percent if percent is not None and percent <= 100 else None,
    )


async def read_recommendations(caller: Calls) -> tuple[Recommendation, ...]:
    """Open and fixed findings, the gravest first; once a second at most (call.PACED)."""
    recommendations: list[Recommendation] = []
    async for page in pages(caller, RECOMMENDATIONS, PageSize=PAGE_SIZE):
        recommendations += [_recommendation(one) for one in shapes.structs(page, "Recommendations")]
    return tuple(sorted(recommendations, key=Recommendation.order))


def _recommendation(answer: shapes.Answer) -> Recommendation:
    arn = shapes.raw_text(answer, "ResourceArn")
    # arn:aws:ses:REGION:ACCOUNT:identity/NAME; a name may itself hold "/" or ":"
    resource = arn.split(":", 5)[-1].partition("/")[2] or arn
    return Recommendation(
        safe(resource),
        safe(arn),
        shapes.text(answer, "Type"),
        shapes.text(answer, "Status"),
        shapes.text(answer, "Impact"),
        safe(shapes.raw_text(answer, "Description"), VERBATIM_CAP),
        shapes.as_time(answer.get("CreatedTimestamp")),
        shapes.as_time(answer.get("LastUpdatedTimestamp")),
    )


async def read_tenants(caller: Calls, names: Names, *, ask_one: bool = False) -> TenantsResult:
    """Every tenant with its reputation entity. ReadError if neither list was read."""
    entities, no_entities = await _entities(caller)
    rows: list[TenantStatus] = []
    errors = [no_entities] if no_entities else []
    try:
        async for page in pages(caller, TENANTS, PageSize=PAGE_SIZE):
            rows += [_tenant(one, names, entities) for one in shapes.structs(page, "Tenants")]
    except ReadError as error:
        if not entities and not rows:
            raise
        errors.append(error.error)
    owned = {row.arn for row in rows}
    others = tuple(entity for arn, entity in entities.items() if arn not in owned)
    tenants, unread = await with_resources(caller, names, rows, at_least_one=ask_one)
    return TenantsResult(tenants, others, (*errors, *unread))


async def _entities(caller: Calls) -> tuple[dict[str, ReputationEntity], SourceError | None]:
    entities: dict[str, ReputationEntity] = {}
    try:
        async for page in pages(caller, ENTITIES, PageSize=PAGE_SIZE):
            for one in shapes.structs(page, "ReputationEntities"):
                entity = _entity(one)
                entities[entity.arn] = entity
    except ReadError as error:
        return entities, error.error
    return entities, None


def _tenant(answer: shapes.Answer, names: Names, entities: dict[str, ReputationEntity]) -> TenantStatus:
    arn = shapes.text(answer, "TenantArn")
    return TenantStatus(
        names.printable(shapes.raw_text(answer, "TenantName")),
        arn,
        shapes.text(answer, "SendingStatus"),
        shapes.as_time(answer.get("CreatedTimestamp")),
        entities.get(arn),
    )


def _entity(answer: shapes.Answer) -> ReputationEntity:
    return ReputationEntity(
        shapes.text(answer, "ReputationEntityReference"),
        shapes.text(answer, "SendingStatusAggregate"),
        shapes.text(answer, "ReputationImpact"),
        aws=_status(answer, "AwsSesManagedStatus"),
        customer=_status(answer, "CustomerManagedStatus"),
    )


def _status(answer: shapes.Answer, key: str) -> ManagedStatus | None:
    stated = shapes.struct(answer, key)
    if not stated:
        return None
    return ManagedStatus(
        shapes.text(stated, "Status"),
        safe(shapes.raw_text(stated, "Cause"), VERBATIM_CAP),
        shapes.as_time(stated.get("LastUpdatedTimestamp")),
    )
