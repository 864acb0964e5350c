"""The keys that work here, from the bindings that are active: there is no second list."""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.keygroups import GROUPS, MODES, MOVE, SCREEN, bind
from ses_tui.tui.line import length
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.modal import Modal

GAP = 3
"""Cells between two columns, and between a key and what it does (less one)."""

LEAST_TEXT = 18
"""Cells of what a key does that it is not wrapped below."""


class Entry(NamedTuple):
    """``keys``: as they are shown; ``name``: a word or two; ``text``: what it does, in one sentence."""

    keys: str
    name: str
    text: str


class Section(NamedTuple):
    """The keys of one group."""

    title: str
    entries: tuple[Entry, ...]


def laid_out(sections: list[Section], width: int, height: int) -> list[StyledLine]:
    """The lines, none wider than ``width``; more than ``height`` only where nothing else is left.

    First one column, airy; then more columns; then without blank lines, the modes by their names alone;
    then with texts wrapped.
    """
    tries = (
        *((columns, False, False) for columns in (1, 2, 3)),
        *((columns, True, False) for columns in (1, 2, 3)),
        (2, True, True),
        (1, True, True),
    )
    lines: list[StyledLine] = []
    for columns, dense, wrapped in tries:
        made = _columns(sections, width, columns, dense, wrapped)
        if made is not None and (not lines or len(made) < len(lines)):
            lines = made
        if made is not None and len(made) <= height:
            return made
    return lines


def _columns(
    sections: list[Section], width: int, columns: int, dense: bool, wrapped: bool
) -> list[StyledLine] | None:
    """None: it does not fit the width."""
    first: list[StyledLine] = []
    if dense and len(sections) > 1:
        first, sections = _flow(sections[0], width), sections[1:]
    room = (width - GAP * (columns - 1)) // columns if wrapped else 0
    if wrapped and columns == 2:
        parts = _halves(sections, room)
    else:
        sizes = [len(section.entries) + 1 + (not dense) for section in sections]
        parts = [[sections[index] for index in part] for part in _balanced(sizes, columns)]
    if room and columns > 1 and any(room - _keys(part) - GAP < LEAST_TEXT for part in parts):
        return None
    made = [_lines(part, room, dense) for part in parts]
    widths = [max((length(line) for line in lines), default=0) for lines in made]
    if sum(widths) + GAP * (len(widths) - 1) > width and not wrapped:
        return None
    return first + _beside(made, widths)


def _lines(sections: list[Section], room: int, dense: bool) -> list[StyledLine]:
    """One column."""
    lines: list[StyledLine] = []
    keys = _keys(sections)
    for section in sections:
        if lines and not dense:
            lines.append(())
        lines += _block(section, keys, room)
    return lines


def _halves(sections: list[Section], room: int) -> list[list[Section]]:
    """Two columns of about the same height, even if a section goes on in the second."""
    choices: list[list[list[Section]]] = [[sections]]
    for index, section in enumerate(sections):
        for cut in range(1, len(section.entries) + 1):
            rest = section.entries[cut:]
            left = [*sections[:index], section._replace(entries=section.entries[:cut])]
            right = [*([section._replace(entries=rest)] if rest else []), *sections[index + 1 :]]
            choices.append([left, right])
    return min(choices, key=lambda parts: max(len(_lines(part, room, True)) for part in parts))


def _keys(sections: Iterable[Section]) -> int:
    return max((cell_len(entry.keys) for section in sections for entry in section.entries), default=0)


def _block(section: Section, keys: int, room: int) -> list[StyledLine]:
    """``room``: cells of a line; 0: as many as it takes."""
    lines: list[StyledLine] = [((section.title, BOLD),)]
    for entry in section.entries:
        text = max(1, room - keys - GAP + 1) if room else 1000
        parts = wrap(entry.text, text) or [""]
        pad = " " * (keys - cell_len(entry.keys) + GAP - 1)
        lines.append(((entry.keys, BOLD), (f"{pad}{parts[0]}", None)))
        lines += [((" " * (keys + GAP - 1) + part, None),) for part in parts[1:]]
    return lines


def _flow(section: Section, width: int) -> list[StyledLine]:
    """The names alone, in lines: ``1 Overview  2 ISPs``."""
    lines: list[StyledLine] = []
    line: StyledLine = ()
    for entry in section.entries:
        one: StyledLine = ((entry.keys, BOLD), (f" {entry.name}", None))
        longer: StyledLine = (*line, ("  ", None), *one) if line else one
        if line and length(longer) > width:
            lines.append(line)
            longer = one
        line = longer
    return [*lines, line]


def _balanced(sizes: list[int], columns: int) -> list[list[int]]:
    """Sections in order, shared among the columns so that the longest column is shortest."""
    best: list[list[int]] = [list(range(len(sizes)))]
    limits = sorted({sum(sizes[i:j]) for i in range(len(sizes)) for j in range(i + 1, len(sizes) + 1)})
    for limit in limits:
        split: list[list[int]] = [[]]
        used = 0
        for index, size in enumerate(sizes):
            if split[-1] and used + size > limit:
                split.append([])
                used = 0
            split[-1].append(index)
            used += size
        if len(split) <= columns and all(sum(sizes[i] for i in part) <= limit for part in split):
            return split
    return best


def _beside(columns: list[list[StyledLine]], widths: list[int]) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for y in range(max((len(column) for column in columns), default=0)):
        line: list[tuple[str, Style | None]] = []
        for x, column in enumerate(columns):
            part = column[y] if y < len(column) else ()
            line += part
            if x + 1 < len(columns):
                line.append((" " * (widths[x] - length(part) + GAP), None))
        lines.append(tuple(line))
    return lines


FRAME = 2
"""Lines of the border; two cells each side with the padding."""


class Help(Modal):
    """A box over the screen it was asked for on."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help VerticalScroll { width: auto; max-width: 100%; height: auto; max-height: 100%;
                          scrollbar-size-vertical: 1; border: round ansi_default; padding: 0 1;
                          background: ansi_default; color: ansi_default; }
    Help Static { width: auto; height: auto; background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("help.close", "dismiss", "close", "Close the keys", SCREEN, "escape,question_mark,q,enter"),
        bind("help.up", "scroll('up')", "up", "A line up", MOVE, "up,k"),
        bind("help.down", "scroll('down')", "down", "A line down", MOVE, "down,j"),
        bind("help.back", "scroll('page_up')", "back", "A screen up", MOVE, "pageup"),
        bind("help.on", "scroll('page_down')", "on", "A screen down", MOVE, "pagedown,space"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding], look: Look) -> None:
        super().__init__()
        self._sections = sections_of((active.binding for active in bindings), self.app.get_key_display)
        self._look = look

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(markup=False)

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        width, height = self.app.size
        lines = laid_out(self._sections, width - 2 * FRAME, height - FRAME)
        text = Text("\n", no_wrap=True).join(
            Text.assemble(*((part, style or "") for part, style in line)) for line in lines
        )
        self.query_one(Static).update(text)
        box = self.query_one(VerticalScroll)
        box.border_title = Text("Keys that work here", BOLD)
        more = "↑↓ scroll · " if len(lines) > height - FRAME else ""
        box.border_subtitle = f"{more}esc closes"

    def action_scroll(self, where: str) -> None:
        """Scroll to one of: up, down, page_up, page_down."""
        getattr(self.query_one(VerticalScroll), f"scroll_{where}")(animate=False)


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
