"""One message's life, as VDM's message insights tell it (SESv2 GetMessageInsights): a small timeline."""

import re
from collections.abc import Callable, Iterator

from ses_tui.core.clock import iso
from ses_tui.core.record import Record


class LifeEvent(Record, frozen=True):
    """``at``: UTC epoch seconds; ``type``: SEND, DELIVERY, BOUNCE …; ``words``: what came with it, safe."""

    at: float | None
    type: str
    words: str = ""


class RecipientLife(Record, frozen=True):
    """What happened to it at one recipient, in the order of time. ``destination``: masked unless revealed."""

    destination: str
    isp: str
    events: tuple[LifeEvent, ...]


class MessageLife(Record, frozen=True):
    """``subject``: empty unless revealed. ``tags``: name and value. Every text is safe to print."""

    id: str
    sender: str
    subject: str
    tags: tuple[tuple[str, str], ...]
    recipients: tuple[RecipientLife, ...]


class MessageRequest(Record, frozen=True):
    """``target``: its name, as shown. ``id``: as ``message_id`` gave it."""

    target: str
    id: str


class MessageResult(Record, frozen=True):
    """``why``: why there is no life; empty where it was read, or is asked for. Addresses are masked."""

    request: MessageRequest
    life: MessageLife | None = None
    why: str = ""

    @property
    def waiting(self) -> bool:
        """Whether there is no answer yet."""
        return self.life is None and not self.why


_ID = re.compile(r"[\w@.<>+/=-]{1,200}", re.ASCII)


def message_id(text: str) -> str:
    """SES's own message id, out of a Message-ID header too; empty where ``text`` is none."""
    id = text.strip().strip("<>").partition("@")[0]
    return id if _ID.fullmatch(id) else ""


def as_lines(life: MessageLife, moment: Callable[[float], str]) -> Iterator[str]:
    """For people. ``moment``: a time as it is to be shown."""
    yield f"message {life.id}"
    yield f"from    {life.sender or '–'}"
    if life.subject:
        yield f"subject {life.subject}"
    if life.tags:
        yield f"tags    {', '.join(f'{name}={value}' for name, value in life.tags)}"
    if not life.recipients:
        yield "nothing is known of its recipients"
    for one in life.recipients:
        yield f"to      {one.destination}{f' · {one.isp}' if one.isp else ''}"
        yield from (f"  {what}{words}".rstrip() for what, words in timeline(one, moment))


def timeline(life: RecipientLife, moment: Callable[[float], str]) -> Iterator[tuple[str, str]]:
    """Per event ``14:20:31      +2 s  bounce            `` and the words that came with it."""
    first = next((event.at for event in life.events if event.at is not None), None)
    for event in life.events:
        at = "–" if event.at is None else moment(event.at)
        later = _later(event.at, first)
        yield f"{at}  {later:>8}  {event.type.replace('_', ' ').lower():<18}", event.words


def _later(at: float | None, first: float | None) -> str:
    """``+2 s`` since the first event; empty for it itself."""
    if at is None or first is None or at <= first:
        return ""
    seconds = at - first
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"+{seconds / size:.0f} {unit}"
    return f"+{seconds:.0f} s"


def as_object(life: MessageLife) -> dict[str, object]:
    """For ``--format json``; null where AWS did not say, or it was not revealed."""
    return {
        "message_id": life.id,
        "from": life.sender or None,
        "subject": life.subject or None,
        "tags": dict(life.tags),
        "recipients": [
            {
                "destination": one.destination,
                "isp": one.isp or None,
                "events": [
                    {
                        "at": None if event.at is None else iso(event.at),
                        "type": event.type,
                        "diagnostic": event.words or None,
                    }
                    for event in one.events
                ],
            }
            for one in life.recipients
        ],
    }
