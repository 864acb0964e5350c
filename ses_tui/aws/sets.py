"""Configuration sets: what each is set to, and where its events go."""

from ses_tui.aws import shapes
from ses_tui.aws.names import Names
from ses_tui.aws.operations import SET, SET_DESTINATIONS, SETS, Calls
from ses_tui.aws.paging import pages
from ses_tui.aws.partial import Parts
from ses_tui.core.resources import ConfigurationSet, EventDestination, SetsResult
from ses_tui.core.text import safe

PAGE_SIZE = 100
"""The model names no maximum here; a hundred is the smallest that it names elsewhere."""

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
    pool = shapes.raw_text(shapes.struct(settings, "DeliveryOptions"), "SendingPoolName")
    return ConfigurationSet(
        name,
        sending_enabled=_flag(shapes.struct(settings, "SendingOptions"), "SendingEnabled"),
        reputation_metrics_enabled=_flag(reputation, "ReputationMetricsEnabled"),
        last_fresh_start=shapes.as_time(reputation.get("LastFreshStart")),
        pool=names.printable(pool) if pool else "",
        destinations=where,
    )


def _flag(answer: shapes.Answer, key: str) -> bool | None:
    value = answer.get(key)
    return value if isinstance(value, bool) else None


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
