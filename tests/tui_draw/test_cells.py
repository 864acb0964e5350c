"""Text fits its cells exactly, whatever it is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ses_tui.core.text import safe
from ses_tui.tui.draw.cells import CellOverflowError, cut, fit

TEXT = st.text(max_size=40).map(safe)


@given(TEXT, st.integers(min_value=0, max_value=30))
def test_left_aligned_text_has_exactly_the_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(TEXT, st.integers(min_value=1, max_value=30))
def test_what_was_cut_says_so(text: str, width: int) -> None:
    shown = cut(text, width)
    assert shown == text if cell_len(text) <= width else shown.endswith("…")


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("news.example.org", 8, "news.ex…"),
        ("news", 8, "news    "),
        ("郵便局", 5, "郵便…"),
        ("郵便局", 4, "郵… "),  # the second character does not fit beside the ellipsis
        ("📧📧📧", 6, "📧📧📧"),
        ("cafe\u0301 au lait", 5, "cafe\u0301…"),  # the accent stays on its letter
        ("", 3, "   "),
        ("abc", 0, ""),
    ],
)
def test_examples(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


def test_a_number_is_padded_at_the_left() -> None:
    assert fit("41.2k", 8, "right") == "   41.2k"


def test_a_number_that_does_not_fit_is_refused_and_never_cut() -> None:
    with pytest.raises(CellOverflowError):
        fit("123456", 5, "right")
