"""What happened to the message of one event, as VDM's insights tell it: a line each, under its details."""

from ses_tui.core.events.event import Event
from ses_tui.core.message_life import MessageResult, RecipientLife, timeline
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.events.rows import time_words, today
from ses_tui.tui.line import clip, folded, styled
from ses_tui.tui.viewstate import ViewState

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
        return folded(head, look.to_ascii(words), room)
    recipients = _of_event(event, asked.life.recipients)
    if not recipients:
        return [clip((*head, *styled("VDM knows nothing of its recipients")), room)]
    lines: list[StyledLine] = []
    for one in recipients[:RECIPIENTS]:
        to = f"to {one.destination}{f' · {one.isp}' if one.isp else ''}"
        lines.append(clip((*head, *styled(look.to_ascii(to))), room))
        for what, words in timeline(one, lambda at: time_words(at, look, today(state))):
            lines += folded(styled(look.to_ascii(f" {what}")), look.to_ascii(words), room)
    if len(recipients) > RECIPIENTS:
        more = f"   and {len(recipients) - RECIPIENTS} more: ses-tui message {event.message_id}"
        lines.append(clip(styled(more, look.label), room))
    return lines


def _of_event(event: Event, lives: tuple[RecipientLife, ...]) -> tuple[RecipientLife, ...]:
    """That of the event's own recipient, as far as it can be told while masked; else all of them."""
    return tuple(one for one in lives if one.destination == event.recipient) or lives
