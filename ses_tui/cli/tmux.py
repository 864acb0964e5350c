"""``ses-tui check --format tmux``: a segment for tmux's status line, from what a monitor has stored.

It never calls AWS: a status line is drawn every few seconds, for months, by every client. It reads one
row of the store and says how old it is; where no monitor runs it says that. Nothing is imported for it
but that row's reader.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ses_tui.cli.options import overrides
from ses_tui.cli.parser import MISCONFIGURED
from ses_tui.cli.stores import store_directory
from ses_tui.cli.target_ids import id_of
from ses_tui.core.ascii import ASCII
from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.fleet import choose
from ses_tui.core.health import BLIND_SECONDS, STALE_SECONDS
from ses_tui.core.model import Metric, Target
from ses_tui.core.record import replace
from ses_tui.core.report import exit_code
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.text import is_utf8
from ses_tui.core.verdict import verdict, worst_first
from ses_tui.settings.light import first_frame
from ses_tui.store.last import load_ids, load_targets, named

RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)

GONE_SECONDS = 180.0
GONE_READS = 3
"""A monitor stores what it knows after each read. Silent for so many of its reads, and at least so many
seconds, it does not run any more."""

STYLES: Mapping[Condition, str] = {
    Condition.OK: "",
    Condition.NOTICE: "fg=cyan",
    Condition.WARN: "fg=yellow",
    Condition.REVIEW: "fg=red,bold",
    Condition.PAUSE: "fg=brightwhite,bg=red,bold",
}

CELLS = 60
"""Of a status line that tmux gives 40 to 100 cells to."""

NO_MONITOR = "ses-tui: no monitor"


def run(options: argparse.Namespace) -> int:
    """Print the segment; the exit code of ``check``, and 3 where no monitor runs."""
    ascii_only = not is_utf8(os.environ)
    snapshot = stored(wanted(options), store_directory())
    text, code = segment(snapshot, time.time(), ascii_only=ascii_only)
    sys.stdout.write(text + "\n")
    return code


def wanted(options: argparse.Namespace) -> Sequence[Target]:
    """The targets that are configured, or the one that is named, as the monitor names them."""
    return choose(first_frame(options.config).targets, options.target, overrides(options))


def stored(targets: Sequence[Target], directory: Path) -> Snapshot | None:
    """What is known of ``targets``; None where no monitor ever watched one of them."""
    known = load_targets(directory)
    ids = load_ids(directory, {id_of(target): target.name for target in targets})
    found = [(known[one].at, named(known[one].target, name)) for one, name in ids.items() if one in known]
    if not found or len(found) < len(ids):
        return None
    return Snapshot(min(at for at, _ in found), tuple(target for _, target in found))


def segment(snapshot: Snapshot | None, now: float, *, ascii_only: bool = False) -> tuple[str, int]:
    """``#[fg=yellow]▲ WARN bounce 3.12 %#[default] 40s`` and the exit code. ``now``: UTC epoch seconds."""
    if snapshot is None or not snapshot.targets or not _runs(snapshot, now):
        return NO_MONITOR, MISCONFIGURED
    seen = replace(snapshot, targets=tuple(_seen(target, now) for target in snapshot.targets))
    shown = worst_first(seen)[0][0]
    named = f"{escaped(shown.name)} " if len(seen.targets) > 1 else ""
    said = named + _words(shown, now, ascii_only)
    return said + _age(shown, now), exit_code(seen)


def _runs(snapshot: Snapshot, now: float) -> bool:
    reads = [
        source.interval for target in snapshot.targets for source in target.sources if source.interval > 0
    ]
    return now - snapshot.generated_at <= max(GONE_SECONDS, GONE_READS * min(reads, default=0.0))


def _seen(target: TargetSnapshot, now: float) -> TargetSnapshot:
    """With the health of this moment: what is stored is marked as old, whatever it was."""
    age = _read_ago(target, now)
    if target.health is Health.BLIND or age is None or age >= BLIND_SECONDS:
        return replace(target, health=Health.BLIND)
    return replace(target, health=Health.STALE if age >= STALE_SECONDS else Health.FRESH)


def _read_ago(target: TargetSnapshot, now: float) -> float | None:
    """Seconds since the older of both rates was read; None where one never was."""
    names = {metric.value for metric in RATES}
    read = [source.last_success for source in target.sources if source.name in names]
    known = [at for at in read if at is not None]
    return max(0.0, now - min(known)) if known and len(known) == len(read) else None


def _words(target: TargetSnapshot, now: float, ascii_only: bool) -> str:
    """The verdict, as long as a status line has room for."""
    made = verdict(target, now)
    word, said = made.fitted(CELLS)
    text = escaped(f"{word}{' ' if said else ''}{said}")
    if ascii_only:
        text = text.replace("≥", ">=").translate(ASCII).encode("ascii", "replace").decode()
    sign = made.sign.translate(ASCII) if ascii_only else made.sign
    if made.unseen:
        return f"#[reverse]{sign} {text}#[default]"
    plain = f"{'##' if sign == '#' else sign} {text}"
    style = STYLES[made.condition]
    return f"#[{style}]{plain}#[default]" if style else plain


def _age(target: TargetSnapshot, now: float) -> str:
    age = _read_ago(target, now)
    if age is None:
        return ""
    short = short_duration(age).replace(" min", "m").replace(" ", "")
    return f" {short}{' stale' if target.health is Health.STALE else ''}"


def escaped(text: str) -> str:
    """A text of others that tmux expands nothing in: it doubles what begins a format (tmux(1), FORMATS).

    A bracket after it would still begin a style, so it becomes another sign.
    """
    return text.replace("#", "##").replace("##[", "##(")[:64]
