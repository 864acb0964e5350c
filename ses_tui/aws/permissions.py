"""Which IAM actions reading takes, feature by feature: from the operations that the code calls."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from ses_tui.aws import operations as op
from ses_tui.aws.operations import Operation
from ses_tui.core.doctor import Need
from ses_tui.core.errors import Misconfigured, SourceError
from ses_tui.core.partitions import REGION, partition_of


class Feature(NamedTuple):
    """A part of the monitor, and the operations that it takes."""

    about: str
    operations: tuple[Operation, ...]
    core: bool = False
    """Without it there is no monitor."""
    optional: bool = False
    """AWS does not document how it answers an account that does not have it."""


FEATURES: Mapping[str, Feature] = {
    "core": Feature(
        "account status, rates, counts, identities",
        (op.ACCOUNT, op.SEND_STATISTICS, op.METRIC_DATA, op.IDENTITIES),
        core=True,
    ),
    "identities": Feature("why an identity can't send", (op.IDENTITY,)),
    "vdm": Feature("rows per ISP and identity", (op.VDM,)),
    "sets": Feature("configuration sets", (op.SETS, op.SET, op.SET_DESTINATIONS, op.METRICS)),
    "tenants": Feature(
        "tenants and their reputation",
        (op.TENANTS, op.TENANT, op.ENTITIES, op.TENANT_RESOURCES),
        optional=True,
    ),
    "endpoints": Feature("endpoints of two Regions", (op.ENDPOINTS,), optional=True),
    "ips": Feature("dedicated IPs and warm-up", (op.POOLS, op.POOL, op.IPS), optional=True),
    "advisor": Feature("the VDM advisor's findings", (op.RECOMMENDATIONS,), optional=True),
    "alarms": Feature("CloudWatch alarms", (op.ALARMS, op.MUTE_RULES, op.MUTE_RULE, op.ALARM_HISTORY)),
    "deliverability": Feature(
        "inbox placement and blocklists",
        (op.DELIVERABILITY, op.DOMAIN_STATISTICS, op.BLOCKLISTS),
        optional=True,
    ),
    "message": Feature("one message's life, when asked for", (op.MESSAGE,), optional=True),
    "events": Feature(
        "the live tail of a queue", (op.RECEIVE_MESSAGES, op.DELETE_MESSAGES, op.QUEUE_ATTRIBUTES)
    ),
}
"""GetCallerIdentity is in none: AWS allows it to everybody."""

QUEUE_FEATURE = "events"

ASSUME_ROLE = "sts:AssumeRole"
"""What botocore calls for a target with ``role_arn``, with the credentials below the role."""

_QUEUE_ARN = re.compile(r"arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+")
_QUEUE_PATH = re.compile(r"/(\d{12})/([\w.-]+)")
_REGION = re.compile(rf"(?:^|\.)({REGION})\.")


def actions(features: Collection[str]) -> list[str]:
    """The actions of these features, each once, sorted."""
    return sorted({one.action for name in features for one in FEATURES[name].operations})


def needs(outcomes: Mapping[Operation, SourceError | None]) -> tuple[Need, ...]:
    """Every action but the queue's, with the newest outcome of its operations: a failure, if there is one."""
    went: dict[str, SourceError | None] = {}
    for operation, error in outcomes.items():
        action = operation.action
        went[action] = error or went.get(action)
    features = {
        operation.action: feature
        for name, feature in FEATURES.items()
        if name != QUEUE_FEATURE
        for operation in feature.operations
    }
    return tuple(
        Need(action, feature.about, feature.core, action in went, went.get(action), feature.optional)
        for action, feature in features.items()
    )


def statement(allowed: Collection[str], resource: str | list[str] = "*", sid: str = "") -> dict[str, object]:
    """One statement of a policy."""
    named = {"Sid": sid} if sid else {}
    return {**named, "Effect": "Allow", "Action": sorted(allowed), "Resource": resource}


def policy(features: Collection[str], *queues: str) -> dict[str, object]:
    """The least policy for these features; the queue's actions on ``queues`` (ARNs) alone.

    Without a queue, its feature is left out.
    """
    reading = [name for name in FEATURES if name in features and name != QUEUE_FEATURE]
    statements = [statement(actions(reading), sid="SesTuiRead")] if reading else []
    if queues and QUEUE_FEATURE in features:
        statements.append(statement(actions((QUEUE_FEATURE,)), _one_or_list(queues), "SesTuiEvents"))
    return {"Version": "2012-10-17", "Statement": statements}


def base_policy(roles: Collection[str]) -> dict[str, object]:
    """What the credentials need that assume ``roles`` (ARNs): nothing but that. The reading is the roles'."""
    allowed = statement((ASSUME_ROLE,), _one_or_list(sorted(set(roles))), "SesTuiAssumeRole")
    return {"Version": "2012-10-17", "Statement": [allowed]}


def _one_or_list(arns: Collection[str]) -> str | list[str]:
    listed = list(arns)
    return listed[0] if len(listed) == 1 else listed


def queue_arn(queue: str) -> str:
    """The ARN of a queue given as ARN or URL. Raises Misconfigured if it is neither."""
    if _QUEUE_ARN.fullmatch(queue):
        return queue
    try:
        parts = urlsplit(queue)
        path, region = _QUEUE_PATH.fullmatch(parts.path), _REGION.search(parts.netloc)
    except ValueError:
        path = region = None
    if path is None or region is None:
        raise Misconfigured(
            f"{queue!r} names no queue: write its ARN, or https://sqs.REGION.amazonaws.com/ACCOUNT/NAME"
        )
    return f"arn:{partition_of(region[1])}:sqs:{region[1]}:{path[1]}:{path[2]}"
