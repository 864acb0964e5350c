"""``ses-tui store``: move a store between SQLite and PostgreSQL; the rights that its roles need."""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ses_tui.cli.stores import NEEDS_PSYCOPG, Place, named, place
from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from ses_tui.store.postgres.copying import Sum

PROGRESS_SECONDS = 0.2


def run(options: argparse.Namespace) -> int:
    """Copy, or print SQL. Raises Misconfigured."""
    if options.action == "grants":
        if options.places:
            raise Misconfigured("store grants takes no place: it prints SQL for an administrator")
        try:
            from ses_tui.store.postgres.schema import grants
        except ImportError:
            raise Misconfigured(NEEDS_PSYCOPG) from None

        sys.stdout.write(grants(place().installation))
        return 0
    if len(options.places) != 2:
        raise Misconfigured("store copy FROM TO: say from where and to where")
    source, target = map(named, options.places)
    if (source.directory, source.url is None) == (target.directory, target.url is None):
        raise Misconfigured("store copy FROM TO: both are the same store")
    return _copy(source, target)


def _copy(source: Place, target: Place) -> int:
    try:
        from ses_tui.store.postgres import copying
        from ses_tui.store.postgres.connection import Refused
    except ImportError:
        raise Misconfigured(NEEDS_PSYCOPG) from None
    from ses_tui.store.files import StoreProblem
    from ses_tui.store.last import FILE_NAME

    progress = _Progress()
    try:
        if source.url is None and target.url is None:
            raise Misconfigured("both are SQLite: copy the directory while no monitor runs")
        if source.url is None and not (source.directory / FILE_NAME).exists():
            raise Misconfigured(f"there is no store in {safe(source.directory)}")
        if target.url is None:
            assert source.url is not None
            _empty_or_begun(target.directory)
            sums = copying.fetch(target.directory, source.url, source.installation, progress.show)
            (target.directory / BEGUN).unlink()
        else:
            work = target.directory.with_name("copying")
            if not (work / FILE_NAME).exists():
                if source.url is None:
                    copying.snapshot_of(source.directory, work)
                else:
                    copying.fetch(work, source.url, source.installation, progress.show)
                    copying.snapshot_of(work, work)
            sums = copying.send(work, target.url, target.installation, progress.show)
            for path in work.iterdir():
                path.unlink()
            work.rmdir()
    except (Refused, StoreProblem) as problem:
        raise Misconfigured(f"{problem}; run it again: it goes on where it was") from None
    finally:
        progress.end()
    return _verified(sums)


BEGUN = "copying"
"""A file beside a store that is being written, so that a second run goes on rather than refuses."""


def _empty_or_begun(directory: Path) -> None:
    from ses_tui.store.last import FILE_NAME

    if (directory / FILE_NAME).exists() and not (directory / BEGUN).exists():
        raise Misconfigured(f"there is a store in {safe(directory)} already: name a directory without one")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / BEGUN).touch()


def _verified(sums: "Mapping[str, tuple[Sum, Sum]]") -> int:
    wrong = 0
    for table, (before, after) in sums.items():
        same = before == after
        wrong += not same
        sys.stdout.write(
            f"{table:12} {before.rows:>10,} {after.rows:>10,}  {after.digest:016x}  "
            f"{'equal' if same else 'DIFFERENT'}\n"
        )
    if wrong:
        sys.stdout.write(f"{wrong} tables differ: something else wrote there meanwhile, or before\n")
    return 1 if wrong else 0


class _Progress:
    """Over and over on one line of standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._shown_at = 0.0

    def show(self, done: int, total: int) -> None:
        """``done`` of ``total``."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._shown_at >= PROGRESS_SECONDS:
            self._shown_at = now
            sys.stderr.write(f"\r{done:,} of {total:,} copied\x1b[K")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._shown_at:
            sys.stderr.write("\r\x1b[K")
