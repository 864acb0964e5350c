"""The base of the modes of lists: the status above, notes and keys below; one line where there is no room."""

from typing import ClassVar, cast

from textual.geometry import Size

from ses_tui.tui.arrange import KEYS, LEAST_HEIGHT, LEAST_WIDTH
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keyline import KeysWidget, key_line
from ses_tui.tui.line import styled
from ses_tui.tui.linewidget import LineWidget, resize
from ses_tui.tui.look import Look
from ses_tui.tui.overview.compact import Compact
from ses_tui.tui.overview.headfoot import CELLS, Age
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState


class Foot(KeysWidget):
    """The notes of the view, and the keys on the last line."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        room = height - KEYS
        lines = cast("ListView", self.screen).notes(state, width, room)[:room]
        return [*lines, *[()] * (room - len(lines)), key_line(self.screen, state, width)]


class ListView(View):
    """Composes ``Compact``, its parts, a ``Foot`` named ``foot`` and an ``Age`` named ``age``."""

    ageing: ClassVar[str] = "Age, Compact"
    """The parts that are drawn again as time passes."""

    _size_shown = Size(0, 0)

    def fill(self, state: ViewState) -> None:
        """Give the lists their rows."""
        raise NotImplementedError

    def heights(self, state: ViewState, width: int, height: int) -> dict[str, int]:
        """The lines of each part by its id. With lines for ``nothing`` no list can have the focus."""
        raise NotImplementedError

    def notes(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        """What stands above the keys."""
        raise NotImplementedError

    def show(self, state: ViewState) -> None:
        self._size_shown = self.room
        self.fill(state)
        self.share(state)
        for part in self.query(LineWidget):
            part.show(state)

    def share(self, state: ViewState) -> None:
        """Give each part its lines."""
        width, height = self.room
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        heights = self.heights(state, width, height)
        for name, lines in {**heights, "age": 1}.items():
            resize(self.query_one(f"#{name}"), 0 if small else lines)
        self.query_one(Compact).display = small
        self.query_one(Age).styles.offset = (width - CELLS, self.top)
        self.focus_if(not small and (self.writing or not heights.get("nothing")))

    @property
    def writing(self) -> bool:
        """Whether something is being typed, which takes the keys though there is no row."""
        return False

    def tick(self, state: ViewState) -> None:
        for part in self.query(self.ageing).results(LineWidget):
            part.redraw()

    def on_resize(self) -> None:
        if self.room != self._size_shown:
            self.show(self.newest)


def cut_short(lines: list[StyledLine], height: int, look: Look) -> list[StyledLine]:
    """``lines``; where they are more than ``height``, the last one says how many more ``z`` shows."""
    if not len(lines) > height > 0:
        return lines
    more = styled(look.to_ascii(f" … {len(lines) - height + 1} more lines: z"), look.label)
    return [*lines[: height - 1], more]
