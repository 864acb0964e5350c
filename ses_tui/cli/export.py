"""``ses-tui export``: what ``watch`` does, with Prometheus' metrics in place of lines."""

import argparse

from ses_tui.cli import watch

LISTEN = ("127.0.0.1", 9839)


def run(options: argparse.Namespace) -> int:
    """Export until interrupted or terminated. Raises Misconfigured."""
    if options.listen is None and options.textfile is None:
        options.listen = LISTEN
    return watch.run(options)
