"""One entry of the configuration in several Regions: one target each, named ``prod/eu-west-1``."""

from collections.abc import Iterable, Mapping, Sequence

from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.record import replace


def in_regions(target: Target, regions: Sequence[str]) -> tuple[Target, ...]:
    """One per Region."""
    return tuple(replace(target, name=f"{target.name}/{region}", region=region) for region in regions)


def entry_of(target: Target) -> str:
    """The name in the configuration: ``prod`` of ``prod/eu-west-1``."""
    return target.name.removesuffix(f"/{target.region}")


def choose(targets: Iterable[Target], name: str | None, given: Mapping[str, str]) -> tuple[Target, ...]:
    """Those that ``--target NAME`` means, by their own name or their entry's (None: all), with what the
    command line sets of each; a Region chooses among those of an entry."""
    chosen = (_overridden(one, given) for target in targets for one in _meant(target, name))
    return tuple({one.name: one for one in chosen}.values())


def _meant(target: Target, name: str | None) -> tuple[Target, ...]:
    if name is None or name in (target.name, entry_of(target)):
        return (target,)
    entry, _, region = name.rpartition("/")
    return in_regions(target, (region,)) if target.region == ANY_REGION and entry == target.name else ()


def _overridden(target: Target, given: Mapping[str, str]) -> Target:
    several = target.region == ANY_REGION or entry_of(target) != target.name
    if several and (region := given.get("region")):
        target = replace(target, name=f"{entry_of(target)}/{region}")
    return replace(target, **given)
