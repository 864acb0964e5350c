"""What of long details is in view, and where one is in them."""

from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import styled
from ses_tui.tui.look import Look

HINT = "↑↓ PgUp PgDn"


class Window(NamedTuple):
    """``top``: the first of ``lines`` lines that is shown in ``height``; the last line says where one is."""

    lines: int
    height: int
    top: int = 0

    @property
    def scrolls(self) -> bool:
        """Whether not all fits."""
        return self.lines > self.height > 0

    @property
    def page(self) -> int:
        """Lines of the text in view."""
        return max(1, self.height - 1) if self.scrolls else self.height

    def moved(self, where: str) -> int:
        """The new top after one of: up, down, page_up, page_down, home, end."""
        last = max(0, self.lines - self.page)
        step = max(1, self.page - 1)  # a line stays, to go on reading from
        to = {
            "up": self.top - 1,
            "down": self.top + 1,
            "page_up": self.top - step,
            "page_down": self.top + step,
            "home": 0,
            "end": last,
        }[where]
        return min(max(0, to), last)


def in_view(lines: Sequence[StyledLine], window: Window, look: Look) -> list[StyledLine]:
    """What of ``lines`` is shown, under it where one is in them."""
    if not window.scrolls:
        return list(lines)
    end = min(window.top + window.page, window.lines)
    said = f" lines {window.top + 1}-{end} of {window.lines}: {HINT}"
    return [
        *lines[window.top : end],
        *[()] * (window.page - (end - window.top)),
        styled(look.to_ascii(said), look.label),
    ]
