"""The very first screen: what was found, what is missing, and the next key. Any key closes it."""

from collections.abc import Mapping
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ses_tui.core.condition import Condition
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.firstfacts import found, missing
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.keyline import KeyLine, KeysWidget
from ses_tui.tui.line import clip, styled
from ses_tui.tui.look import BOLD, LOUD
from ses_tui.tui.overview.alerts import alert_line
from ses_tui.tui.overview.status import status_lines
from ses_tui.tui.shell import shell_of
from ses_tui.tui.view import View
from ses_tui.tui.viewstate import ViewState

LABEL_CELLS = 12
WIDEST = 100


class Facts(KeysWidget):
    """Everything above the key line."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        reached = shell_of(self).ui_context.reached
        key = next(
            (
                self.app.get_key_display(one.binding)
                for one in self.screen.active_bindings.values()
                if one.binding.id == "first.go"
            ),
            "enter",
        )
        return first_lines(state, reached, key, width)[:height]


class FirstRun(View):
    """Shown if nothing was ever read before; a mode's key closes it too."""

    DEFAULT_CSS = "FirstRun Facts { height: 1fr; }"
    passing: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter,escape,space",
            "app.pop_screen",
            "go on",
            "To the overview; this is shown once",
            "first.go",
            LOOK,
            "enter",
        )
    ]

    def compose(self) -> ComposeResult:
        yield Facts(id="facts")
        yield KeyLine(id="foot")

    def show(self, state: ViewState) -> None:
        for part in self.query("Facts, KeyLine").results(KeysWidget):
            part.show(state)


def first_lines(state: ViewState, reached: Mapping[str, str], key: str, width: int) -> list[StyledLine]:
    """The lines, each at most ``width`` cells."""
    look, target = state.look, state.target
    room = min(width, WIDEST) - 3
    lines: list[StyledLine] = [*status_lines(state, width, 1)]
    alerts = target.alerts if target else ()
    lines += [alert_line(alerts[0], state, width)] if alerts else []
    lines += [(), styled(look.to_ascii(" First look at this account"), BOLD), ()]
    for name, text in found(state, reached):
        for index, part in enumerate(wrap(text, room - LABEL_CELLS, break_on_hyphens=False)):
            head = f"   {name if not index else '':<{LABEL_CELLS}}"
            lines.append(((head, look.label), (look.to_ascii(part), None)))
    gaps = missing(state)
    if gaps:
        lines += [(), styled(" Missing", BOLD)]
    sign, style = look.sign(Condition.NOTICE)
    for gap in gaps:
        for index, part in enumerate(wrap(gap.what, room - 2, break_on_hyphens=False)):
            lines.append(((f" {sign} " if not index else "   ", style), (look.to_ascii(part), None)))
        for part in wrap(gap.do, room - 6, break_on_hyphens=False):
            lines.append(styled(look.to_ascii(f"     {part}"), look.label))
    said = f" {key} "
    more = " goes on · ? shows the keys · ses-tui doctor checks everything"
    lines += [(), ((" ", None), (said, LOUD), (look.to_ascii(more), None))]
    return [clip(line, width) for line in lines]
