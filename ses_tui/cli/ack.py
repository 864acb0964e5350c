"""``ses-tui ack KEY``: somebody looks after an open alert, so that it is not repeated for a while."""

import argparse
import sys
import time
from typing import TypeVar

from ses_tui.cli.acting import login_name
from ses_tui.cli.last_snapshot import LastSnapshot, last_snapshots, narrate, opened_store, stored_overlays
from ses_tui.core.clock import iso, short_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.keytext import parse_key
from ses_tui.core.model import Key
from ses_tui.core.nearest import did_you_mean
from ses_tui.core.overlays import ACK_MOST, Acknowledgement, Overlays, lasting
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert
from ses_tui.core.text import safe

_Found = TypeVar("_Found")


def run(options: argparse.Namespace) -> int:
    """Store it, or its end. Raises Misconfigured where that key is not open, or not acknowledged."""
    try:
        key = parse_key(options.key)
        seconds = lasting(options.lasting, ACK_MOST)
    except ValueError as wrong:
        raise Misconfigured(str(wrong)) from None
    seen, now = last_snapshots(options), time.time()
    with opened_store() as store:
        targets = {one.name: store.for_target(one.id, one.name) for one in seen}
        if options.end:
            one, ended = _acknowledged(key, seen, stored_overlays(store), now)
            targets[one.name].drop_ack(ended)
            said = f"{one.name} {key} is no longer acknowledged"
        else:
            one, alert = _open(key, seen)
            ack = Acknowledgement(
                replace(key, target=one.name),
                alert.condition,
                now,
                now + seconds,
                login_name(),
                safe(options.why),
            )
            targets[one.name].save_ack(ack)
            said = (
                f"{one.name} {key} acknowledged until {iso(ack.until)} ({short_duration(seconds)}): "
                f"no reminders, unless it gets worse than {alert.condition.word.upper()}"
            )
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()
    narrate(one, now)
    return 0


def _open(key: Key, seen: list[LastSnapshot]) -> tuple[LastSnapshot, Alert]:
    found = [
        (one, alert)
        for one in seen
        for alert in one.target.alerts
        if (alert.key.subject, alert.key.metric) == (key.subject, key.metric)
    ]
    if not found:
        keys = [str(alert.key) for one in seen for alert in one.target.alerts]
        raise Misconfigured(f"{key} is not open: {_those(str(key), keys, 'open')}")
    return _only(key, found)


def _acknowledged(
    key: Key, seen: list[LastSnapshot], overlays: Overlays, now: float
) -> tuple[LastSnapshot, Key]:
    named = {one.name: one for one in seen}
    held = [one for one in overlays.acks if overlays.acked(one, now)]
    found = [
        (named[one.target], one) for one in held if (one.subject, one.metric) == (key.subject, key.metric)
    ]
    if not found:
        keys = [str(one) for one in held]
        raise Misconfigured(f"{key} is not acknowledged: {_those(str(key), keys, 'acknowledged')}")
    return _only(key, found)


def _only(key: Key, found: list[tuple[LastSnapshot, _Found]]) -> tuple[LastSnapshot, _Found]:
    if len(found) > 1:
        names = ", ".join(one.name for one, _ in found)
        raise Misconfigured(f"{key} is that of several targets: say --target, one of {names}")
    return found[0]


def _those(wanted: str, keys: list[str], state: str) -> str:
    """``did you mean isp:Hotmail/bounce_rate? open are …``, or that nothing is."""
    if not keys:
        return f"nothing is {state}"
    more = f" and {len(keys) - 8} more" if len(keys) > 8 else ""
    return f"{did_you_mean(wanted, keys)} {state} are {', '.join(keys[:8])}{more}".strip()
