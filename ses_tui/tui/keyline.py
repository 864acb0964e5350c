"""The last line: the keys that work here, from the bindings, and the zone of every time above."""

from typing import Any

from rich.style import Style
from textual.screen import Screen

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import clip, join, length, spread, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState

NAMED_FROM = 100
"""Cells from which on there is room for what keys act on."""

NAME_CELLS = 20
"""Of a name among the keys."""


def key_line(screen: Screen[Any], state: ViewState, width: int) -> StyledLine:
    """Keys whose binding is shown, in the order of their definition; a click on one presses it."""
    look = state.look
    zone = styled(f"times {look.zone_name(state.now)} ", look.label)
    room = width - length(zone) - 2
    parts = parts_of(screen, look, named=width >= NAMED_FROM)
    if length(join(part for _, part in parts)) + 1 > room:
        parts = _modes_joined(parts)
    keys: list[StyledLine] = []
    for _, part in parts:
        if length(join((*keys, part))) + 1 <= room:
            keys.append(part)
    return clip(spread(((" ", None), *join(keys)), zone, width), width)


def parts_of(screen: Screen[Any], look: Look, *, named: bool = False) -> list[tuple[str, StyledLine]]:
    """Each key that is shown with what it does, and its mode's number where it switches to one.

    ``named``: with what ``a`` and ``x`` act on: ``a on it: WARN account bounce``.
    """
    about = _acted_on(screen) if named else {}
    parts: list[tuple[str, StyledLine]] = []
    told: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        here = binding.action == f"switch_mode({screen.app.current_mode!r})"
        if not binding.show or not active.enabled or binding.action in told or here:
            continue
        told.add(binding.action)
        click = Style(meta={"@click": f"app.simulate_key({binding.key!r})"})
        key = screen.app.get_key_display(binding)
        mode = binding.key if binding.action.startswith("switch_mode(") else ""
        word = f" {binding.description}{about.get(binding.id or '', '')}"
        parts.append((mode, ((key, BOLD + click), (word, look.label + click))))
    return parts


def _acted_on(screen: Screen[Any]) -> dict[str, str]:
    """By the id of a binding what it would act on now; without those that would act on nothing."""
    if not isinstance(screen, View):
        return {}
    found: dict[str, str] = {}
    alert, subject = screen.alert_at(), screen.looked_at()
    if alert is not None:
        word, subject = alert.condition.word.upper(), alert.key.subject
        found["app.acknowledge"] = f": {word} {cut(subject.label, NAME_CELLS)} {alert.key.metric.word}"
    if subject is not None:
        found["app.silence"] = f": {cut(subject.label, NAME_CELLS)}"
    return found


def _modes_joined(parts: list[tuple[str, StyledLine]]) -> list[tuple[str, StyledLine]]:
    """One part for all modes, such as ``2-9 modes``: where room is short, keys that act matter more."""
    modes = [mode for mode, _ in parts if mode]
    if len(modes) < 2:
        return parts
    short: StyledLine = ((f"{modes[0]}-{modes[-1]}", BOLD), (" modes", None))
    at = next(index for index, (mode, _) in enumerate(parts) if mode)
    return [part for part in (*parts[:at], ("", short), *parts[at:]) if not part[0]]


class KeysWidget(LineWidget):
    """Redrawn when the active key bindings change."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._rebind)

    def _rebind(self, _: Screen[Any]) -> None:
        self.redraw()


class Foot(KeysWidget):
    """The notes of the view, and the keys on the last line."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        room, screen = height - 1, self.screen
        lines = screen.notes(state, width, room)[:room] if isinstance(screen, View) else []
        return [*lines, *[()] * (room - len(lines)), key_line(screen, state, width)]
