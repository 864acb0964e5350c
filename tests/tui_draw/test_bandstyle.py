"""Signs: one cell each, all distinct, and never only a colour."""

from collections.abc import Mapping

import pytest
from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.condition import Condition, Health
from ses_tui.tui.draw.bandstyle import (
    BAND_SIGN,
    BAND_SIGN_ASCII,
    HEALTH_SIGN,
    HEALTH_SIGN_ASCII,
    TERMINAL,
    band_style,
    band_word,
    paint,
    sign_style,
)


@pytest.mark.parametrize(
    ("bands", "healths"), [(BAND_SIGN, HEALTH_SIGN), (BAND_SIGN_ASCII, HEALTH_SIGN_ASCII)]
)
def test_every_sign_is_one_cell_and_no_two_are_alike(
    bands: Mapping[Condition, str], healths: Mapping[Health, str]
) -> None:
    signs = [*(bands[condition] for condition in Condition), *(healths[health] for health in Health)]
    assert len(set(signs)) == len(signs)
    assert all(cell_len(sign) == 1 for sign in signs)


def test_the_fallback_signs_are_ascii() -> None:
    assert "".join([*BAND_SIGN_ASCII.values(), *HEALTH_SIGN_ASCII.values()]).isascii()


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
