"""What the screen is given of the world around the terminal, and what it remembers over runs."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Remembered(NamedTuple):
    """Empty: as it always is."""

    mode: str = ""
    """The name of the mode that was shown last."""
    target: str = ""
    """The name of the target that was shown last."""
    sorts: Mapping[str, str] = {}
    """Mode -> the column it is sorted by, with ``-`` before it for the other direction."""


class RememberedChoices:
    """What the user chose, kept in ``now``. ``write`` None: nothing is kept, as in the demo."""

    def __init__(
        self, known: Remembered | None = None, write: Callable[[Remembered], None] | None = None
    ) -> None:
        self.now = known or Remembered()
        self._write = write
        self._written = self.now

    @property
    def changed(self) -> bool:
        """Whether there is something to write."""
        return self._write is not None and self._written != self.now

    def flush(self) -> None:
        """Write what has changed. From any thread; does not raise."""
        if self._write is not None and self.changed:
            self._written = self.now
            self._write(self._written)

    def mode(self, name: str) -> None:
        """This mode is shown."""
        self.now = self.now._replace(mode=name)

    def target(self, name: str) -> None:
        """This target is shown."""
        self.now = self.now._replace(target=name)

    def sort(self, mode: str, words: str) -> None:
        """This mode is sorted so; empty: as it always is."""
        sorts = {**self.now.sorts, mode: words}
        self.now = self.now._replace(sorts={name: each for name, each in sorts.items() if each})


class UiContext(NamedTuple):
    """Found out by the command line."""

    exports: Path | None = None
    """Where views are written, made when needed; None: the current directory."""
    wrap: Callable[[bytes], bytes] = bytes
    """Gets a sequence through a terminal multiplexer."""
    title: bool = False
    """Say the worst condition in the terminal's title."""
    keys: Mapping[str, str] = {}
    """Id of a binding -> keys."""
    choices: RememberedChoices | None = None
    first: bool = False
    """Nothing was ever read here."""
    reached: Mapping[str, str] = {}
    """Target -> how it is reached, such as ``profile prod``."""


NOTHING_KNOWN = UiContext()
