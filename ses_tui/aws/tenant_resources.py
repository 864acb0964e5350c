"""ListTenantResources, for the few tenants that are disabled or of a high impact."""

from collections.abc import Sequence

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import TENANT_RESOURCES, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.errors import SourceError
from ses_tui.core.record import replace
from ses_tui.core.resources import TenantResource, TenantStatus
from ses_tui.core.results import ReadError

PAGE_SIZE = 100
"""As of the other lists: the model names no maximum."""

MOST = 10
"""Tenants that are asked about in one round, a call each at least."""


async def with_resources(
    caller: Calls, names: Names, tenants: Sequence[TenantStatus], *, at_least_one: bool = False
) -> tuple[tuple[TenantStatus, ...], tuple[SourceError, ...]]:
    """All of them, those in trouble with what they send with; why that was not read.

    ``at_least_one``: also where none is in trouble, to know whether one may ask.
    """
    troubled = [one.name for one in tenants if one.in_trouble]
    asked = (troubled or [one.name for one in tenants][: int(at_least_one)])[:MOST]
    found: dict[str, tuple[TenantResource, ...]] = {}
    errors: tuple[SourceError, ...] = ()
    try:
        for name in asked:
            found[name] = await _resources(caller, names, name)
    except ReadError as failure:
        errors = (failure.error,)
    return tuple(replace(one, resources=found.get(one.name)) for one in tenants), errors


async def _resources(caller: Calls, names: Names, tenant: str) -> tuple[TenantResource, ...]:
    found = []
    async for page in pages(caller, TENANT_RESOURCES, TenantName=names.raw(tenant), PageSize=PAGE_SIZE):
        for one in shapes.structs(page, "TenantResources"):
            arn = shapes.raw_text(one, "ResourceArn")
            # arn:aws:ses:REGION:ACCOUNT:identity/NAME; a name may itself hold "/" or ":"
            name = arn.split(":", 5)[-1].partition("/")[2] or arn
            found.append(TenantResource(shapes.text(one, "ResourceType"), names.printable(name)))
    return tuple(found)
