"""Where keys work: each mode, the detail and each dialogue, with the bindings that are live there.

Imports all of them: for the cheat sheet, the check of configured keys, and tests.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode

from ses_tui.tui.app import SesApp
from ses_tui.tui.modes import ALL_MODES
from ses_tui.tui.view import View


class Place(NamedTuple):
    """``chains``: the classes whose bindings are live at once, the nearest to the cursor first; one chain
    for each part that may have the focus.
    """

    title: str
    chains: tuple[tuple[type[DOMNode], ...], ...]


def places() -> tuple[Place, ...]:
    """All places, the modes first."""
    from ses_tui.tui.detail.screen import Detail
    from ses_tui.tui.firstrun import FirstRun
    from ses_tui.tui.form import Form, TickBox
    from ses_tui.tui.help import Help
    from ses_tui.tui.playbook import PlaybookScreen

    return (
        *(_view(mode.title, type(mode.load())) for mode in ALL_MODES),
        _view("Detail", Detail),
        _view("First screen", FirstRun),
        Place("Playbook", ((PlaybookScreen,),)),
        Place("Forms", ((Form,), (TickBox, Form))),
        Place("Keys", ((Help,),)),
    )


def _view(title: str, view: type[View]) -> Place:
    return Place(title, ((view, SesApp), *((part, view, SesApp) for part in view.keyed)))


def own_bindings(node: type[DOMNode]) -> dict[str, Binding]:
    """Key -> our binding of a class and its bases; a subclass's takes the place of its base's."""
    found: dict[str, Binding] = {}
    for base in reversed(node.__mro__):
        made = Binding.make_bindings(base.__dict__.get("BINDINGS", ()))
        found.update((binding.key, binding) for binding in made)
    return {key: binding for key, binding in found.items() if binding.id}


def live(chain: Iterable[type[DOMNode]], keymap: Mapping[str, tuple[str, ...]]) -> dict[str, list[Binding]]:
    """Key -> the bindings of a chain on it, the nearest first, once ``keymap`` (by id) has been applied."""
    found: dict[str, list[Binding]] = {}
    for node in chain:
        done: set[tuple[str, str]] = set()
        for key, binding in own_bindings(node).items():
            name = binding.id or ""
            for wanted in keymap.get(name, (key,)):
                if (name, wanted) not in done:
                    done.add((name, wanted))
                    found.setdefault(wanted, []).append(binding)
    return found


def ids() -> dict[str, Binding]:
    """Every binding id, each with one of its bindings."""
    return {
        binding.id or "": binding
        for place in places()
        for chain in place.chains
        for node in chain
        for binding in own_bindings(node).values()
    }
