"""Runs of text as a finished line: styles laid on the table's own, filters applied, the width filled."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

Runs = Iterable[tuple[str, Style | None]]


class LineMaker:
    """Makes lines of ``width`` cells for one look of a table; another look needs another one.

    ``base``: the table's own style; ``background``: its colour, which filters want to know.
    """

    def __init__(self, width: int, base: Style, background: Color, filters: tuple[LineFilter, ...]) -> None:
        self._width = width
        self._base = base
        self._background = background
        self._filters = filters
        self._styles: dict[Style | None, Style] = {None: base}

    def line(self, runs: Runs) -> Strip:
        """The line that begins with ``runs``. What is too long is cut."""
        segments: list[Segment] = []
        style: Style | None = None
        text = ""
        for part, wanted in runs:
            full = self._styles.get(wanted) or self._styles.setdefault(wanted, self._base + wanted)
            if full is style:
                text += part
                continue
            if text and style is not None:
                segments.append(Segment(text, style))
            text, style = part, full
        if text and style is not None:
            segments.append(Segment(text, style))
        cells = sum(cell_len(segment.text) for segment in segments)
        if cells < self._width:
            segments.append(Segment(" " * (self._width - cells), self._base))
        for line_filter in self._filters:
            segments = line_filter.apply(segments, self._background)
        if cells > self._width:
            return Strip(segments, cells).crop(0, self._width)
        return Strip(segments, self._width)
