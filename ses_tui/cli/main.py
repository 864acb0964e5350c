"""Entry point: parses the command line and hands over. Imports nothing that a command does not need."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper

from ses_tui.cli.options import MISCONFIGURED, parse
from ses_tui.core.errors import Misconfigured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A name that the terminal's encoding lacks is no reason to print nothing.
        sys.stdout.reconfigure(errors="backslashreplace")
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        return _command(options.command)(options)
    except Misconfigured as problem:
        sys.stderr.write(f"ses-tui: {problem}\n")
        return MISCONFIGURED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does; nor may the last flush complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _command(name: str | None) -> Callable[..., int]:
    """``run`` of the command's own module; no command: the live screen."""
    run: Callable[..., int] = import_module(f"ses_tui.cli.{(name or 'screen').replace('-', '_')}").run
    return run


if __name__ == "__main__":
    sys.exit(main())
