"""What is to be watched and who is to be told: settings and flags, put into the core's words.

pydantic costs 0.2 s to import, so it is imported only where something is configured; a test holds
the defaults here equal to those of the settings.
"""

import argparse
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from ses_tui.cli.options import overrides
from ses_tui.cli.target_ids import id_of
from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.record import Record, field, replace
from ses_tui.core.target_id import endpoint_of
from ses_tui.core.text import safe
from ses_tui.engine.plan import Plan
from ses_tui.notify.secret import Secret, SecretSource
from ses_tui.notify.webhook import Format
from ses_tui.settings.light import nothing_configured

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ses_tui.settings.model import NotifySettings, Settings

DEFAULT_ROUTES: Mapping[str, Condition] = {
    "terminal": Condition.WARN,
    "tmux": Condition.WARN,
    "desktop": Condition.WARN,
    "hook": Condition.WARN,
    "webhook": Condition.REVIEW,
    "apprise": Condition.REVIEW,
}


class Telling(Record, frozen=True):
    """How people are told. ``routes``: channel -> the lowest condition that it is told.

    The URLs are secrets that are not read yet; None where none is set.
    """

    desktop: Literal["auto", "on", "off"] = "auto"
    terminal: Literal["auto", "osc9", "osc777", "osc99", "bell", "off"] = "auto"
    on_alert: tuple[str, ...] = ()
    routes: Mapping[str, Condition] = field(default_factory=lambda: DEFAULT_ROUTES)
    webhook: SecretSource | None = None
    webhook_format: Format = "auto"
    apprise: SecretSource | None = None
    heartbeat: SecretSource | None = None


class Setup(Record, frozen=True):
    """Targets as configured (Regions not looked up yet), each with its plan. ``keys``: id -> keys."""

    targets: tuple[tuple[Target, Plan], ...] = ((Target(), Plan()),)
    telling: Telling = Telling()
    keys: Mapping[str, str] = field(default_factory=dict)


def setup_of(options: argparse.Namespace) -> Setup:
    """Everything validated and chosen. Raises Misconfigured."""
    setup = configured(options)
    return replace(setup, targets=_chosen(setup.targets, options))


def configured(options: argparse.Namespace) -> Setup:
    """Everything validated, no target chosen yet. Raises Misconfigured."""
    if nothing_configured(options.config, os.environ):
        return Setup()
    from ses_tui.settings.load import load_settings

    return from_settings(load_settings(options.config))


def from_settings(settings: "Settings") -> Setup:
    """The settings in the core's words; targets share the monthly cap."""
    listed = settings.targets
    named = [(one.as_target(), one.representative_volume, one.events_queue_url) for one in listed] or [
        (Target(), None, "")
    ]
    plan = Plan(
        account=settings.poll.account,
        rates=settings.poll.rates,
        vdm=settings.poll.vdm,
        lists=settings.poll.lists,
        bands=settings.bands.as_bands(),
        isps=settings.vdm.isps,
        max_monthly_usd=settings.cost.max_monthly_usd / len(named),
        zone=_zone(settings.time_zone),
        prices=settings.prices.as_prices(),
    )
    return Setup(
        tuple(
            (
                target,
                replace(
                    plan, representative_volume=volume, events_queue=queue, watched=_watched(target, named)
                ),
            )
            for target, volume, queue in named
        ),
        _telling(settings.notify),
        settings.keys,
    )


def _watched(target: Target, named: Iterable[tuple[Target, int | None, str]]) -> frozenset[str]:
    """The Regions of the targets that are reached as ``target`` is."""
    return frozenset(
        one.region
        for one, _, _ in named
        if one.region and (one.profile, one.role_arn) == (target.profile, target.role_arn)
    )


def _telling(notify: "NotifySettings") -> Telling:
    return Telling(
        notify.desktop,
        notify.terminal,
        notify.on_alert,
        notify.routes.as_routes(),
        webhook=_secret(notify, "webhook_url"),
        webhook_format=notify.webhook_format,
        apprise=_secret(notify, "apprise_urls"),
        heartbeat=_secret(notify, "heartbeat_url"),
    )


def _secret(notify: "NotifySettings", name: str) -> SecretSource | None:
    value = getattr(notify, name).get_secret_value()
    file, command = getattr(notify, f"{name}_file"), getattr(notify, f"{name}_command")
    if not (value or file or command):
        return None
    return SecretSource(name, Secret(value) if value else None, file, command)


def _zone(name: str) -> "ZoneInfo | None":
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _chosen(
    targets: tuple[tuple[Target, Plan], ...], options: argparse.Namespace
) -> tuple[tuple[Target, Plan], ...]:
    """The target named, or all, with the command line's overrides."""
    if options.target:
        names = ", ".join(target.name for target, _ in targets)
        targets = tuple(pair for pair in targets if pair[0].name == options.target)
        if not targets:
            raise Misconfigured(f"no target is named {safe(options.target)!r}: configured are {names}")
    given = overrides(options)
    reached = [(replace(target, **given), plan) for target, plan in targets]
    return tuple(
        (
            target,
            replace(plan, target_id=id_of(target), endpoint=endpoint_of(target, os.environ)),
        )
        for target, plan in reached
    )
