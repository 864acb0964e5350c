"""Durations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.clock import parse_duration, short_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("60s", 60), ("5m", 300), ("1h", 3600), ("14d", 1_209_600), ("1h30m", 5400), ("30m1h", 5400), ("0s", 0)],
)
def test_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5",
        "m",
        "5 m",
        "5min",
        "1.5h",
        "-5m",
        "5m ",
        " 5m",
        "5M",
        "1h 30m",
        "٣m",
        "9" * 5000 + "d",
        "5m\n",
    ],
)
def test_anything_else_is_refused_with_the_form_to_use(text: str) -> None:
    with pytest.raises(ValueError, match="such as 60s, 5m, 1h30m"):
        parse_duration(text)


@given(st.text(max_size=12))
def test_no_text_makes_another_error(text: str) -> None:
    try:
        assert parse_duration(text) >= 0
    except ValueError as error:
        assert "is no duration" in str(error)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (2 * 86400 - 1, "47 h"),
        (2 * 86400, "2 d"),
    ],
)
def test_short_forms(seconds: float, text: str) -> None:
    assert short_duration(seconds) == text
