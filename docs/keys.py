"""Writes the cheat sheet, docs/keys.md, from the bindings: ``python docs/keys.py``."""

import sys
from collections.abc import Iterable
from pathlib import Path

from textual.binding import Binding
from textual.keys import format_key

from ses_tui.tui.app import SesApp
from ses_tui.tui.help import sentence
from ses_tui.tui.keygroups import GROUPS
from ses_tui.tui.keymap import own_bindings, places
from ses_tui.tui.table import RowTable

PAGE = Path(__file__).with_name("keys.md")

HEAD = """\
# Keys

`?` shows the keys that work where you are, ctrl-p finds each by its name. This page is written by
`docs/keys.py` from the bindings themselves.

Other keys go into the configuration, by the ids below; several of one action with commas between them:

```toml
[keys]
"app.pause" = "P,f5"
```

An id or a key that there is not, and two actions on one key of one place, are refused with file and line.
A key is a character (`P`, `/`) or a name: `f5`, `enter`, `escape`, `space`, `pageup`, `ctrl+x`, `shift+tab`,
`comma`.
"""

MOUSE = """
## Mouse

A click on the header of a list sorts by that column, another one the other way round; a click chooses a row,
a double click opens it; the wheel scrolls; a click on a key of the last line presses it. `--no-mouse` leaves
the mouse to the terminal, and is the default over SSH.
"""


def page() -> str:
    """The whole page; places with the same keys share a section."""
    common = set(own_bindings(RowTable).values())
    sections: dict[str, list[str]] = {}
    for place in places():
        nodes = {node: None for chain in place.chains for node in chain if node is not SesApp}
        own = dict.fromkeys(one for node in nodes for one in own_bindings(node).values())
        sections.setdefault(_table(one for one in own if one not in common), []).append(place.title)
    parts = [
        HEAD,
        f"## Everywhere\n\n{_table(own_bindings(SesApp).values())}",
        f"## In every list\n\n{_table(own_bindings(RowTable).values())}",
        *(f"## {', '.join(titles)}\n\n{table}" for table, titles in sections.items() if table),
    ]
    return "\n".join(parts) + MOUSE


def _table(bindings: Iterable[Binding]) -> str:
    """Keys of one action on one line, in the order of the groups."""
    found: dict[tuple[str, str], tuple[list[str], Binding]] = {}
    for one in bindings:
        found.setdefault((one.id or "", one.tooltip), ([], one))[0].append(_display(one))
    rows = [
        f"| {' '.join(f'`{key}`' for key in dict.fromkeys(keys))} | {sentence(one)} | `{one.id}` |"
        for group in GROUPS
        for keys, one in found.values()
        if one.group == group
    ]
    return "\n".join(["| key | does | id |", "| --- | --- | --- |", *rows, ""]) if rows else ""


def _display(binding: Binding) -> str:
    """All of it, and in words: the last line has less room."""
    modifiers, key = binding.parse_key()
    return "+".join([*modifiers, "enter" if key == "enter" else format_key(key)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
