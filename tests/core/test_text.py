"""Text that others chose is harmless after ``safe``, and ordinary text stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.text import MARKS_CAP, MESSAGE_CAP, NAME_CAP, safe

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=400)


@given(ANY_TEXT)
def test_no_unsafe_category_ever_comes_out(text: str) -> None:
    assert not {unicodedata.category(char) for char in safe(text)} & UNSAFE


@given(st.text(st.characters(categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "L")), max_size=40))
def test_nothing_is_dropped_in_silence(text: str) -> None:
    assert len(safe(text)) == len(text)


@given(ANY_TEXT, st.sampled_from([1, 2, 60, NAME_CAP, MESSAGE_CAP]))
def test_it_is_idempotent_and_capped(text: str, cap: int) -> None:
    once = safe(text, cap)
    assert safe(once, cap) == once
    assert len(once) <= cap
    assert once.endswith("…") or len(once) == len(text)


BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159\U00016fe4"
VISIBLE = st.characters(categories=("L", "N", "P", "S", "Zs", "Mc"), exclude_characters=BLANK)
MARK = st.characters(categories=("Mn", "Me"), exclude_characters=BLANK)


@given(st.lists(st.tuples(VISIBLE, st.text(MARK, max_size=MARKS_CAP)), max_size=60))
def test_ordinary_text_in_any_script_is_unchanged(clusters: list[tuple[str, str]]) -> None:
    text = "".join(base + marks for base, marks in clusters)
    assert safe(text) == text


@given(VISIBLE, st.text(MARK, min_size=MARKS_CAP + 1, max_size=200))
def test_a_tower_of_marks_becomes_signs_in_a_row(base: str, marks: str) -> None:
    shown = safe(base + marks)
    assert shown[: 1 + MARKS_CAP] == base + marks[:MARKS_CAP]
    assert set(shown[1 + MARKS_CAP :]) == {"\ufffd"}


def test_a_mark_does_not_strike_what_stands_before_the_text() -> None:
    assert safe("\u0338ok") == "\ufffdok"


@pytest.mark.parametrize("blank", BLANK, ids=lambda char: f"U+{ord(char):04X}")
def test_what_is_drawn_as_nothing_is_seen(blank: str) -> None:
    assert safe(f"mail{blank}.example.org") == "mail\ufffd.example.org"


@pytest.mark.parametrize(
    "text",
    ["news.example.org", "büro@example.de", "数据.example", "مثال.example", "[/red] [bold]", "🙂 emoji"],
)
def test_names_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("a\nb\r\tc", "a b  c"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("a\u2028b\u2029c\x85d", "a\ufffdb\ufffdc\ufffdd"),
        ("\ud800", "\ufffd"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
    ],
)
def test_hostile_characters_become_visible_signs(hostile: str, shown: str) -> None:
    assert safe(hostile) == shown


def test_what_is_cut_says_so() -> None:
    assert safe("x" * 400) == "x" * (NAME_CAP - 1) + "…"
    assert safe("x" * NAME_CAP) == "x" * NAME_CAP


def test_other_objects_are_said_as_text() -> None:
    assert safe(ValueError("a\nb")) == "a b"
