"""argparse as the commands use it: our exit code, parsers that are made when called, types of options."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn

from ses_tui.core.text import MESSAGE_CAP, safe

MISCONFIGURED = 3
"""Usage errors too: 2 would read as CRITICAL where ``check`` is a Nagios plugin."""


class UsageError(SystemExit):
    """The command line is not understood. ``line``: what was said of it on standard error."""

    def __init__(self, line: str) -> None:
        super().__init__(MISCONFIGURED)
        self.line = line


class Parser(argparse.ArgumentParser):
    """argparse, but with our exit code."""

    def error(self, message: str) -> NoReturn:
        """One line and what to do; exit 3."""
        line = f"{self.prog}: {safe(message, MESSAGE_CAP)} (see {self.prog} --help)"
        sys.stderr.write(f"{line}\n")
        raise UsageError(line)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As argparse, and with what may have been meant rather than all that there is."""
        if action.choices is None or value in action.choices:
            return
        from ses_tui.core.nearest import nearest

        meant = nearest(str(value), map(str, action.choices))
        hint = f"did you mean {meant}?" if meant else f"choose from {', '.join(map(str, action.choices))}"
        raise argparse.ArgumentError(action, f"invalid choice: {safe(str(value), 60)!r}: {hint}")


class Command:
    """Stands in for the parser of a command, which is made when the command is called.

    All parsers would cost every start 3 ms, and all their options 3 ms more.
    """

    fill: Callable[[Parser], None]
    """Adds the options."""

    def __init__(self, **how: Any) -> None:
        self._how = how
        self._made: Parser | None = None

    def filled(self) -> Parser:
        """The parser, with all its options."""
        if self._made is None:
            self._made = Parser(**self._how)
            self.fill(self._made)
        return self._made

    def _check_help(self, action: argparse.Action) -> None:
        """Asked by argparse of Python 3.14, where a command is added: its line of help is well formed."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What a command is parsed with, its ``--help`` too."""
        return self.filled().parse_known_args(args, namespace)


def between(least: float, most: float, kind: Callable[[str], float] = float) -> Callable[[str], float]:
    """A type for argparse: a number of that ``kind`` from ``least`` to ``most``."""

    def number(text: str) -> float:
        value = kind(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least} and {most}")
        return value

    return number


def address(text: str) -> tuple[str, int]:
    """A type for argparse: ``127.0.0.1:9839``, ``[::1]:9839``, and ``:9839`` for every IPv4 address."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{safe(text, 40)!r} is not ADDRESS:PORT")
    return host.removeprefix("[").removesuffix("]") or "0.0.0.0", int(port)


def listed(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """A type for argparse: some of ``known``, with commas between them."""

    def names(text: str) -> tuple[str, ...]:
        found = tuple(name.strip() for name in text.split(","))
        for name in found:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{safe(name, 40)!r} is none of {', '.join(known)}")
        return found

    return names


def from_environment(
    parser: argparse.ArgumentParser,
    arguments: Sequence[str],
    environ: Mapping[str, str],
    flags: Iterable[str],
) -> list[str]:
    """The arguments, with those of the environment put before the user's own, which win."""
    at = _command_at(parser, arguments)
    everywhere = _option_actions(parser)
    own = {} if at is None else _option_actions(commands_of(parser)[arguments[at]].filled())
    first: list[str] = []
    after: list[str] = []
    for flag in flags:
        value = environ.get(f"SES_TUI_{flag.upper()}", "")
        option = f"--{flag.replace('_', '-')}"
        action = everywhere.get(option) or own.get(option)
        if not value or action is None:
            continue
        place = first if option in everywhere else after
        if action.nargs != 0:
            place.append(f"{option}={value}")
        elif value.lower() in {"1", "true", "yes", "on"}:
            place.append(option)
    split = 0 if at is None else at + 1
    return [*first, *arguments[:split], *after, *arguments[split:]]


def with_times(arguments: Sequence[str]) -> list[str]:
    """``--from -30d`` as ``--from=-30d``: argparse would take the time for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in ("--from", "--to") and argument[:1] == "-" and argument[1:2].isdigit():
            joined[-1] = f"{joined[-1]}={argument}"
        else:
            joined.append(argument)
    return joined


def commands_of(parser: argparse.ArgumentParser) -> Mapping[str, Any]:
    """What parses each command, by its name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _option_actions(parser: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    return {option: action for action in parser._actions for option in action.option_strings}


def _command_at(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int | None:
    """The index of the command among the arguments."""
    commands = commands_of(parser)
    valued = {option for option, action in _option_actions(parser).items() if action.nargs != 0}
    skip = False
    for index, argument in enumerate(arguments):
        if skip:
            skip = False
        elif argument in valued:
            skip = True
        elif argument in commands:
            return index
    return None
