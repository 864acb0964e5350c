"""Alarms as CloudFormation and Terraform text. Pure: what is missing in, text out."""

import json
import re
from collections.abc import Sequence

from ses_tui.core.alarm_commands import NAMESPACE, share_queries
from ses_tui.core.alarm_gaps import WantedAlarm


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
            *_cloudformation_metric(one),
            f"      EvaluationPeriods: {one.evaluation_periods}",
            f"      DatapointsToAlarm: {one.evaluation_periods}",
            f"      Threshold: {_number(one.threshold)}",
            f"      ComparisonOperator: {one.comparison}",
            f"      TreatMissingData: {one.missing_data}",
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
            **_terraform_metric(one),
            "evaluation_periods": f"{one.evaluation_periods}",
            "datapoints_to_alarm": f"{one.evaluation_periods}",
            "threshold": _number(one.threshold),
            "comparison_operator": json.dumps(one.comparison),
            "treat_missing_data": json.dumps(one.missing_data),
            "actions_enabled": "true",
            "alarm_actions": "[var.alarm_topic_arn]",
            "ok_actions": "[var.alarm_topic_arn]",
        }
        width = max(map(len, settings))
        lines += [
            "",
            f'resource "aws_cloudwatch_metric_alarm" "{_identifier(one.name)}" {{',
            *(f"  {name:<{width}} = {value}" for name, value in settings.items()),
            *_terraform_queries(one),
            "}",
        ]
    return "\n".join(lines)


def _identifier(name: str) -> str:
    """A name of Terraform: letters, digits and underscores."""
    return re.sub(r"[^A-Za-z0-9]", "_", name)


def _camel(name: str) -> str:
    """A logical id of CloudFormation: letters and digits only."""
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", name))


def _number(threshold: float) -> str:
    """``0.03``, ``400000``: never ``4e+05``."""
    return f"{threshold:.10f}".rstrip("0").rstrip(".")


def _cloudformation_metric(one: WantedAlarm) -> list[str]:
    if queries := share_queries(one):
        return [f"      Metrics: {json.dumps(queries)}"]  # JSON is YAML
    dimensions = [{"Name": name, "Value": value} for name, value in one.dimensions]
    return [
        f"      Namespace: {NAMESPACE}",
        f"      MetricName: {one.metric}",
        *([f"      Dimensions: {json.dumps(dimensions)}"] if dimensions else []),
        f"      Statistic: {one.statistic}",
        f"      Period: {one.period}",
    ]


def _terraform_metric(one: WantedAlarm) -> dict[str, str]:
    if one.share_of:
        return {}
    dimensions = {"dimensions": json.dumps(dict(one.dimensions))} if one.dimensions else {}
    return {
        "namespace": json.dumps(NAMESPACE),
        "metric_name": json.dumps(one.metric),
        **dimensions,
        "statistic": json.dumps(one.statistic),
        "period": f"{one.period}",
    }


def _terraform_queries(one: WantedAlarm) -> list[str]:
    if not one.share_of:
        return []
    share, *_ = share_queries(one)
    lines = [
        "  metric_query {",
        '    id          = "share"',
        f"    expression  = {json.dumps(share['Expression'])}",
        "    return_data = true",
        "  }",
    ]
    for metric in (one.metric, one.share_of):
        lines += [
            "  metric_query {",
            f"    id = {json.dumps(metric.lower())}",
            "    metric {",
            f"      namespace   = {json.dumps(NAMESPACE)}",
            f"      metric_name = {json.dumps(metric)}",
            f"      dimensions  = {json.dumps(dict(one.dimensions))}",
            f"      period      = {one.period}",
            '      stat        = "Sum"',
            "    }",
            "  }",
        ]
    return lines
