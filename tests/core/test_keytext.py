"""Keys and matchers as people write them."""

import re

import pytest

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.keytext import check_matcher, parse_key
from ses_tui.core.model import ACCOUNT, Key, Metric, Subject, SubjectKind
from ses_tui.core.overlays import ACK_MOST, SILENCE_MOST, lasting


@pytest.mark.parametrize(
    "key",
    [
        Key("prod", ACCOUNT, Metric.BOUNCE_RATE),
        Key("prod", Subject(SubjectKind.ISP, "Hotmail"), Metric.COMPLAINT_RATE),
        Key("prod", Subject(SubjectKind.IDENTITY, "a:b/c@example.org"), Metric.BOUNCE_RATE),
    ],
    ids=str,
)
def test_what_a_key_says_of_itself_is_read_back(key: Key) -> None:
    assert parse_key(str(key), "prod") == key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bounce_rate", "write KIND:NAME/METRIC"),
        ("isps:Hotmail/bounce_rate", "did you mean 'isp'?"),
        ("isp:Hotmail/bounce", "did you mean 'bounce_rate'?"),
        ("account:x/bounce_rate", "the account has no name"),
        ("isp:/bounce_rate", "names no isp"),
        ("isp:\x1b[2J/bounce", "did you mean 'bounce_rate'?"),
        ("\x1b[2J", "write KIND:NAME/METRIC"),
    ],
)
def test_what_is_no_key_is_refused_in_one_line_that_helps(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        parse_key(text)
    line = str(refused.value)
    assert "\x1b" not in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "text",
    [
        "account/bounce_rate",
        "isp:*/bounce_rate",
        "*",
        "*/complaint_*",
        "isp:*/*",
    ],
)
def test_a_matcher_that_can_match(text: str) -> None:
    assert check_matcher(f" {text} ") == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing is to be matched"),
        ("Hotmail", "is no key"),
        ("isp:*/bonce*", "did you mean 'bounce_rate'?"),
        ("isq*:x/bounce_rate", "did you mean 'isp'?"),
        ("isp:Hotmail?", "matches no key"),
    ],
)
def test_a_matcher_that_never_matches_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        check_matcher(text)


def test_how_long_an_overlay_may_last() -> None:
    assert lasting(" 4h ", ACK_MOST) == 4 * HOUR
    assert lasting("7d", SILENCE_MOST) == 7 * DAY
    for text, most, said in (
        ("25h", ACK_MOST, "24h at most"),
        ("8d", SILENCE_MOST, "7d at most"),
        ("0s", ACK_MOST, "longer than nothing"),
        ("soon", ACK_MOST, "is no duration"),
    ):
        with pytest.raises(ValueError, match=said):
            lasting(text, most)
