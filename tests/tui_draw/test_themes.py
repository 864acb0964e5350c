"""Every theme can be read, and its bands can be told apart; docs/colours.md has the figures."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from ses_tui.core.condition import Condition
from ses_tui.core.themes import THEME_NAMES, Depth
from ses_tui.tui.draw.bandstyle import TERMINAL, Colours, Palette
from ses_tui.tui.draw.themes import (
    COLOUR_BLIND_SIXTEEN,
    COLOURS,
    NO_COLOUR,
    ON_DARK,
    ON_LIGHT,
    TERMINAL_ON_LIGHT,
    palette_of,
)
from tests.tui_draw.seeing import BLINDNESS, Rgb, contrast, difference, rgb, seen

ENOUGH = 4.5
DRAWN = 3.0
"""WCAG 2.2 AA, of text."""

HIGH = 7.0
"""AAA."""

APART = 20.0
"""CIEDE2000 between any two bands of the colour-blind theme, to each of the three; 2.3 is just noticeable."""

APART_TO_MOST = 15.0
"""In the other themes, to those who see all colours."""

FIXED = frozenset(
    [*(Color.from_ansi(number).get_truecolor().hex for number in range(16, 256)), "#000000", "#ffffff"]
)


def pairs(colours: Colours) -> Iterator[tuple[str, str]]:
    """Text and ground: as text, turned round as a fill (the same contrast), and the pause."""
    for text in (colours.text, colours.label, colours.ok, colours.notice, colours.warn, colours.review):
        yield text, colours.ground
    yield colours.on_pause, colours.pause


def bands(colours: Colours) -> list[str]:
    return [colours.ok, colours.notice, colours.warn, colours.review, colours.pause]


def in_256(color: str) -> Rgb:
    """What a terminal with 256 colours shows for it."""
    near = Color.parse(color).downgrade(ColorSystem.EIGHT_BIT).get_truecolor(DEFAULT_TERMINAL_THEME)
    return near.red, near.green, near.blue


@pytest.mark.parametrize("theme", COLOURS)
def test_all_text_can_be_read(theme: str) -> None:
    least = HIGH if theme == "high-contrast" else ENOUGH
    for text, ground in pairs(COLOURS[theme]):
        assert contrast(rgb(text), rgb(ground)) >= least, (text, ground)
        assert contrast(in_256(text), in_256(ground)) >= least, (text, ground, "in 256")


@pytest.mark.parametrize("blindness", ["none", *BLINDNESS])
def test_the_bands_of_the_colour_blind_theme_are_apart(blindness: str) -> None:
    for one, other in combinations(bands(COLOURS["colour-blind"]), 2):
        assert difference(seen(rgb(one), blindness), seen(rgb(other), blindness)) >= APART, (one, other)


@pytest.mark.parametrize("theme", COLOURS)
def test_the_bands_of_every_theme_are_apart(theme: str) -> None:
    for one, other in combinations(bands(COLOURS[theme]), 2):
        assert difference(rgb(one), rgb(other)) >= APART_TO_MOST, (one, other)
        assert difference(in_256(one), in_256(other)) >= APART_TO_MOST, (one, other, "in 256")


@pytest.mark.parametrize("theme", COLOURS)
def test_a_theme_looks_the_same_with_256_colours(theme: str) -> None:
    assert set(filter(None, COLOURS[theme])) <= FIXED


def test_every_theme_but_the_terminals_own_has_its_colours() -> None:
    assert set(COLOURS) == set(THEME_NAMES) - {"auto", "terminal"}


GROUNDS = {
    "xterm": "#000000", "GitHub": "#0d1117", "GNOME": "#1e1e1e", "Dracula": "#282a36", "Nord": "#2e3440",
    "Tango": "#2e3436", "Solarized": "#002b36", "white": "#ffffff", "Tango's white": "#eeeeec",
    "Solarized's light": "#fdf6e3", "GitHub's light": "#f6f8fa",
}  # fmt: skip


@pytest.mark.parametrize("ground", [*GROUNDS.values(), "#808080", "#5f5f5f", "#a0a0a0", "#ff00ff"])
def test_on_its_own_ground_all_colours_can_be_read_or_the_terminals_own_stay(ground: str) -> None:
    palette = palette_of("auto", Depth.ALL, ground=ground)
    assert palette.ground is None  # nothing is painted over it
    if palette is TERMINAL:
        assert ground not in GROUNDS.values()
        return
    for style in styles(palette):
        if style.color is not None:
            under = ground if style.bgcolor is None else style.bgcolor.get_truecolor().hex
            # bars of what is ok are no text: WCAG 2.2 asks 3:1 of what is drawn
            least = DRAWN if style == palette.bars[Condition.OK] else ENOUGH
            assert contrast(rgb(style.color.get_truecolor().hex), rgb(under)) >= least, style


@pytest.mark.parametrize("colours", [ON_DARK, ON_LIGHT], ids=["dark", "light"])
def test_its_bands_are_apart(colours: Colours) -> None:
    for one, other in combinations(bands(colours), 2):
        assert difference(rgb(one), rgb(other)) >= APART_TO_MOST, (one, other)


@pytest.mark.parametrize("depth", [Depth.MANY, Depth.SIXTEEN])
def test_without_24_bits_or_an_answer_it_is_the_terminals_own(depth: Depth) -> None:
    assert palette_of("auto", depth, ground="#000000") is TERMINAL
    assert palette_of("auto", Depth.ALL) is TERMINAL
    assert palette_of("auto", depth, on_light=True) is TERMINAL_ON_LIGHT


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_with_sixteen_colours_the_terminals_own_are_used(theme: str) -> None:
    palette = palette_of(theme, Depth.SIXTEEN)
    assert palette.ground is None
    for style in styles(palette):
        for color in (style.color, style.bgcolor):
            assert color is None or (color.number is not None and color.number < 16)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_without_colours_there_are_attributes_only(theme: str) -> None:
    palette = palette_of(theme, Depth.NONE)
    assert palette is NO_COLOUR
    assert all(style.color is None and style.bgcolor is None for style in styles(palette))
    assert palette.bands[Condition.PAUSE] != palette.bands[Condition.REVIEW] != palette.bands[Condition.OK]


def styles(palette: Palette) -> list[Style]:
    kinds = (palette.bands, palette.signs, palette.bars, palette.fills)
    return [*(style for kind in kinds for style in kind.values()), palette.label]


USERS: Mapping[str, str] = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
    " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "VGA": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
    " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "Tango": "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf"
    " 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec",
    "Solarized": "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5"
    " 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3",
}
"""The sixteen of xterm (XTerm-col.ad), the VGA, the Tango project (GNOME Terminal), Solarized."""

DARK = {"xterm": "000000", "VGA": "000000", "Tango": "2e3436", "Solarized": "002b36"}
LIGHT = {"xterm": "ffffff", "VGA": "ffffff", "Tango": "eeeeec", "Solarized": "fdf6e3"}

SEEN = 2.7
"""Of the sixteen nobody can promise 4.5 to 1. Below 2 a letter is gone."""


def shown(color: Color | None, user: str, default: str) -> Rgb:
    if color is None or color.number is None:
        return rgb(default)
    return rgb(USERS[user].split()[color.number])


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize(
    ("palette", "grounds"),
    [(TERMINAL, DARK), (COLOUR_BLIND_SIXTEEN, DARK), (TERMINAL_ON_LIGHT, LIGHT)],
    ids=["dark", "colour-blind", "light"],
)
def test_with_the_sixteen_of_common_palettes_nothing_is_gone(
    palette: Palette, grounds: Mapping[str, str], user: str
) -> None:
    for kind in (palette.bands, palette.bars, palette.fills):
        for condition, style in kind.items():
            if condition is not Condition.OK:  # that is the terminal's own text
                ground = shown(style.bgcolor, user, grounds[user])
                assert contrast(shown(style.color, user, grounds[user]), ground) >= SEEN, condition
