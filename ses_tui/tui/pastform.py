"""The form that asks for a time."""

from collections.abc import Callable

from rich.text import Text

from ses_tui.core.clock import Clock
from ses_tui.tui.form import Field, Filled, Form
from ses_tui.tui.look import Look
from ses_tui.tui.pasttime import EXAMPLES, parse_time


def time_form(look: Look, live: Clock, go: Callable[[float], None], now: Callable[[], None]) -> Form:
    """``go`` is given the time in UTC epoch seconds; the form stays until the answer has come."""

    def accept(filled: Filled) -> str:
        text = filled.texts["time"].strip()
        if text.lower() == "now":
            now()
            return ""
        try:
            go(parse_time(text, live.now(), look))
        except ValueError as wrong:
            return str(wrong)
        return "looking for it…"

    zone = look.zone_name(live.now())
    about = Text(
        look.to_ascii(f"Every screen as it was known at that time ({zone}); reading goes on"), look.label
    )
    return Form("Go to a time", about, (Field("time", "time", "", EXAMPLES),), (), look, accept)
