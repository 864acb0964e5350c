"""A small form over the screen: some lines to fill in, some boxes to tick, one line for what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from ses_tui.core.text import NAME_CAP, safe
from ses_tui.tui.keygroups import LOOK, MOVE, SCREEN, bind
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.modal import Modal

LABEL_CELLS = 12


class Field(NamedTuple):
    """One line to fill in; ``hint`` stands in it while it is empty.

    ``kept``: what one types joins what stands in it, rather than to take its place.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    kept: bool = False


class Tick(NamedTuple):
    """One box; ``label`` says what it does, ``on`` whether it is ticked at first."""

    name: str
    label: str
    on: bool = False


class Filled(NamedTuple):
    """What was filled in: ``texts`` by the fields' names, ``ticked`` the names of the boxes."""

    texts: Mapping[str, str]
    ticked: frozenset[str]


class TickBox(Static, can_focus=True):
    """``[x] also pause``; space or a click turns it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("form.tick", "turn", "tick", "Tick the box, or not", LOOK, "space")
    ]

    def __init__(self, tick: Tick, look: Look) -> None:
        super().__init__(markup=False)
        self.tick = tick
        self.on = tick.on
        self._look = look

    def render(self) -> Text:
        """The box, reversed while it has the focus."""
        text = f"[{'x' if self.on else ' '}] {self.tick.label}"
        return Text(text, LOUD if self.has_focus else "", no_wrap=True, overflow="ellipsis")

    def action_turn(self) -> None:
        """Toggle."""
        self.on = not self.on
        self.refresh()

    def on_click(self) -> None:
        self.action_turn()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class Form(Modal):
    """``accept`` is given what was filled in when enter is pressed; it says in one line what is wrong,
    and the form stays, or nothing, and the form goes."""

    takes_keys = True
    DEFAULT_CSS = """
    Form { align: center middle; }
    Form > Vertical {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round ansi_default; background: ansi_default; color: ansi_default;
    }
    Form Static, Form Horizontal { height: 1; background: ansi_default; }
    Form .label { width: 12; }
    Form Input { width: 1fr; height: 1; border: none; padding: 0; background: ansi_default; }
    Form Input:focus { border: none; background-tint: transparent; }
    Form TickBox { width: 1fr; }
    Form .gap { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("form.done", "done", "do it", "Do it", LOOK, "enter", priority=True),
        bind("form.cancel", "dismiss", "cancel", "Leave it", SCREEN),
        bind("form.next", "app.focus_next", "next line", "The next line", MOVE, "tab,down"),
        bind("form.previous", "app.focus_previous", "line before", "The line before", MOVE, "shift+tab,up"),
    ]

    def __init__(
        self,
        title: str,
        about: Text,
        fields: Sequence[Field],
        ticks: Sequence[Tick],
        look: Look,
        accept: Callable[[Filled], str],
    ) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._fields = tuple(fields)
        self._ticks = tuple(ticks)
        self._look = look
        self._accept = accept

    def compose(self) -> ComposeResult:
        look = self._look
        with Vertical():
            yield Static(self._about, markup=False)
            yield Static("", classes="gap")
            for field in self._fields:
                with Horizontal():
                    yield Static(Text(f"{field.label:<{LABEL_CELLS}}", look.label), classes="label")
                    yield Input(
                        field.value,
                        placeholder=field.hint,
                        id=field.name,
                        select_on_focus=not field.kept,
                        max_length=NAME_CAP,
                    )
            for tick in self._ticks:
                with Horizontal():
                    yield Static("", classes="label")
                    yield TickBox(tick, look)
            yield Static("", id="wrong")

    def on_mount(self) -> None:
        self.styles.background = "transparent"  # what it is about stays in sight
        box = self.query_one(Vertical)
        box.border_title = self._title
        box.border_subtitle = "enter does it · tab next line · esc cancels"

    @property
    def filled(self) -> Filled:
        """The current contents; every text is safe to print."""
        texts = {field.name: safe(self.query_one(f"#{field.name}", Input).value) for field in self._fields}
        return Filled(texts, frozenset(box.tick.name for box in self.query(TickBox) if box.on))

    def action_done(self) -> None:
        """Submit; the form stays open if something is wrong."""
        wrong = self._accept(self.filled)
        if not wrong:
            self.dismiss()
            return
        self.wrong(wrong)

    def wrong(self, wrong: str) -> None:
        """Show one line: what is wrong, or what the form waits for."""
        self.query_one("#wrong", Static).update(Text(wrong, BOLD, no_wrap=True, overflow="ellipsis"))

    @on(Input.Changed)
    def _unsay(self) -> None:
        self.query_one("#wrong", Static).update("")
