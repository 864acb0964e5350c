"""Alarms as CloudFormation and Terraform text. Pure: what is missing in, text out."""

import json
from collections.abc import Sequence

from ses_tui.core.alarm_commands import NAMESPACE
from ses_tui.core.alarm_gaps import COMPARISON, PERIOD, WantedAlarm


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


def _camel(name: str) -> str:
    """A logical id of CloudFormation: letters and digits only."""
    return "".join(part.capitalize() for part in name.split("-"))
