"""A key binding, and the groups in which the help, the palette and the cheat sheet list them."""

from functools import partial

from textual.binding import Binding

MODES = Binding.Group("Modes")
MOVE = Binding.Group("Move")
LOOK = Binding.Group("Look closer")
TIME = Binding.Group("Time")
ALERTS = Binding.Group("Alerts")
SCREEN = Binding.Group("The screen")

GROUPS = (MODES, LOOK, ALERTS, TIME, MOVE, SCREEN)
"""In this order."""


def bind(
    keys: str,
    action: str,
    word: str,
    tooltip: str,
    id: str,
    group: Binding.Group,
    display: str | None = None,
    *,
    show: bool = True,
    priority: bool = False,
) -> Binding:
    """``word``: its name in the last line and the palette. ``id``: in the configuration. ``display``: of
    several keys the one to name."""
    return Binding(keys, action, word, show, display, priority, tooltip=tooltip, id=id, group=group)


hidden = partial(bind, show=False)
"""As ``bind``, but left out of the last line."""
