"""What the screen knows of the world around the terminal; the command line finds it out."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Outside(NamedTuple):
    """``exports``: where views are written, made when needed; None: the current directory.

    ``wrap``: gets a sequence through a multiplexer. ``title``: say the worst condition in the
    terminal's title.
    """

    exports: Path | None = None
    wrap: Callable[[bytes], bytes] = bytes
    title: bool = False


NOTHING_KNOWN = Outside()
