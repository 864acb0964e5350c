"""Puts the parts together: settings and flags in, readers, plans and channels out."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from ses_tui.aws.credentials import StaticCredentials
from ses_tui.aws.preflight import resolve
from ses_tui.aws.reader import AwsReader
from ses_tui.cli.options import overrides
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.scope import stored_name
from ses_tui.core.text import safe
from ses_tui.engine.plan import Plan
from ses_tui.engine.ports import Reader
from ses_tui.notify.build import build
from ses_tui.notify.bus import reachable
from ses_tui.notify.dispatcher import Dispatcher
from ses_tui.notify.ladder import choose
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings, TargetSettings

Watched = tuple[Target, Reader, Plan]


def settings_of(options: argparse.Namespace) -> Settings:
    """All settings, validated."""
    return load_settings(options.config)


def chosen_targets(settings: Settings, options: argparse.Namespace) -> list[TargetSettings]:
    """The configured targets, or the one named, with the command line's overrides."""
    targets = list(settings.targets) or [TargetSettings()]
    if options.target:
        names = ", ".join(target.name for target in targets)
        targets = [target for target in targets if target.name == options.target]
        if not targets:
            raise Misconfigured(f"no target is named {safe(options.target)!r}: configured are {names}")
    return [target.model_copy(update=overrides(options)) for target in targets]


def plan_of(settings: Settings, target: TargetSettings, targets: int) -> Plan:
    """What the engine is to do for one of ``targets`` targets; they share the monthly cap."""
    return Plan(
        account=settings.poll.account,
        rates=settings.poll.rates,
        vdm=settings.poll.vdm,
        lists=settings.poll.lists,
        bands=settings.bands.as_bands(),
        isps=settings.vdm.isps,
        max_monthly_usd=settings.cost.max_monthly_usd / targets,
        zone=ZoneInfo(settings.time_zone) if settings.time_zone else None,
        representative_volume=target.representative_volume,
        stored_name=stored_name(target.as_target(), os.environ),
    )


def watched(
    settings: Settings,
    options: argparse.Namespace,
    credentials: Mapping[str, StaticCredentials] | None = None,
) -> list[Watched]:
    """Each target with its reader and plan. Raises Misconfigured before anything is sent to AWS."""
    chosen = chosen_targets(settings, options)
    result: list[Watched] = []
    for target_settings in chosen:
        target = resolve(target_settings.as_target())
        reader = AwsReader(target, credentials=(credentials or {}).get(target.profile))
        result.append((target, reader, plan_of(settings, target_settings, len(chosen))))
    return result


def herald_of(
    settings: Settings,
    write: Callable[[bytes], None] | None,
    environ: Mapping[str, str] = os.environ,
    demo: bool = False,
) -> Dispatcher:
    """The channels of the ladder that this environment has."""
    on_alert: Sequence[str] = () if demo else settings.notify.on_alert
    choices = choose(
        environ,
        desktop=settings.notify.desktop,
        terminal=settings.notify.terminal,
        on_alert=on_alert,
        over_ssh=bool(environ.get("SSH_CONNECTION")),
        bus=reachable(environ),
        has_terminal=write is not None,
    )
    channels = build(choices, write=write, on_alert=on_alert)
    return Dispatcher(channels, settings.notify.routes.as_routes(), demo=demo, choices=choices)


def demo_plan() -> Plan:
    """The defaults, marked as a demonstration."""
    return replace(Plan(), demo=True)
