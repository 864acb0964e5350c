"""The user's own keys, by the id of a binding (``"app.pause" = "P"``), and where keys work.

Imports every screen: for the check of configured keys, docs/keys.md and tests.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys

from ses_tui.tui.app import SesApp
from ses_tui.tui.keygroups import with_right_of_way
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
    from ses_tui.tui.form import Form, TickBox
    from ses_tui.tui.help import Help
    from ses_tui.tui.playbook import PlaybookScreen

    return (
        *(_view(mode.title, type(mode.load())) for mode in ALL_MODES),
        _view("Detail", Detail),
        Place("Playbook", ((PlaybookScreen,),)),
        Place("Forms", ((Form,), (TickBox, Form))),
        Place("Keys", ((Help,),)),
    )


def _view(title: str, view: type[View]) -> Place:
    return Place(title, ((view, SesApp), *((part, view, SesApp) for part in view.keyed())))


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


_MODIFIERS = {"ctrl", "alt", "shift"}
_NAMED = frozenset(key.value for key in Keys if key.value.isalnum() and key.value != "return")
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""What a terminal sends for them."""


class Refused(NamedTuple):
    """``id``: the entry that is wrong; ``why``: one line."""

    id: str
    why: str


def refusal(keymap: Mapping[str, str]) -> Refused | None:
    """What is wrong with ``keymap``: unknown id, unknown key, or key bound twice. None: nothing."""
    known = ids()
    keys: dict[str, tuple[str, ...]] = {}
    for name, given in keymap.items():
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            said = f"did you mean {near[0]}?" if near else "see docs/keys.md for what there is"
            return Refused(name, f"unknown key id: {said}")
        wrong = next((why for part in given.split(",") if (why := _wrong(part.strip()))), "")
        if wrong:
            return Refused(name, wrong)
        made = Binding.make_bindings([Binding(given, "", id=name)])
        keys[name] = tuple(binding.key for binding in made)
    for name, given in with_right_of_way(keymap).items():
        if name not in keymap:
            keys[name] = tuple(
                binding.key for binding in Binding.make_bindings([Binding(given, "", id=name)])
            )
    return _clash(keys)


def _wrong(key: str) -> str:
    """What is wrong with one key; empty if nothing is."""
    if not key:
        return 'a key is missing: "P", or "P,f5" for two; the comma itself is "comma"'
    *modifiers, base = key.split("+") if key != "+" else [key]
    if not set(modifiers) <= _MODIFIERS or (len(base) != 1 and not _is_named(base)):
        near = get_close_matches(re.sub("[-_ ]", "+", key.lower()), [k.value for k in Keys], 1, 0.6)
        return f"no key {key!r}: " + (
            f"did you mean {near[0]}?" if near else "such as P, f5, ctrl+x, pageup, slash"
        )
    if key in _SAME:
        return f"{key} is the same as {_SAME[key]} in a terminal"
    if "shift" in modifiers and len(base) == 1:
        return f"no key {key!r}: write {base.upper()}"
    return ""


def _is_named(base: str) -> bool:
    if base in _NAMED:
        return True
    if base != base.lower():
        return False
    try:
        unicodedata.lookup(base.replace("_", " ").upper())
    except KeyError:
        return base in {"minus", "plus", "slash", "tilde", "underscore", "at"}
    return True


def _clash(keymap: Mapping[str, tuple[str, ...]]) -> Refused | None:
    """Two actions on one key of one place, unless they share a key by our own choice, as a table that
    takes the arrows from the screen under it does."""
    for place in places():
        for chain in place.chains:
            shared = {
                frozenset((one.id, other.id))
                for bindings in live(chain, {}).values()
                for one in bindings
                for other in bindings
            }
            for key, bindings in live(chain, keymap).items():
                for other in bindings[1:]:
                    one = bindings[0]
                    pair = frozenset((one.id, other.id))
                    if one.action == other.action or pair in shared:
                        continue
                    # the one that was moved there; of two the later
                    order = list(keymap)
                    at = [order.index(each.id or "") if each.id in keymap else -1 for each in (one, other)]
                    wrong, kept = (one, other) if at[0] > at[1] else (other, one)
                    why = f"{key} is already {kept.id} ({kept.description}) in {place.title}"
                    return Refused(wrong.id or "", why)
    return None
