"""The keys that work here, from the bindings that are active: there is no second list."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ses_tui.tui.helplayout import Entry, Section, laid_out
from ses_tui.tui.keygroups import GROUPS, MODES, MOVE, SCREEN, bind
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.modal import Modal

FRAME = 2
"""Lines of the border; two cells each side with the padding."""


class Help(Modal):
    """A box over the screen it was asked for on."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help VerticalScroll { width: auto; max-width: 100%; height: auto; max-height: 100%;
                          scrollbar-size-vertical: 1; border: round ansi_default; padding: 0 1;
                          background: ansi_default; color: ansi_default; }
    Help VerticalScroll.-ascii { border: ascii ansi_default; }
    Help Static { width: auto; height: auto; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,question_mark,q,enter", "dismiss", "close", "Close the keys", "help.close", SCREEN),
        bind("up,k", "scroll('up')", "up", "A line up", "help.up", MOVE),
        bind("down,j", "scroll('down')", "down", "A line down", "help.down", MOVE),
        bind("pageup", "scroll('page_up')", "back", "A screen up", "help.back", MOVE),
        bind("pagedown,space", "scroll('page_down')", "on", "A screen down", "help.on", MOVE),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding], look: Look) -> None:
        super().__init__()
        self._sections = sections_of((active.binding for active in bindings), self.app.get_key_display)
        self._look = look

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="-ascii" if self._look.ascii else "", can_focus=False):
            yield Static(markup=False)

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        look, (width, height) = self._look, self.app.size
        lines = laid_out(self._sections, width - 2 * FRAME, height - FRAME)
        text = Text("\n", no_wrap=True).join(
            Text.assemble(*((look.to_ascii(part), style or "") for part, style in line)) for line in lines
        )
        self.query_one(Static).update(text)
        box = self.query_one(VerticalScroll)
        box.border_title = Text("Keys that work here", BOLD)
        more = "↑↓ scroll · " if len(lines) > height - FRAME else ""
        box.border_subtitle = look.to_ascii(f"{more}esc closes")

    def action_scroll(self, where: str) -> None:
        """Scroll to one of: up, down, page_up, page_down."""
        box = self.query_one(VerticalScroll)
        move = {
            "up": box.scroll_up,
            "down": box.scroll_down,
            "page_up": box.scroll_page_up,
            "page_down": box.scroll_page_down,
        }[where]
        move(animate=False)


def sections_of(bindings: Iterable[Binding], display: Callable[[Binding], str]) -> list[Section]:
    """Keys and what they do, by group; one line per action. Only our own bindings have an id."""
    found: dict[str, dict[str, tuple[list[str], Binding]]] = {}
    for binding in bindings:
        if binding.id and binding.group:
            actions = found.setdefault(binding.group.description, {})
            actions.setdefault(binding.action, ([], binding))[0].append(display(binding))
    return [
        Section(
            group.description,
            tuple(
                Entry(" ".join(sorted(dict.fromkeys(names), key=len)), binding.description, sentence(binding))
                for names, binding in found[group.description].values()
            ),
        )
        for group in GROUPS
        if group.description in found
    ]


def sentence(binding: Binding) -> str:
    """What it does; a mode's name comes first."""
    named = f"{binding.description}: " if binding.group == MODES else ""
    return f"{named}{binding.tooltip}"
