"""Tenants, and what AWS and the customer say of their reputation."""

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import ENTITIES, TENANTS, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.errors import SourceError
from ses_tui.core.resources import (
    VERBATIM_CAP,
    ManagedStatus,
    ReputationEntity,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.results import ReadError
from ses_tui.core.text import safe

PAGE_SIZE = 100


async def read_tenants(caller: Calls, names: Names) -> TenantsResult:
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
    return TenantsResult(tuple(rows), others, tuple(errors))


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
