"""A page of what to do, over the screen it was asked for on."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ses_tui import playbooks
from ses_tui.core.condition import Condition
from ses_tui.tui.keygroups import LOOK, MOVE, SCREEN, bind
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.modal import Modal

_HEADING = Style(bold=True, underline=True)
_COMMAND = Style(color="cyan")
_CONTENTS = "# What to do\n\nNo alert is open that has a page. There are:\n\n"


class PlaybookScreen(Modal):
    """Shows the page ``name``; the list of all pages where it is empty. KeyError where there is none."""

    DEFAULT_CSS = """
    PlaybookScreen { align: center middle; }
    PlaybookScreen VerticalScroll {
        width: 80; max-width: 100%; height: auto; max-height: 100%; scrollbar-size-vertical: 1;
        border: round ansi_default; background: ansi_default; color: ansi_default;
    }
    PlaybookScreen Static { width: 100%; height: auto; padding: 0 0 0 1; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("playbook.close", "dismiss", "close", "Close the page", SCREEN, "escape,q,r,enter"),
        bind("playbook.before", "turn(-1)", "page before", "The page before", LOOK),
        bind("playbook.next", "turn(1)", "next page", "The next page", LOOK),
        bind("playbook.up", "scroll('up')", "up", "A line up", MOVE, "up,k"),
        bind("playbook.down", "scroll('down')", "down", "A line down", MOVE, "down,j"),
        bind("playbook.back", "scroll('page_up')", "back", "A screen up", MOVE, "pageup"),
        bind("playbook.on", "scroll('page_down')", "on", "A screen down", MOVE, "pagedown,space"),
        bind("playbook.begin", "scroll('home')", "begin", "Begin of the page", MOVE, "home"),
        bind("playbook.end", "scroll('end')", "end", "End of the page", MOVE, "end"),
        bind("app.help", "app.help", "help", "The keys that work here", SCREEN),
    ]

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self.page = name
        self._look = look
        self._text = page_text(name, look)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self._text, markup=False)

    def on_mount(self) -> None:
        self._label()

    def action_turn(self, by: int) -> None:
        """The next page or the one before, round and round."""
        names = playbooks.names()
        at = names.index(self.page) + by if self.page else (0 if by > 0 else -1)
        self.page = names[at % len(names)]
        self.query_one(Static).update(page_text(self.page, self._look))
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._label()

    def action_scroll(self, where: str) -> None:
        """Scroll to one of: up, down, page_up, page_down, home, end."""
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)

    def _label(self) -> None:
        box = self.query_one(VerticalScroll)
        box.border_title = self.page or "playbooks"
        box.border_subtitle = "esc closes · ↑↓ scroll · ←→ other pages"


def page_text(name: str, look: Look) -> Text:
    """The page with its headings, its commands and its warnings told apart."""
    source = playbooks.text(name) if name else _CONTENTS + playbooks.contents()
    return Text("\n").join(_line(line, look) for line in source.splitlines())


def _line(line: str, look: Look) -> Text:
    if line.startswith("## "):
        return Text(line[3:], _HEADING)
    if line.startswith("# "):
        return Text(line[2:], BOLD)
    if line.startswith(playbooks.ACTS):
        return Text(line, look.style(Condition.WARN) + BOLD)
    if line.startswith("    "):
        return Text(line, _COMMAND)
    return Text(line)
