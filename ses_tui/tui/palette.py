"""The palette's commands: the bindings that are active, what a view offers besides, targets and themes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from ses_tui.core.themes import THEME_NAMES, Depth
from ses_tui.tui.keygroups import MODES
from ses_tui.tui.look import Look
from ses_tui.tui.shell import Shell
from ses_tui.tui.view import View


def commands(app: Shell, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Every action once, with its key."""
    told = {"command_palette"}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and binding.action not in told:
            told.add(binding.action)
            run = partial(app.run_action, binding.action, active.node)
            said = f"{binding.tooltip} ({app.get_key_display(binding)})"
            yield SystemCommand(name_of(binding), said, run)
    if isinstance(screen, View):
        yield from screen.commands()
    state = app.state
    for name in state.names if len(state.names) > 1 else ():
        yield SystemCommand(f"Target: {name}", "Show this target", partial(app.choose_target, name))
    yield from _theme_commands(state.look, app.action_theme)


def name_of(binding: Binding) -> str:
    """``Acknowledge``, ``Mode: ISPs``: the word of the key line, written out where its id has it longer."""
    if binding.group == MODES:
        return f"Mode: {binding.description}"
    longer = (binding.id or "").partition(".")[2].replace("_", " ")
    word = longer if longer.startswith(binding.description) else binding.description
    return word[:1].upper() + word[1:]


_TELLS = {
    "auto": "Colours that fit the terminal's own ground",
    "terminal": "The terminal's own colours",
    "dark": "Colours on a dark ground",
    "light": "Colours on a light ground",
    "high-contrast": "Contrast of at least 7 to 1",
    "colour-blind": "Bands that differ without red and green",
}


def _theme_commands(look: Look, change: Callable[[str], None]) -> Iterator[SystemCommand]:
    """A command for each other theme; none if the terminal has no colours."""
    if look.depth is Depth.NONE:
        return
    for name in THEME_NAMES:
        if name != look.theme:
            yield SystemCommand(f"Theme: {name}", _TELLS[name], partial(change, name))
