"""How to draw on this terminal: the signs it can show, the colours, and the time zone."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.condition import Condition, Health, Lines
from ses_tui.core.themes import AUTO_THEME, TERMINAL_THEME, Depth, GraphName
from ses_tui.tui.draw.bandstyle import (
    BAND_SIGN,
    HEALTH_SIGN,
    TERMINAL,
    Palette,
    StyledLine,
    band_style,
    band_word,
    paint_bars,
    sign_style,
)
from ses_tui.tui.draw.sparkline import spark_rows

if TYPE_CHECKING:
    from textual.filter import LineFilter

BOLD = Style(bold=True)
LOUD = Style(reverse=True, bold=True)


def zone_of(name: str) -> tzinfo | None:
    """The zone with that IANA name; None: the machine's own. Raises ValueError if there is none."""
    if not name:
        return None
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"time_zone {name!r} is not known on this machine") from error


class Look(NamedTuple):
    """One per run of the program, but for its theme, which can be changed.

    ``braille``: the terminal can show it, for charts.

    ``palette``: what ``theme`` paints with in ``depth`` colours; ``on_light``: the terminal's ground is.

    ``ground``: the terminal's own, as it has answered, ``#rrggbb``; empty: it has not.
    """

    zone: tzinfo | None = None
    ascii: bool = False
    braille: bool = True
    palette: Palette = TERMINAL
    theme: str = TERMINAL_THEME
    depth: Depth = Depth.ALL
    on_light: bool = False
    graph: GraphName = "auto"
    ground: str = ""

    @property
    def ascii_graph(self) -> bool:
        """Whether charts and bars are drawn in ASCII."""
        return self.ascii or self.graph == "ascii"

    @property
    def braille_graph(self) -> bool:
        """Whether curves are drawn in braille."""
        return not self.ascii_graph and (self.graph == "braille" or (self.graph == "auto" and self.braille))

    @property
    def letter_step(self) -> int:
        """Of the scales of big letters: ASCII has no half blocks, and draws only the even ones."""
        return 2 if self.ascii else 1

    def on_ground(self, ground: str) -> "Look":
        """The same on the ground that the terminal has answered, ``#rrggbb``."""
        return self._replace(ground=ground).themed(self.theme)

    def themed(self, theme: str) -> "Look":
        """The same in another theme."""
        palette = TERMINAL
        plain = theme == TERMINAL_THEME or (theme == AUTO_THEME and not self.ground)
        if not plain or self.on_light or self.depth is Depth.NONE:  # else not imported
            from ses_tui.tui.draw.themes import palette_of

            palette = palette_of(theme, self.depth, on_light=self.on_light, ground=self.ground)
        return self._replace(theme=theme, palette=palette)

    def filters(self) -> "Sequence[LineFilter]":
        """The filters for every finished line; none if the terminal can show all as it is."""
        if not self.ascii and self.depth is not Depth.NONE and self.palette.ground is None:
            return ()
        from ses_tui.tui.paint import filters_of

        return filters_of(self.ascii, self.depth, self.palette.ground)

    def bars(
        self, values: Sequence[float | None], *, top: float, lines: Lines, rows: int = 1
    ) -> list[StyledLine]:
        """``values`` as ``rows`` rows of bars in the colours of their bands; see ``sparkline.spark_rows``."""
        drawn = spark_rows(values, top=top, lines=lines, rows=rows, ascii=self.ascii_graph)
        return [paint_bars(runs, self.palette) for runs in drawn]

    def sign(self, condition: Condition) -> tuple[str, Style]:
        """The sign of a band with its colour, one cell."""
        return BAND_SIGN[condition], sign_style(condition, self.palette)

    def health_sign(self, health: Health) -> str:
        """The sign of a health, one cell."""
        return HEALTH_SIGN[health]

    def word(self, condition: Condition) -> tuple[str, Style]:
        """The word of a band in its colour."""
        return band_word(condition), band_style(condition, self.palette)

    def number(self, text: str, cells: int, condition: Condition | None, mark: str = "") -> StyledLine:
        """A number of a band in ``cells`` cells, at the right; before it its sign, at the left, if not ok.

        None: of no band, dim. ``mark``: what stands right before it, in notice's colour. The sign goes where
        the number needs all the room.
        """
        blanks = cells - cell_len(mark) - cell_len(text)
        told: StyledLine = ()
        if condition and blanks > 0:
            told, blanks = (self.sign(condition),), blanks - 1
        return (
            *told,
            (" " * blanks, None),
            (mark, self.style(Condition.NOTICE)),
            (text, self.style(condition)),
        )

    def style(self, condition: Condition | None) -> Style:
        """The colour of a number in a band; None: of a label."""
        return band_style(condition, self.palette)

    def fill(self, condition: Condition) -> Style:
        """The band as a background, for what must be seen from across the room."""
        return self.palette.fills[condition]

    @property
    def label(self) -> Style:
        """The style of labels."""
        return self.palette.label

    def local(self, at: float) -> datetime:
        """``at`` in the zone of the screen."""
        return datetime.fromtimestamp(at, UTC).astimezone(self.zone)

    def clock(self, at: float) -> str:
        """``13:50``, local."""
        return self.local(at).strftime("%H:%M")

    def stamp(self, at: float, now: float) -> str:
        """``13:50``; ``Tue 13:50`` of one of the six days before ``now``, else with the date."""
        local = self.local(at)
        days = (self.local(now).date() - local.date()).days
        form = "%H:%M" if days == 0 else "%a %H:%M" if 0 < days <= 6 else "%Y-%m-%d %H:%M"
        return local.strftime(form)

    def stamp_ahead(self, at: float, now: float) -> str:
        """As ``stamp``, of a time to come: ``16:20`` today, ``Wed 16:20`` within six days, else the date."""
        local = self.local(at)
        days = (local.date() - self.local(now).date()).days
        form = "%H:%M" if days == 0 else "%a %H:%M" if 0 < days <= 6 else "%Y-%m-%d %H:%M"
        return local.strftime(form)

    def zone_name(self, at: float) -> str:
        """``CET``: the zone of every time on the screen."""
        return self.local(at).strftime("%Z")
