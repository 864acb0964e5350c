"""Messages as they were sent, for the screens of the processes that did not send them."""

import sqlite3
from contextlib import suppress
from dataclasses import replace

import msgspec

from ses_tui.core.messages import Message


def encode(message: Message) -> bytes:
    """For the column ``message`` of ``event``."""
    return msgspec.json.encode(message)


def newest(connection: sqlite3.Connection, target: str) -> int:
    """The number of the message about ``target`` that was sent last; 0 where none was."""
    row = connection.execute("SELECT max(id) FROM event WHERE target = ?", (target,)).fetchone()
    return int(row[0] or 0)


def after(connection: sqlite3.Connection, target: str, name: str, seen: int) -> list[tuple[int, Message]]:
    """What was sent about ``target`` after the message of that number, in order; its keys under ``name``.

    What another version of this program sent in other words is left out.
    """
    found = []
    for number, body in connection.execute(
        "SELECT id, message FROM event WHERE target = ? AND id > ? AND message IS NOT NULL ORDER BY id",
        (target, seen),
    ):
        with suppress(msgspec.MsgspecError):
            found.append((int(number), _named(msgspec.json.decode(body, type=Message), name)))
    return found


def _named(message: Message, name: str) -> Message:
    return replace(
        message,
        key=msgspec.structs.replace(message.key, target=name),
        covers=tuple(msgspec.structs.replace(key, target=name) for key in message.covers),
        together=tuple(
            msgspec.structs.replace(one, key=msgspec.structs.replace(one.key, target=name))
            for one in message.together
        ),
    )
