"""The palette's commands: the bindings that are active, what a view offers besides, targets and themes."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from ses_tui.tui.keygroups import MODES
from ses_tui.tui.paint import theme_commands
from ses_tui.tui.view import View

if TYPE_CHECKING:
    from ses_tui.tui.keyactions import KeyActions


def commands(app: "KeyActions", screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Each action once, with its key."""
    told = {"command_palette"}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and binding.action not in told:
            told.add(binding.action)
            run = partial(app.run_action, binding.action, active.node)
            said = app.state.look.to_ascii(f"{binding.tooltip} ({app.get_key_display(binding)})")
            yield SystemCommand(name_of(binding), said, run)
    if isinstance(screen, View):
        yield from screen.commands()
    state = app.state
    for name in state.names if len(state.names) > 1 else ():
        yield SystemCommand(f"Target: {name}", "Show this target", partial(app.choose_target, name))
    yield from theme_commands(state.look, app.action_theme)


def name_of(binding: Binding) -> str:
    """``Acknowledge``, ``Mode: ISPs``: the word of the key line, written out where its id has it longer."""
    if binding.group == MODES:
        return f"Mode: {binding.description}"
    longer = (binding.id or "").partition(".")[2].replace("_", " ")
    word = longer if longer.startswith(binding.description) else binding.description
    return word[:1].upper() + word[1:]
