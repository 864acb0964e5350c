"""``ses-tui alerts``: what is open and who was told, as the monitor last saw it; reads no AWS."""

import argparse
import json
import sys
import time
from collections.abc import Sequence

from ses_tui.cli.last_snapshot import LastSnapshot, last_snapshots, opened_store, stored_overlays
from ses_tui.cli.silence import described, in_force
from ses_tui.core.clock import DAY, iso, short_duration
from ses_tui.core.covered import inside_account
from ses_tui.core.overlays import Silence
from ses_tui.core.record import Record
from ses_tui.core.report import alert_as_json
from ses_tui.core.snapshot import Alert, AlertEvent, Posted
from ses_tui.core.words import line_percent, value_text

DELIVERIES_SECONDS = 30 * DAY
SCREEN = "tui"
INSIDE = "inside the account's message"


class Found(Record, frozen=True):
    """One target: what was last seen, what lies over it now, what was told."""

    seen: LastSnapshot
    alerts: tuple[Alert, ...]
    recent: tuple[AlertEvent, ...]
    posted: tuple[Posted, ...]


def run(options: argparse.Namespace) -> int:
    """Print it. Raises Misconfigured where no monitor has watched these targets yet."""
    seen, now = last_snapshots(options), time.time()
    with opened_store() as store:
        targets = [store.for_target(one.id, one.name) for one in seen]
        overlays = stored_overlays(store)
        found = [
            Found(
                one,
                one.alerts(overlays, now),
                target.events() if options.all else (),
                target.posted(now - DELIVERIES_SECONDS),
            )
            for one, target in zip(seen, targets, strict=True)
        ]
    quiet = in_force(overlays, now)
    sys.stdout.write((_as_json if options.format == "json" else _as_text)(found, quiet, now) + "\n")
    sys.stdout.flush()
    return 0


def _as_text(found: Sequence[Found], quiet: Sequence[Silence], now: float) -> str:
    parts = [_target_text(one, now) for one in found]
    if quiet:
        parts.append("\n".join(["silences", *(f"  {described(one, now)}" for one in quiet)]))
    return "\n\n".join(parts)


def _target_text(found: Found, now: float) -> str:
    target = found.seen.target
    where = " · ".join(part for part in (found.seen.name, target.account_id, target.region) if part)
    lines = [f"{where}: {found.seen.state(now)}"]
    for alert in found.alerts:
        lines += _alert_text(alert, found, now)
    if not found.alerts:
        lines.append("no open alerts")
    if found.recent:
        lines.append("told")
        lines += [f"  {iso(event.at)}  {event.kind:<9} {event.text}" for event in found.recent]
    return "\n".join(lines)


def _alert_text(alert: Alert, found: Found, now: float) -> list[str]:
    value = value_text(alert.key.metric, alert.value)
    line = "" if alert.line is None else f" ≥ {line_percent(alert.line)}"
    age = short_duration(max(0.0, now - alert.since))
    lines = [
        f"{alert.condition.word.upper():<6} {alert.key}  {value}{line}  since {iso(alert.since)} ({age})"
    ]
    if alert.blame:
        lines.append(f"       {alert.blame}")
    none = INSIDE if inside_account(alert, found.alerts) else "nobody yet"
    lines.append(f"       told: {_told(alert, found.posted) or none}")
    if alert.acked_until is not None:
        by = f" by {alert.acked_by}" if alert.acked_by else ""
        why = f": {alert.acked_why}" if alert.acked_why else ""
        lines.append(f"       acknowledged until {iso(alert.acked_until)}{by}{why}")
    if alert.silenced_until is not None:
        lines.append(f"       silenced until {iso(alert.silenced_until)}")
    lines += [
        f"       {word}"
        for word, holds in (("recovering", alert.recovering), ("flapping", alert.flapping))
        if holds
    ]
    if alert.playbook:
        lines.append(f"       ses-tui playbook {alert.playbook}")
    return lines


def _told(alert: Alert, posted: Sequence[Posted]) -> str:
    """``screen FIRING 2026-…Z, desktop REPEAT 2026-…Z``: the newest that each channel accepted."""
    newest = {one.channel: one for one in posted if one.alert == alert.id}
    return ", ".join(
        f"{'screen' if name == SCREEN else name} {one.kind} {iso(one.at)}" for name, one in newest.items()
    )


def _as_json(found: Sequence[Found], quiet: Sequence[Silence], now: float) -> str:
    return json.dumps(
        {
            "schema": 1,
            "generated_at": iso(now),
            "targets": [_target_json(one, now) for one in found],
            "silences": [
                {
                    "id": one.id,
                    "matcher": one.matcher,
                    "target": one.target or None,
                    "until": iso(one.until),
                    "who": one.who,
                    "why": one.why,
                    "also": sorted(one.also),
                }
                for one in quiet
            ],
        }
    )


def _target_json(found: Found, now: float) -> dict[str, object]:
    seen = found.seen
    return {
        "name": seen.name,
        "account_id": seen.target.account_id,
        "region": seen.target.region,
        "seen_at": iso(seen.at),
        "monitor_running": seen.running(now),
        "alerts": [
            {
                **alert_as_json(alert),
                "line": alert.line,
                "acked_by": alert.acked_by or None,
                "acked_why": alert.acked_why or None,
                "silenced_until": None if alert.silenced_until is None else iso(alert.silenced_until),
                "recovering": alert.recovering,
                "flapping": alert.flapping,
                "playbook": alert.playbook or None,
                "delivered": [_posted_json(one) for one in found.posted if one.alert == alert.id],
            }
            for alert in found.alerts
        ],
        "told": [
            {
                "at": iso(event.at),
                "kind": event.kind,
                "condition": event.condition.word,
                "key": str(event.key),
                "text": event.text,
                "alert": event.alert,
                "delivered": [_posted_json(one) for one in found.posted if one.alert == event.alert],
            }
            for event in found.recent
        ],
    }


def _posted_json(one: Posted) -> dict[str, object]:
    return {"channel": one.channel, "kind": one.kind, "condition": one.condition.word, "at": iso(one.at)}
