"""The AWS CLI commands that ``doctor`` prints. They write, so only people run them."""

import json
import shlex
from collections.abc import Sequence

from ses_tui.core.resources import ConfigurationSet, EventDestination

EVENT_TYPES = ("BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT")
"""What a monitor wants to hear of."""

_BY_ARN = {"sns": ("SnsDestination", "TopicArn"), "eventbridge": ("EventBridgeDestination", "EventBusArn")}


def command(region: str, *words: str) -> str:
    """A line for a POSIX shell."""
    return shlex.join(["aws", *words, *(["--region", region] if region else [])])


def reputation_metrics(name: str, region: str) -> str:
    """Turn on the export of a set's own bounce and complaint rate."""
    return command(
        region,
        *("sesv2", "put-configuration-set-reputation-options"),
        *("--configuration-set-name", name, "--reputation-metrics-enabled"),
    )


def publish_events(one: ConfigurationSet, region: str, topic: str) -> str:
    """Have a set publish its bounces and complaints: enable what is there, else make a destination."""
    for destination in one.silent_destinations:
        for kind, (member, key) in _BY_ARN.items():
            if destination.kinds == (kind,) and destination.arn:
                return _destination("update", one.name, destination, member, key, region)
    taken = {destination.name for destination in one.destinations or ()}
    name = next(name for name in ("ses-tui", *(f"ses-tui-{n}" for n in range(2, 99))) if name not in taken)
    new = EventDestination(name, True, ("sns",), EVENT_TYPES, topic)
    return _destination("create", one.name, new, *_BY_ARN["sns"], region)


def vdm_on(region: str) -> str:
    """Turn on Virtual Deliverability Manager (it costs per message)."""
    return command(region, "sesv2", "put-account-vdm-attributes", "--vdm-attributes", "VdmEnabled=ENABLED")


def _destination(verb: str, set_name: str, one: EventDestination, member: str, key: str, region: str) -> str:
    types: Sequence[str] = one.event_types
    body = {"Enabled": True, "MatchingEventTypes": list(types), member: {key: one.arn}}
    return command(
        region,
        *("sesv2", f"{verb}-configuration-set-event-destination", "--configuration-set-name", set_name),
        *("--event-destination-name", one.name, "--event-destination", json.dumps(body)),
    )
