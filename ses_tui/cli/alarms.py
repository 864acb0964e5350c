"""``ses-tui alarms``: CloudWatch alarms on SES metrics, and as text the ones that are missing."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ses_tui.cli import alarm_texts
from ses_tui.cli.loop import run_loop
from ses_tui.core import alarm_commands, alarm_wishes
from ses_tui.core.alarm_gaps import Gaps, WantedAlarm, gaps
from ses_tui.core.clock import iso
from ses_tui.core.condition import Bands
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.record import replace
from ses_tui.core.resources import AlarmInfo
from ses_tui.core.results import ReadError
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader


@dataclass(frozen=True, slots=True)
class TargetAlarms:
    """The alarms of one target, and what they lack."""

    target: str
    region: str
    alarms: tuple[AlarmInfo, ...]
    gaps: Gaps
    topic: str
    """The ARN of the SNS topic: given, or with a part that the user has to fill in."""


def run(options: argparse.Namespace) -> int:
    """Exit code 0, or 3 where a target's alarms could not be read."""
    from ses_tui.cli.reading import UNREAD, chosen

    setup = chosen(options)
    if options.format in TEMPLATES and len(setup.targets) > 1:
        raise Misconfigured(
            f"--format {options.format} is about one account and Region: choose one with --target"
        )
    found = run_loop(_read_all(setup.targets, options.topic or "", frozenset(options.also)), "reading AWS")
    printed = FORMATS[options.format](found, options.topic or "")
    if printed:
        sys.stdout.write(printed + "\n")
        sys.stdout.flush()
    if options.format in TEMPLATES:
        for one in found:
            _narrate(one)
    return 0 if len(found) == len(setup.targets) else UNREAD


async def _read_all(
    targets: Sequence[tuple[Target, Plan]], topic: str, also: frozenset[str]
) -> list[TargetAlarms]:
    from ses_tui.cli.reading import opened, trouble_line

    found = []
    for target, plan in targets:
        async with opened(target, plan) as one:
            try:
                alarms = (await one.reader.alarms()).alarms
                wished = await _wished(one.reader, also, plan.bands)
            except ReadError as error:
                sys.stderr.write(trouble_line(target, error))
                continue
            account = ""
            with suppress(ReadError):  # only fills in the topic's ARN
                account = await one.reader.account_id()
            where = alarm_commands.topic_arn(one.reader.region, account, topic)
            lacking = gaps(alarms, plan.bands)
            lacking = replace(lacking, missing=(*lacking.missing, *alarm_wishes.not_there(wished, alarms)))
            found.append(TargetAlarms(target.name, one.reader.region, alarms, lacking, where))
    return found


async def _wished(reader: Reader, also: frozenset[str], bands: Bands) -> list[WantedAlarm]:
    """The alarms that are asked for besides the two. ReadError where what they are about was not read."""
    wished: list[WantedAlarm] = []
    if "sets" in also:
        wished += alarm_wishes.of_sets((await reader.sets()).sets, bands)
    if "tenants" in also:
        wished += alarm_wishes.of_tenants((await reader.tenants()).tenants, bands)
    if "quota" in also:
        wished += alarm_wishes.of_quota((await reader.account()).quota)
    if "no-sends" in also:
        wished += alarm_wishes.of_no_sends()
    return wished


def _narrate(found: TargetAlarms) -> None:
    """What has no place in a template, on standard error."""
    if not found.gaps.missing:
        sys.stderr.write(f"ses-tui: {found.target}: no alarm is missing\n")
    for one in found.gaps.better:
        sys.stderr.write(f"ses-tui: {found.target}: {one.alarm.name}: {one.why} (see --format cli)\n")


def _text(found: Sequence[TargetAlarms], _topic: str) -> str:
    return "\n\n".join(_text_of(one) for one in found)


def _text_of(found: TargetAlarms) -> str:
    lines = [f"{found.target} ({found.region})"]
    if not found.alarms:
        lines.append("  no alarm looks at SES")
    for alarm in found.alarms:
        about = alarm.rule or f"{alarm.metric}{_dimensions(alarm)} {_line(alarm)}"
        lines.append(f"  {alarm.state:<17} {alarm.name}  {about}{_silent(alarm)}{_fired(alarm)}")
    for want in found.gaps.missing:
        side = "<" if want.comparison.startswith("Less") else ">="
        of = f" / {want.share_of}" if want.share_of else ""
        lines.append(f"  missing           {want.name}  {want.metric}{of} {side} {want.threshold:g}")
    for better in found.gaps.better:
        label = "muted" if better.mute else "better"
        lines.append(f"  {label:<17} {better.alarm.name}: {better.why}")
    if found.gaps.missing:
        lines.append("  to add what is missing: ses-tui alarms --format cloudformation, terraform or cli")
    elif not found.gaps.better:
        lines.append("  nothing is missing")
    return "\n".join(lines)


def _silent(alarm: AlarmInfo) -> str:
    if alarm.muted_by:
        return f"  muted by {alarm.muted_by}"
    return "" if alarm.acts else "  no action"


def _fired(alarm: AlarmInfo) -> str:
    return f"  fired {iso(alarm.fired)}" if alarm.fired is not None else ""


def _dimensions(alarm: AlarmInfo) -> str:
    return "".join(f" {name}={value}" for name, value in alarm.dimensions)


def _line(alarm: AlarmInfo) -> str:
    sign = {
        "GreaterThanOrEqualToThreshold": ">=",
        "GreaterThanThreshold": ">",
        "LessThanThreshold": "<",
        "LessThanOrEqualToThreshold": "<=",
    }.get(alarm.comparison, alarm.comparison)
    return f"{sign} {alarm.threshold:g}" if alarm.threshold is not None else sign


def _cli(found: Sequence[TargetAlarms], _topic: str) -> str:
    lines = []
    for one in found:
        commands = [alarm_commands.make_alarm(want, one.region, one.topic) for want in one.gaps.missing]
        for better in one.gaps.better:
            command = alarm_commands.mend_alarm(better, one.region, one.topic)
            lines.append(f"# {better.alarm.name}: {better.why}")
            lines.append(command or "# only people can change this: look at it where it was made")
        lines += commands
    return "\n".join(lines)


def _json(found: Sequence[TargetAlarms], _topic: str) -> str:
    return json.dumps(
        {
            "schema": 1,
            "generated_at": iso(time.time()),
            "targets": [
                {
                    "name": one.target,
                    "region": one.region,
                    "alarms": [_alarm_json(alarm) for alarm in one.alarms],
                    "missing": [
                        {"name": want.name, "metric": want.metric, "threshold": want.threshold}
                        for want in one.gaps.missing
                    ],
                    "better": [{"alarm": each.alarm.name, "why": each.why} for each in one.gaps.better],
                }
                for one in found
            ],
        }
    )


def _alarm_json(alarm: AlarmInfo) -> dict[str, object]:
    return {
        "name": alarm.name,
        "state": alarm.state,
        "since": iso(alarm.since) if alarm.since is not None else None,
        "metric": alarm.metric or None,
        "dimensions": dict(alarm.dimensions),
        "threshold": alarm.threshold,
        "comparison": alarm.comparison or None,
        "missing_data": alarm.missing_data or None,
        "actions_enabled": alarm.actions_enabled,
        "actions": list(alarm.actions),
        "rule": alarm.rule or None,
        "muted_by": alarm.muted_by,
        "fired": iso(alarm.fired) if alarm.fired is not None else None,
        "action_failed": alarm.failed or None,
    }


def _cloudformation(found: Sequence[TargetAlarms], topic: str) -> str:
    return "".join(alarm_texts.cloudformation(one.gaps.missing, topic) for one in found)


def _terraform(found: Sequence[TargetAlarms], topic: str) -> str:
    return "".join(alarm_texts.terraform(one.gaps.missing, topic) for one in found)


FORMATS: Mapping[str, Callable[[Sequence[TargetAlarms], str], str]] = {
    "text": _text,
    "json": _json,
    "cli": _cli,
    "cloudformation": _cloudformation,
    "terraform": _terraform,
}
TEMPLATES = frozenset({"cloudformation", "terraform"})
"""Formats that are deployed as a whole, and so are of one target."""
