"""The rows of the live tail, newest first: when, what, where, whose mail, which class; all of one event."""

from collections.abc import Callable, Mapping

from rich.style import Style

from ses_tui.core.events.diagnosis import MEANINGS
from ses_tui.core.events.event import NOT_SPAM, Diagnosis, Event, EventType
from ses_tui.core.isps import OTHER, readable
from ses_tui.core.message_life import MessageResult, RecipientLife, timeline
from ses_tui.tui.column import NEVER, Cell, Column, Kind
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, folded, join, styled
from ses_tui.tui.look import BOLD, Look
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


def _plain(event: Event, look: Look) -> Style | None:
    return look.label if event.event in CALM else None


def _time(event: Event, state: ViewState, room: int) -> StyledLine:
    return styled(time_words(event.at, state.look, today(state)), state.look.label)


def _event(event: Event, state: ViewState, room: int) -> StyledLine:
    complained = event.event == EventType.COMPLAINT and not event.not_sent
    return styled(word_of(event.event), BOLD if complained else _plain(event, state.look))


def _text(value: Callable[[Event], str]) -> Cell[Event]:
    def cell(event: Event, state: ViewState, room: int) -> StyledLine:
        return styled(value(event) or "–", _plain(event, state.look))

    return cell


def _recipient(event: Event, state: ViewState, room: int) -> StyledLine:
    return styled(event.recipient or "–", state.look.label)


def _class(event: Event, state: ViewState, room: int) -> StyledLine:
    loud = event.diagnosis in ("reputation", "throttle", "auth")
    return styled(event.diagnosis or "", BOLD if loud else None)


def _status(event: Event, state: ViewState, room: int) -> StyledLine:
    return styled(event.status or event.reply, _plain(event, state.look))


def _said(event: Event, state: ViewState, room: int) -> StyledLine:
    look = state.look
    style = _plain(event, look) if event.diagnostic else look.label
    return styled(said(event) or "–", style)


def _hidden(key: str, value: Callable[[Event], str], kind: Kind = "text") -> Column[Event]:
    """A column that is filtered by, and not shown."""
    return Column(key, "", 0, lambda event, state, room: (), value, kind, minimum_table_width=NEVER)


COLUMNS: tuple[Column[Event], ...] = (
    Column("time", "time", 8, _time),
    Column("event", "event", 9, _event, lambda event: event.event),
    Column("isp", "ISP", 8, _text(lambda event: event.isp), lambda event: event.isp),
    Column(
        "identity",
        "identity",
        24,
        _text(lambda event: event.identity),
        lambda event: event.identity,
        minimum_table_width=IDENTITY_FROM,
    ),
    Column(
        "recipient",
        "recipient",
        26,
        _recipient,
        lambda event: event.recipient,
        minimum_table_width=RECIPIENT_FROM,
    ),
    Column(
        "class",
        "class",
        10,
        _class,
        lambda event: event.diagnosis or "",
        "code",
        words=tuple(one.value for one in Diagnosis),
    ),
    Column("status", "status", 6, _status, lambda event: event.status, "code"),
    Column("said", "what the other side says", 10, _said, lambda event: event.diagnostic, flex=1),
    _hidden("reply", lambda event: event.reply, "code"),
    _hidden("set", lambda event: event.configuration_set),
    _hidden("domain", lambda event: event.recipient_domain),
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


def time_words(at: float | None, look: Look, day: int) -> str:
    """``14:20:31`` today, ``Tue 14:20`` cut to ``24 Nov`` before; ``–`` where no calendar knows it."""
    if at is None:
        return "–"
    try:
        local = look.local(at)
    except (ValueError, OverflowError, OSError):
        return "–"
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
            styled(_when(event, state), look.label),
            styled(isp) if isp else (),
            styled(event.recipient) if event.recipient else (),
            styled(f"from {event.identity}") if event.identity else (),
            styled(f"set {event.configuration_set}") if event.configuration_set else (),
        )
    )
    lines = [clip(first, room)]
    if event.diagnosis is not None:
        codes = " ".join(part for part in (event.reply, event.status) if part)
        asks: StyledLine = ((f" {event.diagnosis}", BOLD), (f": {MEANINGS[event.diagnosis]}", None))
        lines.append(clip(join((asks, styled(codes, look.label))), room))
    text = said(event)
    if text:
        lines += folded(styled(" said: ", look.label), text, room)
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


RECIPIENTS = 3
"""Of a message to more of them the command line has the rest."""


def life_lines(event: Event, asked: MessageResult | None, state: ViewState, room: int) -> list[StyledLine]:
    """Nothing where another message was asked for, or none."""
    if asked is None or not event.message_id or asked.request.id != event.message_id:
        return []
    look = state.look
    head = styled(" life ", look.label)
    if asked.life is None:
        words = "is asked of VDM…" if asked.waiting else f"was not read: {asked.why}"
        return folded(head, words, room)
    recipients = _of_event(event, asked.life.recipients)
    if not recipients:
        return [clip((*head, *styled("VDM knows nothing of its recipients")), room)]
    lines: list[StyledLine] = []
    for one in recipients[:RECIPIENTS]:
        to = f"to {one.destination}{f' · {one.isp}' if one.isp else ''}"
        lines.append(clip((*head, *styled(to)), room))
        for what, words in timeline(one, lambda at: time_words(at, look, today(state))):
            lines += folded(styled(f" {what}"), words, room)
    if len(recipients) > RECIPIENTS:
        more = f"   and {len(recipients) - RECIPIENTS} more: ses-tui message {event.message_id}"
        lines.append(clip(styled(more, look.label), room))
    return lines


def _of_event(event: Event, lives: tuple[RecipientLife, ...]) -> tuple[RecipientLife, ...]:
    """That of the event's own recipient, as far as it can be told while masked; else all of them."""
    return tuple(one for one in lives if one.destination == event.recipient) or lives
