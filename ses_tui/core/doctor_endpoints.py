"""What ``doctor`` says of endpoints that send through two Regions. Pure."""

from collections.abc import Collection, Sequence

from ses_tui.core.findings import Finding, Level
from ses_tui.core.resources import MultiRegionEndpoint

CHECK = "endpoints"


def endpoints(found: Sequence[MultiRegionEndpoint] | None, watched: Collection[str]) -> tuple[Finding, ...]:
    """Each with its Regions; a warning where one of them is watched by no target. None: not read."""
    return tuple(_endpoint(one, watched) for one in found or ())


def _endpoint(one: MultiRegionEndpoint, watched: Collection[str]) -> Finding:
    said = f"{one.name} sends through {' and '.join(one.regions)}, {one.status}"
    missing = [region for region in one.regions if region not in watched]
    if not missing:
        level = Level.PASS if one.status == "READY" else Level.WARN
        return Finding(CHECK, level, said)
    names = " and ".join(missing)
    text = f"{said}: nobody watches {names} here, whose rates and status are of their own"
    return Finding(CHECK, Level.WARN, text, ("ses-tui config init",))
