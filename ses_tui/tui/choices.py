"""What the screen remembers over runs: the last mode, the order per mode, the target."""

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Remembered(NamedTuple):
    """``mode``: its name. ``target``: its name. ``sorts``: mode -> column, with ``-`` before it the other way
    round. Empty: as always."""

    mode: str = ""
    target: str = ""
    sorts: Mapping[str, str] = {}


class RememberedChoices:
    """``now``: what there is to remember. ``write`` None: nothing is kept, as in the demo."""

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
        """Write it, if it is another one. From any thread; does not raise."""
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
        """This mode is in this order; empty: as always."""
        sorts = {**self.now.sorts, mode: words}
        self.now = self.now._replace(sorts={name: each for name, each in sorts.items() if each})
