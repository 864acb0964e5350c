"""What of the wall can be set."""

from typing import NamedTuple

PAGES = ("account", "fleet", "isps", "identities")
"""All pages, in their usual order."""

SECONDS = 30.0
"""Between two pages, unless set: at 200x60 a page costs some kilobytes, and a day 100 bytes a second."""


class WallOptions(NamedTuple):
    """``seconds`` that a page stays; ``pages`` of PAGES, in the order in which they come."""

    seconds: float = SECONDS
    pages: tuple[str, ...] = PAGES
