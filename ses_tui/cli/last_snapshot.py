"""What a monitor last saw, from its store: for the commands that read no AWS and need no credentials."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ses_tui.cli.options import overrides
from ses_tui.cli.stores import open_store, refresh, store_directory
from ses_tui.cli.target_ids import id_of
from ses_tui.core.clock import short_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.fleet import choose
from ses_tui.core.model import Target
from ses_tui.core.overlays import Overlays
from ses_tui.core.record import Record
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.core.text import safe
from ses_tui.settings.light import first_frame
from ses_tui.store.last import FILE_NAME, load_ids, load_targets, load_twins, named
from ses_tui.store.leases import Leases

if TYPE_CHECKING:
    from ses_tui.store.store import Store

LEAST_SILENCE = 180.0
MISSED_POLLS = 3
"""A monitor that runs leaves a snapshot at every read: after three that are missing, and three minutes,
it seems not to run."""


class LastSnapshot(Record, frozen=True):
    """One target as a monitor last saw it."""

    id: str
    """Which target it is in the store."""
    at: float
    """UTC epoch seconds."""
    target: TargetSnapshot

    @property
    def name(self) -> str:
        """As people call it."""
        return self.target.name

    def running(self, now: float) -> bool:
        """Whether a monitor seems to be at work on it."""
        often = min((source.interval for source in self.target.sources), default=0.0)
        fresh = now - self.at <= max(LEAST_SILENCE, MISSED_POLLS * often)
        return fresh and not Leases(store_directory()).left(self.id)

    def state(self, now: float) -> str:
        """``as of 40 s ago, a monitor seems to be running``."""
        running = "a monitor seems to be running" if self.running(now) else "no monitor seems to be running"
        return f"as of {short_duration(max(0.0, now - self.at))} ago, {running}"

    def alerts(self, overlays: Overlays, now: float) -> tuple[Alert, ...]:
        """The open ones, with what is laid over them now."""
        return tuple(alert.overlaid(overlays, now) for alert in self.target.alerts)


def watched_targets(options: argparse.Namespace) -> dict[str, str]:
    """The configured targets that are meant: the id in the store -> the name. Raises Misconfigured."""
    if options.config is not None and not options.config.is_file():
        raise Misconfigured(f"there is no file {options.config}")
    configured = first_frame(options.config).targets
    chosen = choose(configured, options.target, overrides(options))
    if not chosen:
        names = ", ".join(target.name for target in configured)
        raise Misconfigured(f"no target is named {safe(options.target)!r}: configured are {names}")
    reached = {id_of(target): target.name for target in chosen}
    return load_ids(store_directory(), reached)


def last_snapshots(options: argparse.Namespace) -> list[LastSnapshot]:
    """What was last seen of each target that is meant, and was ever watched. Raises Misconfigured if none.

    Where this shell would reach a target in another way than the monitor does (another profile in the
    environment), the only one of its name that was ever watched is taken.
    """
    wanted = watched_targets(options)
    refresh(wanted)
    known = load_targets(store_directory())
    found = []
    for target_id, name in wanted.items():
        same = [one for one in known.values() if one.target.name == name]
        last = known.get(target_id) or (same[0] if len(same) == 1 else None)
        if last is not None:
            found.append(LastSnapshot(last.id, last.at, named(last.target, name)))
    if not found:
        raise Misconfigured(
            f"no monitor has watched {', '.join(wanted.values())} yet ({store_directory()}):"
            " start ses-tui or ses-tui watch"
        )
    return found


def stored_target(options: argparse.Namespace) -> str:
    """The id in the store of the one target that is meant. Raises Misconfigured."""
    wanted = watched_targets(options)
    try:
        return last_snapshots(options)[0].id
    except Misconfigured:
        return next(iter(wanted))


def known_twins(targets: Sequence[Target]) -> tuple[tuple[str, str], ...]:
    """Configured targets that the store knows to be an earlier one, each with that one."""
    reached = {id_of(target): target.name for target in targets}
    return load_twins(store_directory(), reached)


@contextmanager
def opened_store() -> "Iterator[Store]":
    """The store, for a command; what was queued is written at the end. Raises Misconfigured if it is not."""
    store = open_store(owns=False)
    try:
        yield store
        written = store.sync()
        if store.problem or not written:
            raise Misconfigured(store.problem or "the store did not answer in time: nothing is certain")
    finally:
        store.close()


def stored_overlays(store: "Store") -> Overlays:
    """What is laid over the alerts. Raises Misconfigured where it can't be read."""
    store.sync()
    found = store.overlays()
    if found is None:
        raise Misconfigured(store.problem)
    return found


def has_store() -> bool:
    """Whether anything was ever stored."""
    return (store_directory() / FILE_NAME).exists()


def narrate(seen: LastSnapshot, now: float) -> None:
    """When it takes effect, on standard error."""
    if seen.running(now):
        text = "a running monitor takes it up within 2 s"
    else:
        ago = short_duration(now - seen.at)
        text = f"no monitor seems to be running (last seen {ago} ago): it holds from the next start"
    sys.stderr.write(f"ses-tui: {text}\n")
