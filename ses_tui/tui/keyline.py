"""The last line: the keys that work here, from the bindings, and the zone of every time above."""

from typing import Any

from rich.style import Style
from textual.screen import Screen

from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.line import cell, clip, join, length, spread
from ses_tui.tui.look import BOLD
from ses_tui.tui.sheet import Sheet


def key_line(screen: Screen[Any], frame: Frame, width: int) -> Cell:
    """Keys whose binding is shown, in the order of their definition; a click on one presses it.

    For some seconds the news stand here: of all lines it is the one that can be missed.
    """
    look = frame.look
    if frame.news:
        from ses_tui.tui.news import news_line

        return news_line(frame.news, look, width)
    zone = cell(look.say(f"times {look.zone_name(frame.now)} "), look.label)
    room = width - length(zone) - 2
    keys: list[Cell] = []
    told: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        here = binding.action == f"switch_mode({screen.app.current_mode!r})"
        if not binding.show or not active.enabled or binding.action in told or here:
            continue
        told.add(binding.action)
        click = Style(meta={"@click": f"app.simulate_key({binding.key!r})"})
        key = look.say(screen.app.get_key_display(binding))
        part: Cell = ((key, BOLD + click), (f" {binding.description}", look.label + click))
        if length(join((*keys, part))) + 1 <= room:
            keys.append(part)
    return clip(spread(((" ", None), *join(keys)), zone, width), width)


class KeyedSheet(Sheet):
    """A sheet that is drawn again when the keys that work here change."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._rebind)

    def _rebind(self, _: Screen[Any]) -> None:
        self.redraw()


class KeyLine(KeyedSheet):
    """The keys alone."""

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        return [key_line(self.screen, frame, width)]
