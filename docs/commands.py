"""Writes docs/commands.md from the command line's own grammar: ``python -m docs.commands``."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ses_tui.cli.options import build_whole_parser
from ses_tui.cli.parser import commands_of

PAGE = Path(__file__).with_name("commands.md")

HEAD = """\
# Commands

Every command with every option; this page is written by `python -m docs.commands` from the options. A
command's `--help` says the same, and so does its man page ([shell](shell.md)).

Standard output is data, standard error is narration. An option may also come from the environment:
`SES_TUI_REGION`, `SES_TUI_CONFIG`. A command line that is not understood is exit code 3.
"""


def page() -> str:
    """The whole page: the options that hold everywhere, then each command."""
    parser = build_whole_parser()
    everywhere = {option: action.help for action in parser._actions for option in action.option_strings}
    parts = [HEAD, "## ses-tui\n", f"{parser.description}\n", *_options(parser, {})]
    for name, command in commands_of(parser).items():
        parts += [f"## {name}\n", f"{command.description}\n"]
        parts += _options(command, everywhere)
    return "\n".join(parts)


def _options(parser: argparse.ArgumentParser, known: Mapping[str, str | None]) -> Iterator[str]:
    """A table, without what is said at the top (``known``: option -> help)."""
    rows = [
        f"| {_written(action)} | {_said(parser, action)} |"
        for action in parser._actions
        if action.dest not in ("help", "command") and not _is_known(action, known)
    ]
    if rows:
        yield from ("| option | does |", "| --- | --- |", *rows, "")


def _is_known(action: argparse.Action, known: Mapping[str, str | None]) -> bool:
    return any(option in known and action.help in (None, known[option]) for option in action.option_strings)


def _written(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or (action.dest if not action.choices else ""))
    if action.choices and not action.metavar and action.nargs != 0:
        value = "\\|".join(map(str, action.choices))
    names = action.option_strings or [""]
    return ", ".join(f"`{f'{name} {value}'.strip()}`" for name in names)


def _said(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    text = parser._get_formatter()._expand_help(action) if action.help else ""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
