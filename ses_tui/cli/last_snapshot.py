"""What a monitor last saw, from its store: for the commands that read no AWS and need no credentials."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ses_tui.cli.options import overrides
from ses_tui.core.duration import short_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import Record, replace
from ses_tui.core.scope import shown_name, stored_name
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.core.text import safe
from ses_tui.settings.light import first_frame
from ses_tui.settings.paths import state_directory
from ses_tui.store.last import FILE_NAME, load_all

if TYPE_CHECKING:
    from ses_tui.store.store import Store

LEAST_SILENCE = 180.0
MISSED_POLLS = 3
"""A monitor that runs leaves a snapshot at every read: after three that are missing, and three minutes,
it seems not to run."""


class LastSnapshot(Record, frozen=True):
    """One target as a monitor last saw it. ``stored``: its name in the store; ``at``: UTC epoch seconds."""

    stored: str
    at: float
    target: TargetSnapshot

    @property
    def name(self) -> str:
        """As people call it."""
        return shown_name(self.stored)

    def running(self, now: float) -> bool:
        """Whether a monitor seems to be at work on it."""
        often = min((source.interval for source in self.target.sources), default=0.0)
        return now - self.at <= max(LEAST_SILENCE, MISSED_POLLS * often)

    def state(self, now: float) -> str:
        """``as of 40 s ago, a monitor seems to be running``."""
        running = "a monitor seems to be running" if self.running(now) else "no monitor seems to be running"
        return f"as of {short_duration(max(0.0, now - self.at))} ago, {running}"

    def alerts(self, overlays: Overlays, now: float) -> tuple[Alert, ...]:
        """The open ones, with what is laid over them now."""
        return tuple(self._overlaid(alert, overlays, now) for alert in self.target.alerts)

    def _overlaid(self, alert: Alert, overlays: Overlays, now: float) -> Alert:
        ack, silence = overlays.acked(alert.key, now), overlays.held(alert.key, alert.condition, now)
        if ack is not None and ack.condition < alert.condition:
            ack = None  # the rise has voided it
        return replace(
            alert,
            acked_until=ack.until if ack else None,
            acked_by=ack.who if ack else "",
            acked_why=ack.why if ack else "",
            silenced_until=silence.until if silence else None,
        )


def watched_targets(options: argparse.Namespace) -> list[tuple[Target, str]]:
    """The configured targets that are meant, each with its name in the store. Raises Misconfigured."""
    if options.config is not None and not options.config.is_file():
        raise Misconfigured(f"there is no file {options.config}")
    configured = first_frame(options.config).targets
    chosen = [target for target in configured if options.target in (None, target.name)]
    if not chosen:
        names = ", ".join(target.name for target in configured)
        raise Misconfigured(f"no target is named {safe(options.target)!r}: configured are {names}")
    given = overrides(options)
    return [(target, stored_name(replace(target, **given), os.environ)) for target in chosen]


def stored_target(options: argparse.Namespace) -> str:
    """The name in the store of the one target that is meant. Raises Misconfigured."""
    stored = watched_targets(options)[0][1]
    seen = [one for one in _known().values() if one.name == options.target]
    return seen[0].stored if len(seen) == 1 and stored != seen[0].stored else stored


def _known() -> dict[str, LastSnapshot]:
    """What was last seen of every target of the store, by its name there."""
    known: dict[str, LastSnapshot] = {}
    for snapshot in load_all(state_directory()):
        for one in snapshot.targets:
            known.setdefault(one.name, LastSnapshot(one.name, snapshot.generated_at, one))
    return known


def last_snapshots(options: argparse.Namespace) -> list[LastSnapshot]:
    """What was last seen of each target that is meant, and was ever watched. Raises Misconfigured if none.

    Where this shell would reach a target in another way than the monitor does (another profile in the
    environment), the only one of its name that was ever watched is taken.
    """
    known, wanted = _known(), watched_targets(options)
    found = []
    for target, stored in wanted:
        named = [one for one in known.values() if one.name == target.name]
        if stored in known:
            found.append(known[stored])
        elif len(named) == 1:
            found += named
    if not found:
        names = ", ".join(target.name for target, _ in wanted)
        raise Misconfigured(
            f"no monitor has watched {names} yet ({state_directory()}): start ses-tui or ses-tui watch"
        )
    return found


@contextmanager
def opened_store() -> "Iterator[Store]":
    """The store, for a command; what was queued is written at the end. Raises Misconfigured if it is not."""
    from ses_tui.store.store import Store

    store = Store.open(state_directory())
    try:
        yield store
        written = store.flush()
        if store.problem or not written:
            raise Misconfigured(store.problem or "the store did not answer in time: nothing is certain")
    finally:
        store.close()


def stored_overlays(store: "Store") -> Overlays:
    """What is laid over the alerts. Raises Misconfigured where it can't be read."""
    found = store.overlays()
    if found is None:
        raise Misconfigured(store.problem)
    return found


def has_store() -> bool:
    """Whether anything was ever stored."""
    return (state_directory() / FILE_NAME).exists()


def narrate(seen: LastSnapshot, now: float) -> None:
    """When it takes effect, on standard error."""
    if seen.running(now):
        text = "a running monitor takes it up within 30 s"
    else:
        ago = short_duration(now - seen.at)
        text = f"no monitor seems to be running (last seen {ago} ago): it holds from the next start"
    sys.stderr.write(f"ses-tui: {text}\n")
