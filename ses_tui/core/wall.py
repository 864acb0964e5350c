"""What of the wall can be set: for the settings, which check it, and for the screen, which does it."""

from typing import Literal, NamedTuple

PAGES: tuple[Literal["account", "fleet", "isps", "identities"], ...] = (
    "account",
    "fleet",
    "isps",
    "identities",
)
"""All pages, in their usual order."""

SECONDS = 30.0
"""Between two pages, unless set: at 200x60 a page costs some kilobytes, and a day 100 bytes a second."""


class WallOptions(NamedTuple):
    """``seconds`` that a page stays; ``pages`` of PAGES, in the order in which they come."""

    seconds: float = SECONDS
    pages: tuple[str, ...] = PAGES
