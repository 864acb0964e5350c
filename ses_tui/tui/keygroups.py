"""A key binding, and the groups in which the help, the palette and the cheat sheet list them."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from textual.binding import Binding

MODES = Binding.Group("Modes")
MOVE = Binding.Group("Move")
LOOK = Binding.Group("Look closer")
TIME = Binding.Group("Time")
ALERTS = Binding.Group("Alerts")
SCREEN = Binding.Group("The screen")

GROUPS = (MODES, LOOK, ALERTS, TIME, MOVE, SCREEN)
"""In this order."""


class Keys(NamedTuple):
    """``own``: the first ones; ``brought``: those that people know from vi and less."""

    own: str
    brought: str


BROUGHT: Mapping[str, Keys] = {
    "app.help": Keys("?", "f1"),
    "app.palette": Keys("ctrl+p", "colon"),
    "table.page_up": Keys("pageup", "ctrl+u"),
    "table.page_down": Keys("pagedown", "space,ctrl+d"),
    "table.top": Keys("home", "g"),
    "table.bottom": Keys("end", "G"),
    "overview.next": Keys("tab,right", "l"),
    "overview.previous": Keys("shift+tab,left", "h"),
    "inventory.next": Keys("tab,right", "l"),
    "inventory.previous": Keys("shift+tab,left", "h"),
    "alerts.next": Keys("tab,right", "l"),
    "alerts.previous": Keys("shift+tab,left", "h"),
    "detail.back": Keys("escape,backspace", "q"),
    "detail.shorter": Keys("left,minus", "h"),
    "detail.longer": Keys("right,plus", "l"),
    "playbook.before": Keys("left", "h"),
    "playbook.next": Keys("right", "l"),
    "form.cancel": Keys("escape", "q"),
}
"""By the id of a binding: ``brought`` gives way to a key of the user's own."""


def with_right_of_way(keymap: Mapping[str, str]) -> dict[str, str]:
    """The user's keys by id; a brought key that is among them is taken from the binding that had it."""
    wanted = {key.strip() for keys in keymap.values() for key in keys.split(",")}
    names = {"colon": ":"}
    given = dict(keymap)
    for id, (own, brought) in BROUGHT.items():
        kept = [key for key in brought.split(",") if key not in wanted and names.get(key) not in wanted]
        if id not in keymap and len(kept) < len(brought.split(",")):
            given[id] = ",".join([own, *kept])
    return given


def bind(
    id: str,
    action: str,
    word: str,
    tooltip: str,
    group: Binding.Group,
    keys: str = "",
    *,
    display: str | None = None,
    show: bool = True,
    priority: bool = False,
) -> Binding:
    """``id``: in the configuration. ``word``: its name in the last line and the palette. ``keys``: empty for
    one of ``BROUGHT``. ``display``: of several keys the one to name."""
    keys = keys or ",".join(BROUGHT[id])
    display = display or ("enter" if keys.partition(",")[0] == "enter" else None)
    return Binding(keys, action, word, show, display, priority, tooltip=tooltip, id=id, group=group)


hidden = partial(bind, show=False)
"""As ``bind``, but left out of the last line."""
