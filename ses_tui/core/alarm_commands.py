"""Alarms as AWS CLI commands. They write, so only people run them. Pure."""

import json

from ses_tui.core.alarm_gaps import COMPARISON, PERIOD, Better, WantedAlarm
from ses_tui.core.mending import command
from ses_tui.core.partitions import partition_of
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo

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
            comparison=COMPARISON,
            statistic="Average",
            period=PERIOD,
            evaluation_periods=1,
            datapoints=1,
            missing_data="ignore",
            actions_enabled=True,
            actions=(topic,),
            ok_actions=(topic,),
            description=one.description,
        ),
        region,
    )


def mend_alarm(one: Better, region: str, topic: str) -> str | None:
    """The command that mends an alarm; None where only people can: it replaces the alarm as a whole."""
    if one.enable:
        return command(region, "cloudwatch", "enable-alarm-actions", "--alarm-names", one.alarm.name)
    if one.mended is None:
        return None
    mended = one.mended
    if not mended.actions:
        mended = replace(mended, actions=(topic,), actions_enabled=True)
    return _put(mended, region)


def _put(alarm: AlarmInfo, region: str) -> str:
    words = ["cloudwatch", "put-metric-alarm", "--alarm-name", alarm.name]
    if alarm.description:
        words += ["--alarm-description", alarm.description]
    words += ["--namespace", NAMESPACE, "--metric-name", alarm.metric]
    if alarm.dimensions:
        words += [
            "--dimensions",
            json.dumps([{"Name": name, "Value": value} for name, value in alarm.dimensions]),
        ]
    words += ["--statistic", alarm.statistic, "--period", str(alarm.period or PERIOD)]
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
