"""promtool's notation for series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.proving.expansion import MOST_SAMPLES, BadToken, numbers, words

counts = st.integers(0, 300)
tenths = st.integers(0, 1000)


@given(tenths, counts)
def test_a_times_n_is_a_and_n_more(value: int, more: int) -> None:
    assert numbers(f"{value}x{more}") == [float(value)] * (more + 1)


@given(tenths, tenths, counts)
def test_steps_are_added_as_decimals(first: int, step: int, more: int) -> None:
    up = numbers(f"{first / 10}%+{step / 10}%x{more}")
    down = numbers(f"{first / 10}%-{step / 10}%x{more}")
    assert up == [float(f"{first + step * n}e-3") for n in range(more + 1)]
    assert down == [float(f"{first - step * n}e-3") for n in range(more + 1)]


@given(counts)
def test_gaps_and_words_repeat_alike(more: int) -> None:
    assert numbers(f"_x{more}") == [None] * (more + 1)
    assert words(f"_x{more}", ("true", "false")) == [None] * (more + 1)
    assert words(f"falsex{more}", ("true", "false")) == ["false"] * (more + 1)


@given(st.text(max_size=12))
def test_any_text_is_samples_or_one_line_of_what_is_wrong(text: str) -> None:
    try:
        assert 1 <= len(numbers(text)) <= MOST_SAMPLES
    except BadToken as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("token", "samples"),
    [
        ("2.0%", [0.02]),
        ("2.9%x2", [0.029] * 3),
        ("0.02", [0.02]),
        (".5%", [0.005]),
        ("_", [None]),
        ("-1", [-1.0]),
        ("3%+0.1%x2", [0.03, 0.031, 0.032]),
        ("3%-1%x3", [0.03, 0.02, 0.01, 0.0]),
        ("1e-3x1", [0.001, 0.001]),
        ("100x1", [100.0, 100.0]),
    ],
)
def test_examples(token: str, samples: list[float | None]) -> None:
    assert numbers(token) == samples


def test_a_climb_reaches_the_line_and_not_the_float_below_it() -> None:
    assert numbers("3%+0.1%x20")[-1] == 0.05


@pytest.mark.parametrize(
    "token", ["", "x3", "2..9%", "2%%", "2x", "2x-1", "2x1.5", "2+1", "2%+1x3", "2+1%x3", "2 %", "_x"]
)
def test_bad_tokens_are_refused(token: str) -> None:
    with pytest.raises(BadToken):
        numbers(token)


@pytest.mark.parametrize("token", ["1x100000000", "1+1x100000000", "_x100000000", "1x99999999999999999999"])
def test_huge_expansions_are_refused_before_they_are_made(token: str) -> None:
    with pytest.raises(BadToken, match="too many samples"):
        numbers(token)


def test_an_unknown_word_is_named() -> None:
    with pytest.raises(KeyError, match="HEALTY"):
        words("HEALTYx2", ("HEALTHY",))
