"""What is to be watched and who is to be told: settings and flags, put into the core's words.

pydantic costs 0.2 s to import, so it is imported only where something is configured; a test holds
the defaults here equal to those of the settings.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from ses_tui.cli.options import overrides
from ses_tui.cli.stores import stored_targets
from ses_tui.cli.target_ids import id_of
from ses_tui.core.condition import Condition
from ses_tui.core.digest import Digest
from ses_tui.core.errors import Misconfigured
from ses_tui.core.fleet import choose, entry_of
from ses_tui.core.model import ANY_REGION, Target
from ses_tui.core.record import Record, field, replace
from ses_tui.core.target_id import endpoint_of
from ses_tui.core.text import safe
from ses_tui.engine.plan import Plan
from ses_tui.notify.secret import Secret, SecretSource
from ses_tui.notify.webhook import WebhookWay
from ses_tui.settings.light import nothing_configured

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ses_tui.settings.model import NotifySettings, Settings
    from ses_tui.settings.webhooks import WebhookSettings

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
    webhooks: tuple[WebhookWay, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Per webhook that is not for every target: patterns of the groups of those that it is for."""
    apprise: SecretSource | None = None
    heartbeat: SecretSource | None = None
    heartbeats: Mapping[str, SecretSource] = field(default_factory=dict)
    """Of the entries among the targets that have one of their own, by their names."""
    digest: Digest | None = None
    cycle: float = Plan().rates
    """Seconds between two reads of what alerts."""


class Cap(Record, frozen=True):
    """What reading may cost a month, in dollars."""

    together: float = 5.0
    each: float = 0.0
    """0: no limit of its own."""

    def share(self, targets: int) -> float:
        """Of each of so many."""
        share = self.together / targets
        return min(share, self.each) if self.each else share


class Setup(Record, frozen=True):
    """Targets as configured (Regions not looked up yet), each with its plan. ``keys``: id -> keys."""

    targets: tuple[tuple[Target, Plan], ...] = ((Target(), Plan()),)
    telling: Telling = Telling()
    keys: Mapping[str, str] = field(default_factory=dict)
    cost: Cap = Cap()
    listed: bool = False
    """Whether the configuration names any target."""


def setup_of(options: argparse.Namespace) -> Setup:
    """Everything validated and chosen; where SES is in use is looked up if that is asked for.

    Raises Misconfigured.
    """
    setup = _with_stored(configured(options))
    plans = {target.name: plan for target, plan in setup.targets}
    named = [target for target, _ in setup.targets]
    chosen = choose(named, options.target, overrides(options))
    if not chosen:
        names = ", ".join(target.name for target in named)
        raise Misconfigured(f"no target is named {safe(options.target)!r}: configured are {names}")
    found = [each for one in chosen for each in _where_in_use(one, alone=len(chosen) == 1)]
    planned = [
        (one, replace(_plan_of(one, plans), target_id=id_of(one), endpoint=endpoint_of(one, os.environ)))
        for one in found
    ]
    return replace(setup, targets=_planned(planned, setup.cost, max(0, len(named) - len(chosen))))


def _with_stored(setup: Setup) -> Setup:
    """Where no target is configured, all that the store has, if this login only views them."""
    if setup.listed or not (stored := stored_targets()):
        return setup
    (_, plan), *_ = setup.targets
    return replace(setup, targets=tuple((target, plan) for target in stored))


def _plan_of(target: Target, plans: Mapping[str, Plan]) -> Plan:
    """That of its name, or of its entry, or of another Region of it."""
    entry = entry_of(target)
    return next(
        plan
        for name, plan in sorted(plans.items(), key=lambda one: one[0] != target.name)
        if name in (target.name, entry) or name.startswith(f"{entry}/")
    )


def _where_in_use(target: Target, *, alone: bool) -> tuple[Target, ...]:
    if target.region != ANY_REGION:
        return (target,)
    from ses_tui.cli.regions import regions_of

    return regions_of(target, alone=alone)


def configured(options: argparse.Namespace) -> Setup:
    """Everything validated, no target chosen yet. Raises Misconfigured."""
    if nothing_configured(options.config, os.environ):
        return Setup()
    from ses_tui.settings.load import load_settings

    return from_settings(load_settings(options.config))


def from_settings(settings: "Settings") -> Setup:
    """The settings in the core's words; targets share the monthly cap."""
    plan = Plan(
        account=settings.poll.account,
        rates=settings.poll.rates,
        vdm=settings.poll.vdm,
        lists=settings.poll.lists,
        bands=settings.bands.as_bands(),
        isps=settings.vdm.isps,
        zone=_zone(settings.time_zone),
        prices=settings.prices.as_prices(),
    )
    cap = Cap(settings.cost.max_monthly_usd, settings.cost.max_monthly_usd_per_target)
    targets = [
        (
            target,
            replace(
                plan, representative_volume=entry.representative_volume, events_queue=entry.events_queue_url
            ),
        )
        for entry in settings.each_target()
        for target in entry.as_targets()
    ]
    return Setup(
        _planned(targets, cap),
        _telling(settings),
        settings.keys,
        cap,
        bool(settings.targets),
    )


def _planned(
    targets: Sequence[tuple[Target, Plan]], cap: Cap, others: int = 0
) -> tuple[tuple[Target, Plan], ...]:
    """Each with its share of the cap. ``others``: that have one too, and are not among these."""
    share, listed = cap.share(len(targets) + others), [target for target, _ in targets]
    return tuple(
        (
            target,
            replace(
                plan,
                max_monthly_usd=share,
                watched=_watched(target, listed),
            ),
        )
        for target, plan in targets
    )


def _watched(target: Target, listed: Sequence[Target]) -> frozenset[str]:
    """The Regions of the targets that are reached as ``target`` is."""
    return frozenset(
        one.region
        for one in listed
        if one.region and (one.profile, one.role_arn) == (target.profile, target.role_arn)
    )


def _telling(settings: "Settings") -> Telling:
    notify = settings.notify
    return Telling(
        notify.desktop,
        notify.terminal,
        notify.on_alert,
        {**notify.routes.as_routes(), **{one.name: one.floor for one in notify.webhooks}},
        webhooks=_webhooks(notify),
        groups={one.name: one.groups for one in notify.webhooks if "*" not in one.groups},
        apprise=_secret(notify, "apprise_urls"),
        heartbeat=_secret(notify, "heartbeat_url"),
        heartbeats={
            one.name: SecretSource(
                f"{one.name}.heartbeat_url",
                file=one.heartbeat_url_file,
                command=one.heartbeat_url_command,
                section="targets",
            )
            for one in settings.each_target()
            if one.heartbeat_url_file or one.heartbeat_url_command
        },
        digest=notify.digest.as_digest(),
        cycle=max(settings.poll.account, settings.poll.rates),
    )


def _webhooks(notify: "NotifySettings") -> tuple[WebhookWay, ...]:
    """The one of the short form, then those that are listed."""
    url = _secret(notify, "webhook_url")
    short = () if url is None else (WebhookWay(url, form=notify.webhook_format),)
    return (
        *short,
        *(
            WebhookWay(
                _secret(one, "url", f"webhooks.{one.name}."),
                one.name,
                one.format,
                _secret(one, "key", f"webhooks.{one.name}."),
                "[[notify.webhooks]]",
            )
            for one in notify.webhooks
        ),
    )


def _secret(section: "NotifySettings | WebhookSettings", name: str, below: str = "") -> SecretSource | None:
    """``below``: where in ``notify`` the section stands."""
    value = getattr(section, name).get_secret_value()
    file, command = getattr(section, f"{name}_file"), getattr(section, f"{name}_command")
    if not (value or file or command):
        return None
    return SecretSource(below + name, Secret(value) if value else None, file, command)


def _zone(name: str) -> "ZoneInfo | None":
    if not name:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
