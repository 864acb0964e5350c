"""Entry point: parses the command line and hands over. Imports nothing that a command does not need."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from ses_tui.cli.coercion import undo_coercion
from ses_tui.cli.options import MISCONFIGURED, parse
from ses_tui.cli.output import OutputLost, discard, guard
from ses_tui.core.errors import Misconfigured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 3 also where its output can't be written."""
    guard()
    undo_coercion(os.environ)
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            sys.stdout.flush()
    except OutputLost as lost:
        discard()
        if not lost.reader_left:
            sys.stderr.write(f"ses-tui: standard output can't be written: {lost}\n")
        return MISCONFIGURED


def _run(arguments: Sequence[str]) -> int:
    try:
        options = parse(arguments)
        return _command(options.command)(options)
    except Misconfigured as problem:
        sys.stderr.write(f"ses-tui: {problem}\n")
        return MISCONFIGURED
    except KeyboardInterrupt:
        return 130


def _command(name: str | None) -> Callable[..., int]:
    """``run`` of the command's own module; no command: the live screen."""
    run: Callable[..., int] = import_module(f"ses_tui.cli.{(name or 'screen').replace('-', '_')}").run
    return run


if __name__ == "__main__":
    sys.exit(main())
