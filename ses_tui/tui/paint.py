"""The last step before a line is shown: the ground of an explicit theme, or no colour at all; ASCII.

Everything is drawn in the terminal's own colours and in those of the bands. Where a theme has a ground of
its own, what is left of the terminal's is put in its place here, Textual's own widgets included, so that no
pair of colours reaches the screen that the theme does not know.
"""

from abc import abstractmethod
from collections.abc import Sequence

from rich.cells import split_graphemes
from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from ses_tui.core.ascii import ASCII
from ses_tui.core.themes import Depth
from ses_tui.tui.draw.bandstyle import Colours

_MOST_STYLES = 1024
_BLACK, _RED, _GREEN, _YELLOW, _BRIGHT_BLACK = 0, 1, 2, 3, 8


class _Repaint(LineFilter):
    """Replaces styles; the results are cached, since a screen has few of them."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[Style | None, Style] = {}

    @abstractmethod
    def painted(self, style: Style) -> Style:
        """The style to show instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text, repainted."""
        return [Segment(text, self._of(style), control) for text, style, control in segments]

    def _of(self, style: Style | None) -> Style:
        known = self._known.get(style)
        if known is None:
            if len(self._known) >= _MOST_STYLES:
                self._known.clear()
            known = self._known[style] = self.painted(style or Style())
        return known


class NoColour(_Repaint):
    """Removes colours and keeps attributes. Textual's own filter would still send colour codes."""

    def painted(self, style: Style) -> Style:
        return style.without_color


class Ground(_Repaint):
    """A theme's text and ground where nothing else is asked for, its label colour for what is dim."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._text, self._ground, self._label, *bands = (
            RichColor.parse(name)
            for name in (
                colours.text,
                colours.ground,
                colours.label,
                colours.ok,
                colours.notice,
                colours.warn,
                colours.review,
            )
        )
        self._ok, self._notice, self._warn, self._review = bands

    def painted(self, style: Style) -> Style:
        text = self._foreground(style)
        ground = self._ground if style.bgcolor is None else self._own(style.bgcolor, self._ground)
        return style + Style(color=text, bgcolor=ground, dim=False)

    def _foreground(self, style: Style) -> RichColor:
        if style.color is None or style.color.is_default:
            return self._label if style.dim else self._text
        return self._own(style.color, self._text)

    def _own(self, color: RichColor, default: RichColor) -> RichColor:
        """The theme's colour for one of the sixteen: black is the ground, white the text."""
        if color.is_default:
            return default
        number = color.number
        if color.type not in (ColorType.STANDARD, ColorType.EIGHT_BIT) or number is None or number > 15:
            return color
        if number == _BRIGHT_BLACK:
            return self._label
        named = {
            _BLACK: self._ground,
            _RED: self._review,
            _GREEN: self._ok,
            _YELLOW: self._warn,
            7: self._text,
        }
        return named.get(number % 8, self._notice)


class Ascii(LineFilter):
    """Every line in ASCII, as wide as it was; ``?`` for what is no sign of ours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text, whoever has drawn it."""
        return [Segment(to_ascii(text), style, control) for text, style, control in segments]


def to_ascii(text: str) -> str:
    """``text`` in as many cells."""
    if text.isascii():
        return text
    told = text.translate(ASCII)
    if told.isascii():
        return told
    spans, _ = split_graphemes(told)
    parts = ((told[start:end], cells) for start, end, cells in spans)
    return "".join(part if part.isascii() else "?" * cells for part, cells in parts)


def filters_of(ascii: bool, depth: Depth, ground: Colours | None) -> Sequence[LineFilter]:
    """The filters, in order."""
    filters: list[LineFilter] = [Ascii()] if ascii else []
    if depth is Depth.NONE:
        filters.append(NoColour())
    elif ground is not None:
        filters.append(Ground(ground))
    return filters
