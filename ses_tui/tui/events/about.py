"""All that is known of one event, in the other side's words, whole."""

from ses_tui.core.events.diagnosis import MEANINGS
from ses_tui.core.events.event import Event
from ses_tui.core.isps import OTHER, readable
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.events.rows import said, time_words, word_of
from ses_tui.tui.line import clip, folded, join, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState


def about_lines(event: Event, state: ViewState, room: int) -> list[StyledLine]:
    """What happened to whose mail, what the class asks for, and the diagnostic uncut."""
    look = state.look
    isp = "no named ISP" if event.isp == OTHER else readable(event.isp) if event.isp else ""
    first = join(
        (
            styled(f" {word_of(event.event)}", BOLD),
            styled(look.to_ascii(_when(event, state)), look.label),
            styled(look.to_ascii(isp)) if isp else (),
            styled(look.to_ascii(event.recipient)) if event.recipient else (),
            styled(look.to_ascii(f"from {event.identity}")) if event.identity else (),
            styled(look.to_ascii(f"set {event.configuration_set}")) if event.configuration_set else (),
        )
    )
    lines = [clip(first, room)]
    if event.diagnosis is not None:
        codes = " ".join(part for part in (event.reply, event.status) if part)
        asks: StyledLine = ((f" {event.diagnosis}", BOLD), (f": {MEANINGS[event.diagnosis]}", None))
        lines.append(clip(join((asks, styled(codes, look.label))), room))
    text = said(event)
    if text:
        lines += folded(styled(" said: ", look.label), look.to_ascii(text), room)
    return lines


def _when(event: Event, state: ViewState) -> str:
    if event.at is None:
        return "at an unknown time"
    day = state.look.local(state.now).toordinal()
    try:
        local = state.look.local(event.at)
    except (ValueError, OverflowError, OSError):
        return "at an unknown time"
    if local.toordinal() == day:
        return time_words(event.at, state.look, day)
    return local.strftime("%Y-%m-%d %H:%M:%S")


def event_words(event: Event) -> str:
    """One line for the clipboard; the recipient masked as it is everywhere."""
    parts = (
        word_of(event.event),
        event.diagnosis or "",
        event.isp,
        event.recipient,
        event.identity,
        event.status,
        said(event),
    )
    return " · ".join(part for part in parts if part)
