"""The AWS CLI commands that ``doctor`` and ``alarms`` print. They write, so only people run them. Pure."""

import json
import shlex
from collections.abc import Sequence

from ses_tui.core.alarm_gaps import PERIOD, Better, WantedAlarm
from ses_tui.core.partitions import partition_of
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo, ConfigurationSet, EventDestination

NAMESPACE = "AWS/SES"
TOPIC = "REPLACE-WITH-YOUR-TOPIC"


def topic_arn(region: str, account_id: str, topic: str = "") -> str:
    """Where the alarms go: ``topic`` if given, else an ARN to fill in, in the Region's partition."""
    where = f"{region or 'us-east-1'}:{account_id or '123456789012'}"
    return topic or f"arn:{partition_of(region)}:sns:{where}:{TOPIC}"


def make_alarm(one: WantedAlarm, region: str, topic: str) -> str:
    """The AWS CLI command that makes a missing alarm."""
    return _put(
        AlarmInfo(
            one.name,
            "",
            metric=one.metric,
            threshold=one.threshold,
            comparison=one.comparison,
            statistic=one.statistic,
            period=one.period,
            evaluation_periods=one.evaluation_periods,
            datapoints=one.evaluation_periods,
            missing_data=one.missing_data,
            actions_enabled=True,
            actions=(topic,),
            ok_actions=(topic,),
            dimensions=one.dimensions,
            description=one.description,
        ),
        region,
        share_queries(one),
    )


def share_queries(one: WantedAlarm) -> list[dict[str, object]]:
    """The metric math of an alarm on a share, as CloudWatch's ``Metrics``; empty for any other."""
    if not one.share_of:
        return []
    part, whole = one.metric.lower(), one.share_of.lower()
    share = f"IF({whole} >= {one.at_least}, {part} / {whole}, 0)"
    dimensions = [{"Name": name, "Value": value} for name, value in one.dimensions]
    return [
        {"Id": "share", "Expression": share, "Label": one.name, "ReturnData": True},
        *(
            {
                "Id": metric.lower(),
                "MetricStat": {
                    "Metric": {"Namespace": NAMESPACE, "MetricName": metric, "Dimensions": dimensions},
                    "Period": one.period,
                    "Stat": "Sum",
                },
                "ReturnData": False,
            }
            for metric in (one.metric, one.share_of)
        ),
    ]


def mend_alarm(one: Better, region: str, topic: str) -> str | None:
    """The command that mends an alarm, as a whole, or shows what mutes it; None where only people can."""
    if one.enable:
        return command(region, "cloudwatch", "enable-alarm-actions", "--alarm-names", one.alarm.name)
    if one.mute:
        return command(region, "cloudwatch", "get-alarm-mute-rule", "--alarm-mute-rule-name", one.mute)
    if one.mended is None:
        return None
    mended = one.mended
    if not mended.actions:
        mended = replace(mended, actions=(topic,), actions_enabled=True)
    return _put(mended, region)


def _put(alarm: AlarmInfo, region: str, queries: Sequence[dict[str, object]] = ()) -> str:
    words = ["cloudwatch", "put-metric-alarm", "--alarm-name", alarm.name]
    if alarm.description:
        words += ["--alarm-description", alarm.description]
    words += ["--metrics", json.dumps(queries)] if queries else _metric(alarm)
    words += ["--evaluation-periods", str(alarm.evaluation_periods or 1)]
    if alarm.datapoints:
        words += ["--datapoints-to-alarm", str(alarm.datapoints)]
    words += ["--threshold", f"{alarm.threshold or 0:g}", "--comparison-operator", alarm.comparison]
    words += ["--treat-missing-data", alarm.missing_data]
    words += ["--actions-enabled" if alarm.actions_enabled else "--no-actions-enabled"]
    for option, actions in (
        ("--alarm-actions", alarm.actions),
        ("--ok-actions", alarm.ok_actions),
        ("--insufficient-data-actions", alarm.no_data_actions),
    ):
        if actions:
            words += [option, *actions]
    return command(region, *words)


def _metric(alarm: AlarmInfo) -> list[str]:
    words = ["--namespace", NAMESPACE, "--metric-name", alarm.metric]
    if alarm.dimensions:
        words += [
            "--dimensions",
            json.dumps([{"Name": name, "Value": value} for name, value in alarm.dimensions]),
        ]
    return [*words, "--statistic", alarm.statistic, "--period", str(alarm.period or PERIOD)]


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
