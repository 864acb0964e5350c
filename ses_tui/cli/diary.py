"""What was done when, kept in the store: a channel accepted a drill, ``doctor`` looked at a target."""

import sys
import time
from collections.abc import Sequence

from ses_tui.cli.stores import store_directory
from ses_tui.store.diary import note, read
from ses_tui.store.files import StoreProblem


def since_then() -> dict[str, float]:
    """Entry -> UTC epoch seconds; empty where the store can't be read, which is said."""
    try:
        return read(store_directory())
    except StoreProblem as problem:
        sys.stderr.write(f"ses-tui: {problem}\n")
        return {}


def noted(entries: Sequence[str]) -> None:
    """They were done now; that it can't be kept is said."""
    if not entries:
        return
    try:
        note(store_directory(), entries, time.time())
    except StoreProblem as problem:
        sys.stderr.write(f"ses-tui: {problem}\n")
