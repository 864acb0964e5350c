"""What viewers ask of a target's owner, and its answers: a small table that empties itself."""

import sqlite3
from contextlib import suppress
from typing import NamedTuple, TypeVar

import msgspec

from ses_tui.core.message_life import MessageResult
from ses_tui.core.moments import LongResult
from ses_tui.core.request import VALID_SECONDS, Request

KEPT_SECONDS = 10 * VALID_SECONDS


class Asked(NamedTuple):
    """One request as it lies there."""

    number: int
    """They rise in the order of asking."""
    token: str
    """By which whoever asked finds the answer."""
    request: Request


def ask(connection: sqlite3.Connection, target: str, token: str, request: Request, now: float) -> None:
    """``now``: UTC epoch seconds."""
    connection.execute("DELETE FROM request WHERE at < ? OR at > ?", (now - KEPT_SECONDS, now + KEPT_SECONDS))
    connection.execute(
        "INSERT INTO request (target, token, at, body) VALUES (?,?,?,?)",
        (target, token, now, msgspec.json.encode(request)),
    )


def asked(connection: sqlite3.Connection, target: str, seen: int, now: float) -> list[Asked]:
    """What is still wanted, after the request of that number; what another version wants is left out."""
    found = []
    for number, token, body in connection.execute(
        "SELECT id, token, body FROM request WHERE target = ? AND id > ? AND answer IS NULL AND at > ?"
        " ORDER BY id",
        (target, seen, now - VALID_SECONDS),
    ):
        with suppress(msgspec.MsgspecError):
            found.append(Asked(number, token, msgspec.json.decode(body, type=Request)))
    return found


def answer(connection: sqlite3.Connection, token: str, result: LongResult | MessageResult) -> None:
    """The owner has it."""
    connection.execute(
        "UPDATE request SET answer = ? WHERE token = ?", (msgspec.msgpack.encode(result), token)
    )


Answer = TypeVar("Answer", LongResult, MessageResult)


def answered(connection: sqlite3.Connection, token: str, kind: type[Answer]) -> Answer | None:
    """The answer; None while there is none, or none that this version can read."""
    row = connection.execute(
        "SELECT answer FROM request WHERE token = ? AND answer IS NOT NULL", (token,)
    ).fetchone()
    with suppress(msgspec.MsgspecError):
        return None if row is None else msgspec.msgpack.decode(row[0], type=kind)
    return None
