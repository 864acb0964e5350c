"""CloudWatch alarms: two on the reputation rates and a composite of both; mute rules and history."""

import json
from collections.abc import Callable
from typing import Any

from ses_tui.simulator.account import DAY, Account
from ses_tui.simulator.hours import STEP
from ses_tui.simulator.rates import Rate
from ses_tui.simulator.resources import ACCOUNT_ID, region
from ses_tui.simulator.services import metrics
from ses_tui.simulator.services.paging import page
from ses_tui.simulator.wire.errors import ApiError

BOUNCE_ALARM = "ses-bounce-rate"
COMPLAINT_ALARM = "ses-complaint-rate"
COMPOSITE_ALARM = "ses-reputation"
_PERIOD = 300


def _topic() -> str:
    return f"arn:aws:sns:{region()}:{ACCOUNT_ID}:on-call"


def _arn(name: str) -> str:
    return f"arn:aws:cloudwatch:{region()}:{ACCOUNT_ID}:alarm:{name}"


def _state(account: Account, threshold: float, value: Callable[[Rate], float]) -> tuple[str, float]:
    """(state, since): the newest rate against the threshold; when that changed (24 h back at most)."""
    step = account.step
    history = account.rates.run(step - DAY // STEP, step)
    if not history:
        return "INSUFFICIENT_DATA", account.start - DAY
    over = value(history[-1]) >= threshold
    since = history[-1].at
    for rate in reversed(history):
        if (value(rate) >= threshold) != over:
            break
        since = rate.at
    return "ALARM" if over else "OK", float(since)


def metric_alarms(account: Account) -> list[dict[str, Any]]:
    rows = (
        (BOUNCE_ALARM, metrics.BOUNCE_RATE, 0.03, lambda rate: rate.bounce_rate),
        (COMPLAINT_ALARM, metrics.COMPLAINT_RATE, 0.0008, lambda rate: rate.complaint_rate),
    )
    found = []
    for name, metric, threshold, value in rows:
        state, since = _state(account, threshold, value)
        found.append(
            {
                "AlarmName": name,
                "AlarmArn": _arn(name),
                "AlarmDescription": f"{metric} at or above {threshold}",
                "AlarmConfigurationUpdatedTimestamp": account.start - 90 * DAY,
                "ActionsEnabled": True,
                "OKActions": [],
                "AlarmActions": [_topic()],
                "InsufficientDataActions": [],
                "StateValue": state,
                "StateReason": f"Threshold Crossed: {metric} against {threshold}",
                "StateUpdatedTimestamp": since,
                "StateTransitionedTimestamp": since,
                "MetricName": metric,
                "Namespace": metrics.NAMESPACE,
                "Statistic": "Average",
                "Dimensions": [],
                "Period": _PERIOD,
                "EvaluationPeriods": 1,
                "DatapointsToAlarm": 1,
                "Threshold": threshold,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "TreatMissingData": "ignore",
            }
        )
    return found


def composite_alarms(account: Account) -> list[dict[str, Any]]:
    children = metric_alarms(account)
    over = any(alarm["StateValue"] == "ALARM" for alarm in children)
    since = max(alarm["StateUpdatedTimestamp"] for alarm in children)
    return [
        {
            "AlarmName": COMPOSITE_ALARM,
            "AlarmArn": _arn(COMPOSITE_ALARM),
            "AlarmDescription": "Either reputation rate",
            "AlarmConfigurationUpdatedTimestamp": account.start - 90 * DAY,
            "AlarmRule": f'ALARM("{BOUNCE_ALARM}") OR ALARM("{COMPLAINT_ALARM}")',
            "ActionsEnabled": False,
            "OKActions": [],
            "AlarmActions": [_topic()],
            "InsufficientDataActions": [],
            "StateValue": "ALARM" if over else "OK",
            "StateReason": "One of the children is in ALARM" if over else "No child is in ALARM",
            "StateUpdatedTimestamp": since,
            "StateTransitionedTimestamp": since,
        }
    ]


def describe_alarms(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    if request.get("AlarmNames") and request.get("AlarmNamePrefix"):
        raise ApiError("InvalidParameterCombination", "AlarmNames and AlarmNamePrefix can't be used together")
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    rows: list[tuple[str, dict[str, Any]]] = []
    if "MetricAlarm" in kinds:
        rows += [("MetricAlarms", alarm) for alarm in metric_alarms(account)]
    if "CompositeAlarm" in kinds:
        rows += [("CompositeAlarms", alarm) for alarm in composite_alarms(account)]
    if request.get("ChildrenOfAlarmName"):
        short = ("AlarmName", "AlarmArn", "StateValue", "StateUpdatedTimestamp")
        children = metric_alarms(account) if request["ChildrenOfAlarmName"] == COMPOSITE_ALARM else []
        rows = [("MetricAlarms", {key: alarm[key] for key in short}) for alarm in children]
    names, prefix = request.get("AlarmNames"), request.get("AlarmNamePrefix", "")
    state = request.get("StateValue")
    rows = [
        (kind, alarm)
        for kind, alarm in rows
        if (not names or alarm["AlarmName"] in names)
        and alarm["AlarmName"].startswith(prefix)
        and state in (None, alarm["StateValue"])
    ]
    shown, following = page(rows, request, most=100, key="MaxRecords", service="cloudwatch")
    answer: dict[str, Any] = {"MetricAlarms": [], "CompositeAlarms": [], "NextToken": following}
    for kind, alarm in shown:
        answer[kind].append(alarm)
    return answer


NIGHT_RULE, BOUNCE_RULE = "nightly-backup", "campaign"
"""An active mute rule that has nothing to do with SES; the one of the scenario muted-alarm."""

FAILED = "Failed to execute action"


def _mute_rules(account: Account) -> dict[str, dict[str, Any]]:
    targets = {NIGHT_RULE: ["disk-full"]}
    if account.scenario.muted:
        targets[BOUNCE_RULE] = list(account.scenario.muted)
    return {
        name: {
            "Name": name,
            "AlarmMuteRuleArn": f"arn:aws:cloudwatch:{region()}:{ACCOUNT_ID}:alarm-mute-rule:{name}",
            "Description": f"while {name} runs",
            "Rule": {"Schedule": {"Expression": "cron(0 0 * * *)", "Duration": "P1D", "Timezone": "UTC"}},
            "MuteTargets": {"AlarmNames": alarms},
            "StartDate": account.start - 10 * DAY,
            "Status": "ACTIVE",
            "LastUpdatedTimestamp": account.start - 10 * DAY,
            "MuteType": "RECURRING",
        }
        for name, alarms in targets.items()
    }


def list_alarm_mute_rules(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    name, statuses = request.get("AlarmName"), request.get("Statuses")
    rows = [
        {key: rule[key] for key in ("AlarmMuteRuleArn", "Status", "MuteType", "LastUpdatedTimestamp")}
        for rule in _mute_rules(account).values()
        if (not statuses or rule["Status"] in statuses)
        and (name is None or name in rule["MuteTargets"]["AlarmNames"])
    ]
    shown, following = page(rows, request, most=100, key="MaxRecords", service="cloudwatch")
    return {"AlarmMuteRuleSummaries": list(shown), "NextToken": following}


def get_alarm_mute_rule(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    rule = _mute_rules(account).get(request["AlarmMuteRuleName"])
    if rule is None:
        raise ApiError("ResourceNotFoundException", "There is no such mute rule", 404)
    return rule


def describe_alarm_history(account: Account, request: dict[str, Any]) -> dict[str, Any]:
    """Newest first: when each alarm took the state it is in, and whether it could tell."""
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    listed = [("MetricAlarm", one) for one in metric_alarms(account)]
    listed += [("CompositeAlarm", one) for one in composite_alarms(account)]
    rows = [
        item
        for kind, alarm in listed
        if kind in kinds and request.get("AlarmName") in (None, alarm["AlarmName"])
        for item in _history(account, kind, alarm)
        if request.get("HistoryItemType") in (None, item["HistoryItemType"])
    ]
    rows.sort(key=lambda item: -item["Timestamp"])
    shown, following = page(rows, request, most=100, key="MaxRecords", service="cloudwatch")
    return {"AlarmHistoryItems": list(shown), "NextToken": following}


def _history(account: Account, kind: str, alarm: dict[str, Any]) -> list[dict[str, Any]]:
    name, at, state = alarm["AlarmName"], alarm["StateUpdatedTimestamp"], alarm["StateValue"]
    before = "OK" if state == "ALARM" else "ALARM"
    change = {
        "AlarmName": name,
        "AlarmType": kind,
        "Timestamp": at,
        "HistoryItemType": "StateUpdate",
        "HistorySummary": f"Alarm updated from {before} to {state}",
        "HistoryData": json.dumps({"oldState": {"stateValue": before}, "newState": {"stateValue": state}}),
    }
    if state != "ALARM" or not alarm["ActionsEnabled"] or name in account.scenario.muted:
        return [change]
    failed = name in account.scenario.failing_actions
    verb = FAILED if failed else "Successfully executed action"
    action = {
        "AlarmName": name,
        "AlarmType": kind,
        "Timestamp": at,
        "HistoryItemType": "Action",
        "HistorySummary": f"{verb} {_topic()}",
        "HistoryData": json.dumps({"actionState": "Failed" if failed else "Succeeded"}),
    }
    return [change, action]
