"""``ses-tui config validate``: everything that is wrong with the configuration, and what looks wrong."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ses_tui.aws.preflight import Unresolved, check_region, check_role, check_url, resolve
from ses_tui.cli.keys import check_keys
from ses_tui.cli.last_snapshot import known_twins
from ses_tui.cli.parser import MISCONFIGURED
from ses_tui.cli.setup import from_settings
from ses_tui.core.errors import Misconfigured
from ses_tui.core.isps import DEFAULT_ISPS
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.nearest import nearest
from ses_tui.core.record import replace
from ses_tui.core.target_id import endpoint_of
from ses_tui.core.text import safe
from ses_tui.core.words import twin_words
from ses_tui.notify.apprise_channel import AppriseChannel
from ses_tui.notify.secret import Secret, SecretSource, fetch, first_line, web_address
from ses_tui.settings.light import config_file, state_directory
from ses_tui.settings.load import named_secrets, place_of, read_settings
from ses_tui.settings.model import Settings
from ses_tui.settings.regions import expanded
from ses_tui.settings.targets import TargetSettings


def validate(path: Path | None) -> int:
    """Say it on standard error; the exit code is 0, or 3 where something is wrong. Asks AWS nothing."""
    file = path or config_file()
    shown = safe(file)
    settings, wrong = read_settings(path)
    if settings is not None:
        wrong = [*_keys(settings, path), *_targets(settings, path)]
        for line in _warnings(settings, path):
            _say(f"warning: {line}")
    unusable, badly_kept = _secrets(path)
    wrong = [*wrong, *unusable]
    for line in badly_kept:
        _say(f"warning: {line}")
    for line in sorted(dict.fromkeys(wrong), key=_order):
        _say(line)
    if settings is None or wrong:
        return MISCONFIGURED
    sys.stderr.write(f"{shown}: {cost_line(settings)}\n")
    sys.stderr.write(f"{shown}: valid\n" if file.exists() else f"{shown}: not there; the defaults hold\n")
    return 0


def cost_line(settings: Settings) -> str:
    """``90 targets cost $15.50 a month``: what reading them costs, and what the cap makes of it."""
    setup = from_settings(settings)
    directory = state_directory()
    plans = [plan for target, plan in setup.targets for _ in expanded(directory, target)]
    share = setup.cost.share(len(plans))
    capped = sum(replace(plan, max_monthly_usd=share).monthly_usd for plan in plans)
    free = sum(replace(plan, max_monthly_usd=float("inf")).monthly_usd for plan in plans)
    unknown = any(
        target.region == ANY_REGION and expanded(directory, target) == (target,)
        for target, _ in setup.targets
    )
    count = f"{len(plans)} target{'' if len(plans) == 1 else 's'}"
    said = f"{count} cost{'s' if len(plans) == 1 else ''} ${capped:.2f} a month"
    if round(free, 2) > round(capped, 2):
        said += f", held there by [cost]: at the pace of [poll] it would be ${free:.2f}"
    return f"{said} (Regions on auto were not looked up yet: one each)" if unknown else said


def _order(line: str) -> tuple[str, list[int]]:
    """By the place: file, line, column."""
    place, _, _ = line.partition(": ")
    file, *numbers = place.split(":")
    return file, [int(one) for one in numbers if one.isdecimal()]


def _say(line: str) -> None:
    sys.stderr.write(f"ses-tui: {line}\n")


def _secrets(path: Path | None) -> tuple[list[str], list[str]]:
    """What ``watch`` would not start with, and what it would warn of. Runs no command."""
    wrong, warnings = [], []
    for one in named_secrets(path):
        source = SecretSource(one.name, Secret(one.value) if one.value else None, one.file)
        try:
            if one.name == "apprise_urls":
                fetched = fetch(source)
                AppriseChannel(fetched.secret)
            else:
                fetched = (first_line if one.name.endswith(".key") else web_address)(source)
        except Misconfigured as problem:
            wrong.append(f"{one.place}: {problem.line}")
        else:
            warnings += [f"{one.place}: {fetched.warning}"] if fetched.warning else []
    return wrong, warnings


def _keys(settings: Settings, path: Path | None) -> Iterator[str]:
    try:
        check_keys(settings.keys, path)
    except Misconfigured as problem:
        yield problem.line


def _targets(settings: Settings, path: Path | None) -> Iterator[str]:
    """What AWS can't have: a Region, a role, an endpoint."""
    for number, (entry, own) in enumerate(zip(settings.each_target(), _own(settings), strict=True)):
        found = {problem.line: problem for target in entry.as_targets() for problem in _impossible(target)}
        for line, problem in found.items():
            yield f"{_place(own, number, problem.setting, path)}: {line}"


def _impossible(target: Target) -> Iterator[Unresolved]:
    endpoint = endpoint_of(target, os.environ)
    checks: list[partial[None]] = [partial(check_role, target)]
    if endpoint:
        checks.append(partial(check_url, endpoint))
    elif target.region not in ("", ANY_REGION):
        checks.append(partial(check_region, target.region))
    for check in checks:
        try:
            check()
        except Unresolved as problem:
            yield problem


def _own(settings: Settings) -> tuple[TargetSettings, ...]:
    """The targets as they stand in the file, without what all have."""
    return settings.targets or (TargetSettings(),)


def _place(own: TargetSettings, number: int, setting: str, path: Path | None) -> str:
    names = ("regions", "region") if setting == "region" else (setting,)
    name = next((one for one in names if one in own.model_fields_set), "")
    keys: list[str | int] = ["targets", number, name] if name else ["target_defaults", names[-1]]
    return place_of(path, keys)


def _warnings(settings: Settings, path: Path | None) -> Iterator[str]:
    """What may be meant as it stands, or is so on this machine alone."""
    for name in settings.vdm.isps:
        meant = nearest(name, DEFAULT_ISPS)
        if name not in DEFAULT_ISPS and meant:
            yield f"{place_of(path, ['vdm', 'isps'])}: vdm.isps: {safe(name)!r}: did you mean {meant}?"
    for number, (entry, own) in enumerate(zip(settings.each_target(), _own(settings), strict=True)):
        target = replace(entry.as_targets()[0], role_arn="", region="", endpoint_url="")
        try:
            resolve(target)
        except Unresolved as problem:
            if problem.setting == "profile":
                yield f"{_place(own, number, 'profile', path)}: {problem.line}"
    targets = [target for one in settings.each_target() for target in one.as_targets()]
    for name, first in known_twins(targets):
        yield f"{safe(path or config_file())}: {twin_words(name, first)}"
