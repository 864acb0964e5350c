"""Whether an alarm is muted, when it fired, and whether its action failed. Free; each by itself."""

import json
import re

from ses_tui.aws import shapes
from ses_tui.aws.operations import ALARM_HISTORY, MUTE_RULE, MUTE_RULES, Calls
from ses_tui.aws.paging import Parts, pages
from ses_tui.core.record import replace
from ses_tui.core.resources import VERBATIM_CAP, AlarmInfo
from ses_tui.core.results import ReadError
from ses_tui.core.text import safe

ACTIVE = "ACTIVE"
"""Of a mute rule that silences now (service model 1.43.117: SCHEDULED, ACTIVE, EXPIRED)."""

PAGE = 100
"""The most of a page of either list (service model 1.43.117)."""

MOST_READ = 20
"""Alarms whose history is read: a call each."""

_RULE_NAME = re.compile(r"alarm-mute-rule[:/](.+)$")


async def with_past(
    caller: Calls, alarms: tuple[AlarmInfo, ...], raw_names: dict[str, str], parts: Parts
) -> tuple[AlarmInfo, ...]:
    """The alarms with what mutes them and what became of them; ``raw_names``: as AWS wrote them."""
    if not alarms:
        return alarms
    muted = await _muted(caller, parts)
    found = []
    for place, one in enumerate(alarms):
        raw = raw_names[one.name]
        known = one if muted is None else replace(one, muted_by=muted.get(raw, ""))
        found.append(await _with_history(caller, known, raw, parts) if place < MOST_READ else known)
    return tuple(found)


async def _muted(caller: Calls, parts: Parts) -> dict[str, str] | None:
    """An alarm's raw name -> the rule that mutes it now; None where the rules were not all read."""
    arns: list[str] = []
    try:
        async for page in pages(caller, MUTE_RULES, Statuses=[ACTIVE], MaxRecords=PAGE):
            arns += [
                shapes.raw_text(one, "AlarmMuteRuleArn")
                for one in shapes.structs(page, "AlarmMuteRuleSummaries")
            ]
    except ReadError as error:
        parts.note(error.error)
        return None
    muted: dict[str, str] = {}
    whole = True
    for arn in arns:
        name = _RULE_NAME.search(arn)
        rule = await parts.of(caller, MUTE_RULE, AlarmMuteRuleName=name[1]) if name else None
        if rule is None:
            whole = False
            continue
        for alarm in shapes.values(shapes.struct(rule, "MuteTargets"), "AlarmNames"):
            if isinstance(alarm, str):
                muted[alarm] = shapes.text(rule, "Name")
    return muted if whole else None


async def _with_history(caller: Calls, one: AlarmInfo, raw: str, parts: Parts) -> AlarmInfo:
    """By the newest page of its history."""
    answer = await parts.of(
        caller,
        ALARM_HISTORY,
        AlarmName=raw,
        AlarmTypes=["CompositeAlarm", "MetricAlarm"],
        MaxRecords=PAGE,
        ScanBy="TimestampDescending",
    )
    fired, action = None, None
    for item in shapes.structs(answer or {}, "AlarmHistoryItems"):
        kind = shapes.raw_text(item, "HistoryItemType")
        if kind == "StateUpdate" and fired is None and _new_state(item) == "ALARM":
            fired = shapes.as_time(item.get("Timestamp"))
        if kind == "Action" and action is None:
            action = item
    one = replace(one, fired=fired)
    if action is None or not _failed(action):
        return one
    said = safe(shapes.raw_text(action, "HistorySummary"), VERBATIM_CAP)
    return replace(one, failed=said, failed_at=shapes.as_time(action.get("Timestamp")))


def _new_state(item: shapes.Answer) -> str:
    return shapes.raw_text(shapes.struct(_data(item), "newState"), "stateValue")


def _failed(item: shapes.Answer) -> bool:
    """CloudWatch documents the form of neither: the data's word counts, else how the summary begins."""
    word = shapes.raw_text(_data(item), "actionState")
    return word == "Failed" if word else shapes.raw_text(item, "HistorySummary").startswith("Failed")


def _data(item: shapes.Answer) -> shapes.Answer:
    try:
        data = json.loads(shapes.raw_text(item, "HistoryData"))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
