"""The keys that work here, from the bindings that are active: there is no second list."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ses_tui.tui.look import Look


class Help(ModalScreen[None]):
    """A box over the screen it was asked for on."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help Static { width: auto; max-width: 100%; height: auto; max-height: 100%; border: round ansi_default;
                  padding: 0 2; background: ansi_default; color: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "app.pop_screen", "close", id="help.close")
    ]

    def __init__(self, bindings: Iterable[ActiveBinding], look: Look) -> None:
        super().__init__()
        self._rows = rows_of(bindings, self.app.get_key_display)
        self._look = look

    def compose(self) -> ComposeResult:
        keys = max((len(key) for key, _ in self._rows), default=0)
        lines = [Content.assemble((f"{key:<{keys}}", "bold"), f"   {text}") for key, text in self._rows]
        title = Content.assemble(("Keys that work here", "bold"))
        close = Content.assemble(("escape closes", "dim"))
        yield Static(Content("\n").join([title, Content(""), *lines, Content(""), close]), markup=False)


def rows_of(bindings: Iterable[ActiveBinding], display: Callable[[Binding], str]) -> list[tuple[str, str]]:
    """Keys and what they do; several keys of one action on one line. Only keys of ours have an id."""
    keys: dict[str, tuple[list[str], str]] = {}
    for active in bindings:
        binding = active.binding
        if not binding.id:
            continue
        names, text = keys.setdefault(binding.action, ([], ""))
        names.append(display(binding))
        keys[binding.action] = (names, text or binding.tooltip or binding.description)
    return [(" ".join(dict.fromkeys(names)), text) for names, text in keys.values()]
