"""``ses-tui check``: read once, print, exit with what was found."""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_tui.core.snapshot import Snapshot


def run(options: argparse.Namespace) -> int:
    """Print the result in the chosen format; the exit code of ``core.report``."""
    if options.format == "tmux":
        from ses_tui.cli import tmux  # reads the store, and imports a tenth of the rest

        return tmux.run(options)
    import asyncio

    from ses_tui.cli.formats import FORMATS
    from ses_tui.core.report import exit_code

    snapshot = asyncio.run(_read(options))
    sys.stdout.write(FORMATS[options.format](snapshot) + "\n")
    sys.stdout.flush()
    return exit_code(snapshot)


async def _read(options: argparse.Namespace) -> "Snapshot":
    from ses_tui.cli.setup import setup_of
    from ses_tui.cli.wiring import watched
    from ses_tui.core.clock import SystemClock
    from ses_tui.engine.once import read_once

    return await read_once(watched(setup_of(options)), SystemClock())
