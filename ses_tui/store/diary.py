"""When something was done last that should be done again: the table ``diary`` of a directory's store."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ses_tui.store.files import StoreProblem, open_file, reason
from ses_tui.store.last import FILE_NAME

DRILL, DIGEST, LOOK = "drill/", "digest/", "doctor/"
"""Before a channel's name, twice, and before a target's."""


def by_channel(connection: sqlite3.Connection, what: str) -> dict[str, float]:
    """By channel when it last accepted ``what``, a DRILL or DIGEST; UTC epoch seconds."""
    rows = connection.execute("SELECT entry, at FROM diary WHERE entry LIKE ?", (f"{what}%",))
    return {str(entry).removeprefix(what): float(at) for entry, at in rows}


def write(connection: sqlite3.Connection, entry: str, at: float) -> None:
    """It was done at ``at``, UTC epoch seconds."""
    connection.execute("INSERT OR REPLACE INTO diary (entry, at) VALUES (?, ?)", (entry, at))


def note(directory: Path, entries: Iterable[str], at: float) -> None:
    """Each was done at ``at``, UTC epoch seconds. Raises StoreProblem."""
    connection, _ = open_file(directory)
    try:
        with connection:
            for entry in entries:
                write(connection, entry, at)
    except sqlite3.Error as error:
        raise StoreProblem(f"no history is kept: {reason(error)} ({directory})") from error
    finally:
        connection.close()


def read(directory: Path) -> dict[str, float]:
    """Entry -> when it was done last; empty where there is no store yet. Raises StoreProblem."""
    if not (directory / FILE_NAME).exists():
        return {}
    connection, _ = open_file(directory)
    try:
        return {str(entry): float(at) for entry, at in connection.execute("SELECT entry, at FROM diary")}
    except sqlite3.Error as error:
        raise StoreProblem(f"the history can't be read: {reason(error)} ({directory})") from error
    finally:
        connection.close()
