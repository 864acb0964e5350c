"""The rows of the live tail, newest first: when, what, where, whose mail, which class; all of one event."""

from collections.abc import Mapping

from rich.style import Style

from ses_tui.core.events.diagnosis import MEANINGS
from ses_tui.core.events.event import NOT_SPAM, Event, EventType
from ses_tui.core.isps import OTHER, readable
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, folded, join, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, LazyRow
from ses_tui.tui.viewstate import ViewState

_WORDS: Mapping[str, str] = {
    EventType.BOUNCE: "bounce",
    EventType.COMPLAINT: "complaint",
    EventType.DELIVERY: "delivery",
    EventType.SEND: "send",
    EventType.REJECT: "reject",
    EventType.OPEN: "open",
    EventType.CLICK: "click",
    EventType.RENDERING_FAILURE: "rendering",
    EventType.DELIVERY_DELAY: "delay",
    EventType.SUBSCRIPTION: "subscribe",
    NOT_SPAM: "not spam",
}
NOTICE = "notice"
"""The word for what SES says of an account, a tenant, a set or an identity: its own words follow."""

CALM = frozenset(
    {EventType.DELIVERY, EventType.SEND, EventType.OPEN, EventType.CLICK, EventType.SUBSCRIPTION, NOT_SPAM}
)
"""Nothing went wrong: drawn as labels are."""

IDENTITY_FROM, RECIPIENT_FROM = 104, 150
"""Cells of the table from which these columns are shown."""


def columns(look: Look) -> tuple[Column, ...]:
    """Always the same ones; the width decides which are shown."""
    return (
        Column("time", "time", 8),
        Column("event", "event", 9),
        Column("isp", "ISP", 8),
        Column("identity", "identity", 24, minimum_table_width=IDENTITY_FROM),
        Column("recipient", "recipient", 26, minimum_table_width=RECIPIENT_FROM),
        Column("class", "class", 10),
        Column("status", "status", 6),
        Column("reply", look.to_ascii("what the other side says"), 10, flex=1),
    )


EventRow = LazyRow[Event, Look, int]


def cells_of(event: Event, look: Look, day: int) -> tuple[StyledLine, ...]:
    """``day``: the local day that is today, as an ordinal."""
    plain = look.label if event.event in CALM else None
    complained = event.event == EventType.COMPLAINT and not event.not_sent
    return (
        styled(time_words(event.at, look, day), look.label),
        styled(word_of(event.event), BOLD if complained else plain),
        styled(look.to_ascii(event.isp or "–"), plain),
        styled(look.to_ascii(event.identity or "–"), plain),
        styled(look.to_ascii(event.recipient or "–"), look.label),
        styled(event.diagnosis or "", _loud(event)),
        styled(event.status or event.reply, plain),
        styled(look.to_ascii(said(event) or "–"), plain if event.diagnostic else look.label),
    )


def word_of(kind: str) -> str:
    """The short word for a kind of event."""
    return _WORDS.get(kind, NOTICE)


def said(event: Event) -> str:
    """The other side's words; of a notice its title too."""
    words = bare(event.diagnostic)
    return words if event.event in _WORDS else f"{event.event}: {words}" if words else event.event


def bare(diagnostic: str) -> str:
    """Without ``smtp;``, by which RFC 3464 marks its type: it says nothing to a reader."""
    return diagnostic.removeprefix("smtp;").strip()


def _loud(event: Event) -> Style | None:
    return BOLD if event.diagnosis in ("reputation", "throttle", "auth") else None


def time_words(at: float | None, look: Look, day: int) -> str:
    """``14:20:31`` today, ``Tue 14:20`` cut to ``24 Nov`` before; ``–`` where no calendar knows it."""
    if at is None:
        return look.to_ascii("–")
    try:
        local = look.local(at)
    except (ValueError, OverflowError, OSError):
        return look.to_ascii("–")
    return local.strftime("%H:%M:%S" if local.toordinal() == day else "%d %b")


def today(state: ViewState) -> int:
    """The local day of the snapshot."""
    return state.look.local(state.now).toordinal()


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
