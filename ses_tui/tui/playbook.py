"""A page of what to do, over the screen it was asked for on."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ses_tui import playbooks
from ses_tui.core.condition import Condition
from ses_tui.tui.keygroups import LOOK, MOVE, SCREEN
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
    PlaybookScreen VerticalScroll.-ascii { border: ascii ansi_default; }
    PlaybookScreen Static { width: 100%; height: auto; padding: 0 0 0 1; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,q,r,enter",
            "dismiss",
            "close",
            tooltip="Close the page",
            id="playbook.close",
            group=SCREEN,
        ),
        Binding(
            "left", "turn(-1)", "page before", tooltip="The page before", id="playbook.before", group=LOOK
        ),
        Binding("right", "turn(1)", "next page", tooltip="The next page", id="playbook.next", group=LOOK),
        Binding("up,k", "scroll('up')", "up", tooltip="A line up", id="playbook.up", group=MOVE),
        Binding("down,j", "scroll('down')", "down", tooltip="A line down", id="playbook.down", group=MOVE),
        Binding("pageup", "scroll('page_up')", "back", tooltip="A screen up", id="playbook.back", group=MOVE),
        Binding(
            "pagedown,space",
            "scroll('page_down')",
            "on",
            tooltip="A screen down",
            id="playbook.on",
            group=MOVE,
        ),
        Binding(
            "home", "scroll('home')", "begin", tooltip="Begin of the page", id="playbook.begin", group=MOVE
        ),
        Binding("end", "scroll('end')", "end", tooltip="End of the page", id="playbook.end", group=MOVE),
        Binding(
            "question_mark",
            "app.help",
            "help",
            tooltip="The keys that work here",
            id="app.help",
            group=SCREEN,
        ),
    ]

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self.page = name
        self._look = look
        self._text = page_text(name, look)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="-ascii" if self._look.ascii else "", can_focus=False):
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
        box = self.query_one(VerticalScroll)
        move = {
            "up": box.scroll_up,
            "down": box.scroll_down,
            "page_up": box.scroll_page_up,
            "page_down": box.scroll_page_down,
            "home": box.scroll_home,
            "end": box.scroll_end,
        }[where]
        move(animate=False)

    def _label(self) -> None:
        box = self.query_one(VerticalScroll)
        box.border_title = self.page or "playbooks"
        box.border_subtitle = self._look.to_ascii("esc closes · ↑↓ scroll · ←→ other pages")


def page_text(name: str, look: Look) -> Text:
    """The page with its headings, its commands and its warnings told apart."""
    source = playbooks.text(name) if name else _CONTENTS + playbooks.contents()
    return Text("\n").join(_line(look.to_ascii(line), look) for line in source.splitlines())


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
