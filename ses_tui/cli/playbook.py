"""``ses-tui playbook [NAME]``: what to do about an alert, or the list of the pages."""

import argparse
import os
import sys

from ses_tui import playbooks
from ses_tui.core.errors import Misconfigured
from ses_tui.core.nearest import did_you_mean
from ses_tui.core.text import safe

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def run(options: argparse.Namespace) -> int:
    """Print the page, or all names with their titles. Raises Misconfigured for an unknown name."""
    sys.stdout.write(_page(options.name) if options.name else playbooks.contents())
    return 0


def _page(name: str) -> str:
    try:
        text = playbooks.text(name)
    except KeyError:
        hint = did_you_mean(name, playbooks.names()) or "ses-tui playbook lists them"
        raise Misconfigured(f"no playbook is named {safe(name)!r}: {hint}") from None
    return _on_terminal(text) if _is_terminal() else text


def _is_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _on_terminal(text: str) -> str:
    """Headings and the warnings before commands that change something are bold."""
    return "".join(
        f"{_BOLD}{line}{_PLAIN}\n" if line.startswith(("#", playbooks.ACTS)) else f"{line}\n"
        for line in text.splitlines()
    )
