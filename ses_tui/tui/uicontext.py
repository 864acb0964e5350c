"""What the screen knows of the world around the terminal; the command line finds it out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ses_tui.tui.choices import RememberedChoices


class UiContext(NamedTuple):
    """``exports``: where views are written, made when needed; None: the current directory.

    ``wrap``: gets a sequence through a multiplexer. ``title``: say the worst condition in the
    terminal's title. ``keys``: id of a binding -> keys. ``choices``: what is kept over runs.
    ``first``: nothing was ever read here; ``reached``: target -> how, such as ``profile prod``.
    """

    exports: Path | None = None
    wrap: Callable[[bytes], bytes] = bytes
    title: bool = False
    keys: Mapping[str, str] = {}
    choices: RememberedChoices | None = None
    first: bool = False
    reached: Mapping[str, str] = {}


NOTHING_KNOWN = UiContext()
