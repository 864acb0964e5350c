"""What stands in an object that anybody may have written: a member of the wrong type is not there."""

from collections.abc import Mapping
from datetime import datetime

from ses_tui.core.clock import epoch_seconds
from ses_tui.core.text import safe

Json = Mapping[str, object]


def text_at(value: Json, key: str) -> str:
    """The string under ``key``; ''."""
    found = value.get(key)
    return found if isinstance(found, str) else ""


def struct_at(value: Json, key: str) -> Json:
    """The object under ``key``; an empty one."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def first_text_at(value: Json, key: str) -> str:
    """The first string of the list under ``key``, safe to print: how tags are written."""
    found = value.get(key)
    first = found[0] if isinstance(found, list) and found else found
    return safe(first) if isinstance(first, str) else ""


def time_of(stamp: str) -> float | None:
    """ISO 8601 as UTC epoch seconds; a time without a zone is UTC, as SES writes them.

    None where it is no time, or at the ends of the calendar.
    """
    try:
        return epoch_seconds(datetime.fromisoformat(stamp))
    except ValueError:
        return None
