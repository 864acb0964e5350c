"""All that is known of one event, in the other side's words, whole."""

from ses_tui.core.events.event import Event
from ses_tui.core.events.meaning import MEANINGS
from ses_tui.core.isps import OTHER, readable
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.events.rows import WORDS, bare, time_words
from ses_tui.tui.frame import Frame
from ses_tui.tui.inventory.fold import folded
from ses_tui.tui.line import cell, clip, join
from ses_tui.tui.look import BOLD


def about_lines(event: Event, frame: Frame, room: int) -> list[Cell]:
    """What happened to whose mail, what the class asks for, and the diagnostic uncut."""
    look = frame.look
    isp = readable(event.isp) if event.isp != OTHER else "no named ISP"
    first = join(
        (
            cell(f" {WORDS[event.event]}", BOLD),
            cell(look.say(_when(event, frame)), look.label),
            cell(look.say(isp)),
            cell(look.say(event.recipient)),
            cell(look.say(f"from {event.identity}")) if event.identity else (),
            cell(look.say(f"set {event.configuration_set}")) if event.configuration_set else (),
        )
    )
    lines = [clip(first, room)]
    if event.diagnosis is not None:
        codes = " ".join(part for part in (event.reply, event.status) if part)
        said: Cell = ((f" {event.diagnosis}", BOLD), (f": {MEANINGS[event.diagnosis]}", None))
        lines.append(clip(join((said, cell(codes, look.label))), room))
    text = bare(event.diagnostic)
    if text:
        lines += folded(cell(" said: ", look.label), look.say(text), room)
    return lines


def _when(event: Event, frame: Frame) -> str:
    if event.at is None:
        return "at an unknown time"
    day = frame.look.local(frame.now).toordinal()
    try:
        local = frame.look.local(event.at)
    except (ValueError, OverflowError, OSError):
        return "at an unknown time"
    if local.toordinal() == day:
        return time_words(event.at, frame.look, day)
    return local.strftime("%Y-%m-%d %H:%M:%S")


def event_words(event: Event) -> str:
    """One line for the clipboard; the recipient masked as it is everywhere."""
    parts = (
        WORDS[event.event],
        event.diagnosis or "",
        event.isp,
        event.recipient,
        event.identity,
        event.status,
        event.diagnostic,
    )
    return " · ".join(part for part in parts if part)
