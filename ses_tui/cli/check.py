"""``ses-tui check``: read once, print, exit with what was found."""

import argparse
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from ses_tui.core.errors import Misconfigured
from ses_tui.core.record import replace
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ses_tui.core.snapshot import Snapshot

PRINT_SECONDS = 0.3
"""Of the time limit, what is left for printing and for closing connections."""

CALL_SECONDS = 1.0
"""By how much a call to AWS is given up on before all reading ends, so that its own error says why."""


STORE_SECONDS = 0.5
"""How long the store may take to be opened, or to be let go of: without it AWS is read."""

Result = TypeVar("Result")


def run(options: argparse.Namespace) -> int:
    """Print the result in the chosen format; the exit code of ``core.report``."""
    if left := _left_out(options.format, options.parts):
        said = f"--with {','.join(left)} shows nothing in --format {options.format}: take --format json"
        sys.stderr.write(f"ses-tui: {said}\n")
    try:
        return _checked(options)
    except Misconfigured as problem:
        if options.format == "nagios":
            sys.stdout.write(unknown(problem.line, options.service))
        raise


def _left_out(format: str, parts: "Sequence[str]") -> list[str]:
    """The parts that a format has no place for; a tenant or set in trouble is among its alerts."""
    if format == "json":
        return []
    return [one for one in parts if format == "tmux" or one not in ("tenants", "sets")]


def unknown(line: str, service: str = "SES") -> str:
    """What a pager shows of a call that can't work: it reads standard output alone."""
    return f"{_service(service)} UNKNOWN - {line.replace('|', '/')}\n"


def _service(name: str) -> str:
    return safe(name, 60).replace("|", "/")


def _checked(options: argparse.Namespace) -> int:
    if options.format == "tmux":
        from ses_tui.cli import tmux  # reads the store, and imports a tenth of the rest

        return tmux.run(options)
    began = time.monotonic() - time.process_time()  # when this process did
    from ses_tui.cli.formats import FORMATS, nagios
    from ses_tui.cli.loop import run_loop
    from ses_tui.core import report

    snapshot = run_loop(_read(options, began), "reading AWS")
    if options.format == "json":
        printed = report.as_json(snapshot, options.parts)
    elif options.format == "nagios":
        printed = nagios(snapshot, _service(options.service))
    else:
        printed = FORMATS[options.format](snapshot)
    sys.stdout.write(printed + "\n")
    return report.exit_code(snapshot)


async def _read(options: argparse.Namespace, began: float) -> "Snapshot":
    from ses_tui.aws.reader import DEADLINE
    from ses_tui.cli.setup import setup_of
    from ses_tui.cli.stores import open_store
    from ses_tui.cli.wiring import watched
    from ses_tui.core.clock import SystemClock
    from ses_tui.engine.once import Limits, read_once
    from ses_tui.store.store import Store

    until = began + options.timeout - PRINT_SECONDS
    longest = round(max(0.1, until - time.monotonic() - CALL_SECONDS), 1)
    targets = watched(setup_of(options), deadline=min(DEADLINE, longest))
    limits = Limits(until, options.all, _volumes, parts=_read_for(options.parts))
    if options.all and sys.stderr.isatty():
        limits = replace(limits, progress=_progress)
    history = Store.in_memory()
    store = None if options.read or options.all else await _in_time(lambda: open_store(owns=False))
    try:
        return await read_once(targets, SystemClock(), history, limits, store)
    finally:
        history.close()
        if store is not None:
            await _in_time(store.close)


def _read_for(parts: "Sequence[str]") -> "tuple[str, ...]":
    """Whether an IP is on a blocklist is told by another source than its pool."""
    return (*parts, "deliverability") if "pools" in parts else tuple(parts)


async def _in_time(act: "Callable[[], Result]") -> "Result | None":
    """None where there is no store, or the disk, or who holds it, does not answer soon."""
    import asyncio

    from ses_tui.cli.last_snapshot import has_store

    if not has_store():
        return None
    with suppress(TimeoutError):
        async with asyncio.timeout(STORE_SECONDS):
            return await asyncio.to_thread(act)
    return None


def _volumes(target_id: str) -> "Mapping[str, int]":
    from ses_tui.cli.stores import store_directory
    from ses_tui.store.last import last_volumes

    return last_volumes(store_directory(), target_id)


def _progress(target: str, read: int, total: int) -> None:
    """Over and over on one line, which is cleared at the end."""
    line = f"{target}: {read:,} of {total:,} identities read" if read < total else ""
    sys.stderr.write(f"\r{line}\x1b[K")
    sys.stderr.flush()
