"""``ses-tui silence MATCHER``: no messages about what matches for a while; ``--list`` and ``--end``."""

import argparse
import sys
import time
from uuid import uuid4

from ses_tui.cli.acting import login_name
from ses_tui.cli.last_snapshot import has_store, opened_store, stored_overlays, stored_target, watched_targets
from ses_tui.core.clock import iso, short_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.keytext import check_matcher
from ses_tui.core.nearest import did_you_mean
from ses_tui.core.overlays import SILENCE_MOST, Overlays, Silence, lasting
from ses_tui.core.text import safe


def run(options: argparse.Namespace) -> int:
    """Store a silence, list those in force, or end one. Raises Misconfigured."""
    if options.list:
        _list(options)
    elif options.end is not None:
        _end(options)
    else:
        _silence(options)
    sys.stdout.flush()
    return 0


def _silence(options: argparse.Namespace) -> None:
    if options.matcher is None:
        raise Misconfigured("what is to be silenced? write a key, or a pattern such as 'isp:*/bounce_rate'")
    try:
        matcher = safe(check_matcher(options.matcher))
        seconds = lasting(options.lasting, SILENCE_MOST)
    except ValueError as wrong:
        raise Misconfigured(str(wrong)) from None
    now = time.time()
    silence = Silence(
        uuid4().hex[:8],
        matcher,
        now + seconds,
        now,
        options.target or "",
        login_name(),
        safe(options.why),
        frozenset(options.also),
    )
    with opened_store() as store:
        if options.target:
            store.for_target(stored_target(options), options.target)
        store.save_silence(silence)
    sys.stdout.write(f"{described(silence, now)}\n")
    sys.stderr.write(
        "ses-tui: a running monitor takes it up within 2 s; what it holds back is owed when it ends\n"
    )


def _list(options: argparse.Namespace) -> None:
    now = time.time()
    found = _in_force(options, now) if has_store() else []
    for one in found:
        sys.stdout.write(f"{described(one, now)}\n")
    if not found:
        sys.stderr.write("ses-tui: no silence is in force\n")


def _end(options: argparse.Namespace) -> None:
    name, now = options.end, time.time()
    found = {one.id: one for one in _in_force(options, now)} if has_store() else {}
    if name not in found:
        listed = f"{did_you_mean(name, found)} ses-tui silence --list shows them".strip()
        hint = listed if found else "none is in force"
        raise Misconfigured(f"no silence has the id {safe(name)!r}: {hint}")
    with opened_store() as store:
        store.drop_silence(name)
    sys.stdout.write(f"ended: {described(found[name], now)}\n")


def _in_force(options: argparse.Namespace, now: float) -> list[Silence]:
    with opened_store() as store:
        for target_id, name in watched_targets(options).items():
            store.for_target(target_id, name)
        overlays = stored_overlays(store)
    return in_force(overlays, now)


def in_force(overlays: Overlays, now: float) -> list[Silence]:
    """The silences that have not ended, the first to end first."""
    return sorted(
        (one for one in overlays.silences.values() if now < one.until), key=lambda one: (one.until, one.id)
    )


def described(one: Silence, now: float) -> str:
    """``1f2e3d4c  isp:*/bounce_rate  every target  until 2026-…Z (in 40 min)  by ann: maintenance``."""
    target = one.target or "every target"
    also = f"  also {' and '.join(sorted(one.also))}" if one.also else ""
    by = ": ".join(part for part in (f"by {one.who}" if one.who else "", one.why) if part)
    ends = f"until {iso(one.until)} (in {short_duration(max(0.0, one.until - now))})"
    return f"{one.id}  {one.matcher}  {target}  {ends}{also}{f'  {by}' if by else ''}"
