"""ListMultiRegionEndpoints: global endpoints that send through two Regions."""

from ses_tui.aws import shapes
from ses_tui.aws.operations import ENDPOINTS, Calls
from ses_tui.aws.paging import pages
from ses_tui.core.resources import MultiRegionEndpoint
from ses_tui.core.text import safe


async def read_endpoints(caller: Calls) -> tuple[MultiRegionEndpoint, ...]:
    """Those whose primary Region is this one; AWS lists no others."""
    found = []
    async for page in pages(caller, ENDPOINTS):
        found += [
            MultiRegionEndpoint(
                shapes.text(one, "EndpointName"),
                shapes.text(one, "Status"),
                tuple(safe(region) for region in shapes.values(one, "Regions") if isinstance(region, str)),
            )
            for one in shapes.structs(page, "MultiRegionEndpoints")
        ]
    return tuple(found)
