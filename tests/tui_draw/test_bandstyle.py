"""Signs: one cell each, all distinct, and never only a colour."""

import pytest
from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.ascii import ASCII
from ses_tui.core.condition import Condition
from ses_tui.tui.draw.bandstyle import (
    BAND_SIGN,
    HEALTH_SIGN,
    TERMINAL,
    band_style,
    band_word,
    paint,
    sign_style,
)
from ses_tui.tui.paint import to_ascii
from tests.tui.snapshots_data import HOSTILE_NAMES


@pytest.mark.parametrize("ascii", [False, True])
def test_every_sign_is_one_cell_and_no_two_are_alike(ascii: bool) -> None:
    signs = [*BAND_SIGN.values(), *HEALTH_SIGN.values()]
    signs = [to_ascii(sign) for sign in signs] if ascii else signs
    assert len(set(signs)) == len(signs)
    assert all(cell_len(sign) == 1 for sign in signs)


@pytest.mark.parametrize("name", [*HOSTILE_NAMES, "".join(map(chr, ASCII)), "bounce 3.12 % ≥ 3 %, e\u0301"])
def test_in_ascii_a_text_is_as_wide_as_it_was(name: str) -> None:
    told = to_ascii(name)
    assert told.isascii()
    assert cell_len(told) == cell_len(name)


def test_an_ok_number_is_plain_and_only_its_sign_has_colour() -> None:
    assert band_style(Condition.OK) == Style()
    assert sign_style(Condition.OK).color is not None


def test_each_band_has_a_style_and_a_word_of_its_own() -> None:
    assert len({band_style(condition) for condition in Condition}) == len(Condition)
    assert [band_word(condition) for condition in Condition] == ["ok", "NOTICE", "WARN", "REVIEW", "PAUSE"]


def test_colours_are_the_terminals_own_sixteen() -> None:
    for style in [*TERMINAL.bands.values(), *TERMINAL.signs.values(), TERMINAL.label]:
        for color in (style.color, style.bgcolor):
            assert color is None or (color.number is not None and color.number < 16)


def test_paint_gives_runs_their_style_and_labels_the_dim_one() -> None:
    assert paint([("3.1", Condition.WARN), (" ┄", None)]) == (
        ("3.1", band_style(Condition.WARN)),
        (" ┄", TERMINAL.label),
    )
