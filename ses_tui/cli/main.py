"""Entry point: parses the command line and hands over. Imports nothing that a command does not need."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from ses_tui.cli import stores
from ses_tui.cli.coercion import undo_coercion
from ses_tui.cli.options import parse
from ses_tui.cli.output import OutputLost, discard, guard
from ses_tui.cli.parser import MISCONFIGURED, UsageError
from ses_tui.core.errors import Misconfigured
from ses_tui.core.proxies import spread_all_proxy

JOIN_SECONDS = 0.2
"""How long a thread that has nothing left to do may take to end."""


def program() -> NoReturn:
    """The whole process. It ends although a thread does not, as while no name server answers."""
    code = main()
    import threading  # not part of what the first paint waits for

    for thread in threading.enumerate():
        if thread is not threading.main_thread() and not thread.daemon:
            thread.join(JOIN_SECONDS)
            if thread.is_alive():
                sys.stderr.flush()
                os._exit(code)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 3 also where its output can't be written."""
    guard()
    undo_coercion(os.environ)
    spread_all_proxy(os.environ)
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
        stores.use(options)
        return _command(options.command)(options)
    except UsageError as wrong:
        if _for_nagios(arguments):
            from ses_tui.cli.check import unknown

            sys.stdout.write(unknown(wrong.line))
        raise
    except Misconfigured as problem:
        sys.stderr.write(f"ses-tui: {problem}\n")
        return MISCONFIGURED
    except KeyboardInterrupt:
        return 130


def _for_nagios(arguments: Sequence[str]) -> bool:
    """Whether a pager reads the answer, told from a command line that is not understood."""
    form = os.environ.get("SES_TUI_FORMAT") == "nagios"
    return "check" in arguments and (form or any(one in ("nagios", "--format=nagios") for one in arguments))


def _command(name: str | None) -> Callable[..., int]:
    """``run`` of the command's own module; no command: the live screen."""
    run: Callable[..., int] = import_module(f"ses_tui.cli.{(name or 'screen').replace('-', '_')}").run
    return run


if __name__ == "__main__":
    program()
