"""Alarms as CloudFormation, Terraform and AWS CLI text. Pure: what is missing in, text out."""

import json
import shlex
from collections.abc import Sequence

from ses_tui.aws.alarms import NAMESPACE
from ses_tui.core.alarm_gaps import COMPARISON, PERIOD, Better, WantedAlarm
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo

TOPIC = "REPLACE-WITH-YOUR-TOPIC"


def topic_arn(region: str, account_id: str, topic: str = "") -> str:
    """Where the alarms go: ``topic`` if given, else an ARN to fill in."""
    return topic or f"arn:aws:sns:{region or 'us-east-1'}:{account_id or '123456789012'}:{TOPIC}"


def cloudformation(missing: Sequence[WantedAlarm], topic: str = "") -> str:
    """A template with a parameter for the SNS topic; empty if nothing is missing."""
    if not missing:
        return ""
    default = f"\n    Default: {json.dumps(topic)}" if topic else ""
    lines = [
        'AWSTemplateFormatVersion: "2010-09-09"',
        "Description: Alarms on the sending reputation of Amazon SES",
        "Parameters:",
        "  AlarmTopicArn:",
        "    Type: String",
        "    Description: ARN of the SNS topic that tells somebody" + default,
        "Resources:",
    ]
    for one in missing:
        lines += [
            f"  {_camel(one.name)}:",
            "    Type: AWS::CloudWatch::Alarm",
            "    Properties:",
            f"      AlarmName: {json.dumps(one.name)}",
            f"      AlarmDescription: {json.dumps(one.description)}",
            f"      Namespace: {NAMESPACE}",
            f"      MetricName: {one.metric}",
            "      Statistic: Average",
            f"      Period: {PERIOD}",
            "      EvaluationPeriods: 1",
            "      DatapointsToAlarm: 1",
            f"      Threshold: {one.threshold:g}",
            f"      ComparisonOperator: {COMPARISON}",
            "      TreatMissingData: ignore",
            "      ActionsEnabled: true",
            "      AlarmActions:",
            "        - !Ref AlarmTopicArn",
            "      OKActions:",
            "        - !Ref AlarmTopicArn",
        ]
    return "\n".join(lines)


def terraform(missing: Sequence[WantedAlarm], topic: str = "") -> str:
    """Resources of the provider hashicorp/aws with a variable for the SNS topic; empty if none is missing."""
    if not missing:
        return ""
    lines = [
        'variable "alarm_topic_arn" {',
        '  description = "ARN of the SNS topic that tells somebody"',
        "  type        = string",
        *([f"  default     = {json.dumps(topic)}"] if topic else []),
        "}",
    ]
    for one in missing:
        settings = {
            "alarm_name": json.dumps(one.name),
            "alarm_description": json.dumps(one.description),
            "namespace": json.dumps(NAMESPACE),
            "metric_name": json.dumps(one.metric),
            "statistic": json.dumps("Average"),
            "period": f"{PERIOD}",
            "evaluation_periods": "1",
            "datapoints_to_alarm": "1",
            "threshold": f"{one.threshold:g}",
            "comparison_operator": json.dumps(COMPARISON),
            "treat_missing_data": json.dumps("ignore"),
            "actions_enabled": "true",
            "alarm_actions": "[var.alarm_topic_arn]",
            "ok_actions": "[var.alarm_topic_arn]",
        }
        width = max(map(len, settings))
        lines += [
            "",
            f'resource "aws_cloudwatch_metric_alarm" "{one.name.replace("-", "_")}" {{',
            *(f"  {name:<{width}} = {value}" for name, value in settings.items()),
            "}",
        ]
    return "\n".join(lines)


def cli_new(one: WantedAlarm, region: str, topic: str) -> str:
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


def cli_better(one: Better, region: str, topic: str) -> str | None:
    """The command that mends an alarm; None where only people can: it replaces the alarm as a whole."""
    if one.enable:
        return _join(["aws", "cloudwatch", "enable-alarm-actions", "--alarm-names", one.alarm.name], region)
    if one.mended is None:
        return None
    mended = one.mended
    if not mended.actions:
        mended = replace(mended, actions=(topic,), actions_enabled=True)
    return _put(mended, region)


def _put(alarm: AlarmInfo, region: str) -> str:
    words = ["aws", "cloudwatch", "put-metric-alarm", "--alarm-name", alarm.name]
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
    return _join(words, region)


def _join(words: Sequence[str], region: str) -> str:
    return shlex.join([*words, *(["--region", region] if region else [])])


def _camel(name: str) -> str:
    """A logical id of CloudFormation: letters and digits only."""
    return "".join(part.capitalize() for part in name.split("-"))
