"""Times as people type them, in the zone of the screen."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ses_tui.core.moments import Gap
from ses_tui.tui.holdline import ago, gap_words
from ses_tui.tui.look import Look
from ses_tui.tui.pasttime import parse_time

BERLIN = ZoneInfo("Europe/Berlin")
LOOK = Look(BERLIN)
NOW = datetime(2026, 11, 24, 15, 20, 31, tzinfo=BERLIN).timestamp()  # a Tuesday


def said(text: str, now: float = NOW) -> str:
    return datetime.fromtimestamp(parse_time(text, now, LOOK), BERLIN).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    "text, time",
    [
        ("14:05", "2026-11-24 14:05:00"),
        ("9:05", "2026-11-24 09:05:00"),
        ("15:21", "2026-11-23 15:21:00"),  # the last one that has been
        ("14:05:30", "2026-11-24 14:05:30"),
        ("today 00:00", "2026-11-24 00:00:00"),
        ("yesterday 09:00", "2026-11-23 09:00:00"),
        ("  Yesterday   09:00 ", "2026-11-23 09:00:00"),
        ("tue 15:00", "2026-11-24 15:00:00"),
        ("Tue 16:00", "2026-11-17 16:00:00"),
        ("wednesday 16:00", "2026-11-18 16:00:00"),
        ("2026-11-20 14:05", "2026-11-20 14:05:00"),
        ("2026-11-20T14:05", "2026-11-20 14:05:00"),
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("-3h", "2026-11-24 12:20:31"),
        ("-1d2h", "2026-11-23 13:20:31"),
        ("3h ago", "2026-11-24 12:20:31"),
    ],
)
def test_a_time(text: str, time: str) -> None:
    assert said(text) == time


@pytest.mark.parametrize(
    "text, why",
    [
        ("", "a time, such as"),
        ("25:00", "is no time"),
        ("12:60", "is no time"),
        ("noon", "is no time"),
        ("2026-02-30 10:00", "no 2026-02-30 in the calendar"),
        ("tomorrow 10:00", "is no day"),
        ("mo 10:00", "is no day"),
        ("today 15:21", "still to come: it is 15:20 CET"),
        ("2026-11-25 10:00", "still to come"),
        ("-3x", "is no duration"),
        ("-", "is no duration"),
        ("[/red] 10:00", "is no day"),
    ],
)
def test_what_is_no_time_is_said_in_one_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as wrong:
        parse_time(text, NOW, LOOK)
    assert why in str(wrong.value) and "\n" not in str(wrong.value)


def test_days_are_days_when_the_clock_is_changed() -> None:
    after = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN).timestamp()
    assert said("yesterday 12:00", after) == "2026-10-24 12:00:00"
    assert said("02:30", after) == "2026-10-25 02:30:00"


def test_in_the_zone_of_the_machine_where_none_is_set() -> None:
    at = parse_time("14:05", NOW, Look())
    assert datetime.fromtimestamp(at).strftime("%H:%M") == "14:05" and 0 <= NOW - at < 86_400


@pytest.mark.parametrize(
    "seconds, words",
    [(3, "under a minute"), (3599, "59 min"), (7800, "2 h 10 min"), (7200, "2 h"), (273_600, "3 d 4 h")],
)
def test_how_long_ago(seconds: float, words: str) -> None:
    assert ago(seconds) == words


def test_a_gap_names_its_day_once() -> None:
    day = datetime(2026, 11, 22, 2, 10, tzinfo=BERLIN).timestamp()
    assert gap_words(Gap(day, day + 20_700), LOOK, NOW) == "nothing recorded Sun 02:10–07:55"
    assert gap_words(Gap(day, day + 86_400), LOOK, NOW) == "nothing recorded Sun 02:10–Mon 02:10"
