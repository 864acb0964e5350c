"""Each tenant's own suppression setting: the list does not bring it (GetTenant, one call each; free)."""

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import TENANT, Calls
from ses_tui.aws.paging import Parts
from ses_tui.core.record import replace
from ses_tui.core.resources import TenantsResult

MOST_READ = 50
"""Tenants that are asked for: a second each, where AWS paces such calls."""


async def with_suppression(caller: Calls, names: Names, read: TenantsResult) -> TenantsResult:
    """The same tenants, the first of them with their settings."""
    parts, found = Parts(), []
    for one in read.tenants[:MOST_READ]:
        answer = await parts.of(caller, TENANT, TenantName=names.raw(one.name))
        settings = shapes.struct(shapes.struct(answer or {}, "Tenant"), "SuppressionAttributes")
        found.append(
            replace(
                one,
                suppressed=shapes.words(settings, "SuppressedReasons"),
                suppression_scope=shapes.text(settings, "SuppressionScope"),
            )
        )
    return replace(read, tenants=(*found, *read.tenants[MOST_READ:]), errors=(*read.errors, *parts.errors))
