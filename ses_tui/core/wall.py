"""What of the wall can be set: for the settings, which check it, and for the screen, which does it."""

from typing import Literal, NamedTuple

PAGES: tuple[Literal["account", "fleet", "isps", "identities"], ...] = (
    "account",
    "fleet",
    "isps",
    "identities",
)
"""All pages, in their usual order."""

LEAST_SECONDS = 30.0
CELLS_PER_SECOND = 64.0
"""A page costs about 1.25 bytes a cell (measured from 80x24 to 200x60): 80 bytes a second, at any size."""


class WallOptions(NamedTuple):
    """``seconds`` that a page stays, None: by the size; ``pages`` of PAGES, in their order."""

    seconds: float | None = None
    pages: tuple[str, ...] = PAGES

    def stay(self, cells: int) -> float:
        """Seconds that a page stays on a terminal of so many cells."""
        return self.seconds or max(LEAST_SECONDS, cells / CELLS_PER_SECOND)
