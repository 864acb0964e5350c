"""A time as people type it, in the zone of the screen, to UTC epoch seconds."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from rich.text import Text

from ses_tui.core.clock import Clock, parse_duration
from ses_tui.tui.form import Field, Filled, Form
from ses_tui.tui.look import Look

EXAMPLES = "14:05, yesterday 09:00, 2026-11-20 14:05, -3h"

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_ISO = re.compile(r"([0-9])t([0-9])")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_time(text: str, now: float, look: Look) -> float:
    """The time that ``text`` says; a clock time or weekday alone means the most recent one.

    Raises ValueError, one plain line, for anything else and for times in the future.
    """
    words = _ISO.sub(r"\1 \2", text.lower()).split()
    if not words:
        raise ValueError(f"a time, such as {EXAMPLES}")
    at = _back(words, now) if words[0][0] in "-0123456789" and _is_back(words) else _named(words, now, look)
    if at > now:
        raise ValueError(f"that is still to come: it is {look.clock(now)} {look.zone_name(now)}")
    return at


def _is_back(words: list[str]) -> bool:
    return words[0].startswith("-") or words[-1] == "ago"


def _back(words: list[str], now: float) -> float:
    return now - parse_duration("".join(word for word in words if word != "ago").lstrip("-"))


def _named(words: list[str], now: float, look: Look) -> float:
    *days, last = words
    clock = _CLOCK.fullmatch(last)
    if clock is None:
        days, clock = words, _CLOCK.fullmatch("00:00")
        assert clock is not None
        if not _DATE.fullmatch(last):
            raise ValueError(f"{' '.join(words)!r} is no time: write it as {EXAMPLES}")
    today = look.local(now)
    wanted, step = _day(" ".join(days), today)
    hour, minute, second = (int(part or 0) for part in clock.groups())
    at = _at(wanted, hour, minute, second, look)
    return at if at <= now or not step else _at(wanted - timedelta(days=step), hour, minute, second, look)


def _day(word: str, today: datetime) -> tuple[datetime, int]:
    """The day, and after how many days its name repeats; 0: it is unique."""
    if not word:
        return today, 1
    if word in ("today", "yesterday"):
        return today - timedelta(days=word == "yesterday"), 0
    if word[:3] in _WEEKDAYS and len(word) >= len("mon"):
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(word[:3])) % 7), 7
    date = _DATE.fullmatch(word)
    if date is None:
        raise ValueError(f"{word!r} is no day: today, yesterday, mon … sun, or 2026-11-20")
    try:
        return datetime(*(int(part) for part in date.groups())), 0  # type: ignore[arg-type]  # three numbers
    except ValueError:
        raise ValueError(f"there is no {word} in the calendar") from None


def _at(day: datetime, hour: int, minute: int, second: int, look: Look) -> float:
    """Local time of that day; of an hour that occurs twice, the first."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=look.zone).timestamp()


def time_form(look: Look, live: Clock, go: Callable[[float], None], now: Callable[[], None]) -> Form:
    """``go`` is given the time in UTC epoch seconds; the form stays until the answer has come."""

    def accept(filled: Filled) -> str:
        text = filled.texts["time"].strip()
        if text.lower() == "now":
            now()
            return ""
        try:
            go(parse_time(text, live.now(), look))
        except ValueError as wrong:
            return str(wrong)
        return "looking for it…"

    zone = look.zone_name(live.now())
    about = Text(f"Every screen as it was known at that time ({zone}); reading goes on", look.label)
    return Form("Go to a time", about, (Field("time", "time", "", EXAMPLES),), (), look, accept)
