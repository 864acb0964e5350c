"""All colours, one table: what each theme calls ok, notice, warn, review and pause, and on what ground.

The explicit colours are of the fixed part of the 256 (xterm's cube and greys), so that a theme looks the
same with 256 colours as with millions. Contrast and the three kinds of colour blindness are checked by
``tests/tui_draw/test_themes.py``; docs/colours.md has the figures.
"""

from collections.abc import Mapping

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.themes import AUTO_THEME, TERMINAL_THEME, Depth
from ses_tui.tui.draw.bandstyle import TERMINAL, Colours, Palette

COLOURS: Mapping[str, Colours] = {
    "dark": Colours(
        ground="#1c1c1c",
        text="#d0d0d0",
        label="#8a8a8a",
        ok="#5faf87",
        notice="#5fd7ff",
        warn="#ffd75f",
        review="#ff5f5f",
        pause="#af0000",
        on_pause="#ffffff",
    ),
    "light": Colours(
        ground="#ffffff",
        text="#1c1c1c",
        label="#5f5f5f",
        ok="#008700",
        notice="#005fd7",
        warn="#875f00",
        review="#d70000",
        pause="#870000",
        on_pause="#ffffff",
    ),
    "high-contrast": Colours(
        ground="#000000",
        text="#ffffff",
        label="#c6c6c6",
        ok="#87d787",
        notice="#87d7ff",
        warn="#ffff00",
        review="#ff875f",
        pause="#af0000",
        on_pause="#ffffff",
    ),
    # a ladder of brightness on the axis from blue to yellow, the one that most of the colour-blind have left
    "colour-blind": Colours(
        ground="#1c1c1c",
        text="#d0d0d0",
        label="#8a8a8a",
        ok="#5f87af",
        notice="#87d7ff",
        warn="#ffff87",
        review="#d78700",
        pause="#af005f",
        on_pause="#ffffff",
    ),
}


ON_DARK = Colours(
    ground="#0d1117",
    text="#c9d1d9",
    label="#9aa4af",
    ok="#57ab8a",
    notice="#58a6ff",
    warn="#e3b341",
    review="#ff7b72",
    pause="#da3633",
    on_pause="#ffffff",
    bar="#3f8f74",
    frame="#3a424c",
    accent="#79c0ff",
    cursor="#1c2632",
)
ON_LIGHT = Colours(
    ground="#ffffff",
    text="#1f2328",
    label="#57606a",
    ok="#1a7034",
    notice="#0550ae",
    warn="#7d4e00",
    review="#d1242f",
    pause="#660018",
    on_pause="#ffffff",
    bar="#2f8554",
    frame="#afb8c1",
    accent="#0969da",
    cursor="#e6f0fb",
)
"""Of ``auto``: ``ground`` is what fills are written with, and the text is the terminal's own."""

READABLE = 4.5
"""WCAG 2.2 AA: the least contrast of text."""


def palette_of(theme: str, depth: Depth, *, on_light: bool = False, ground: str = "") -> Palette:
    """What ``theme`` paints with where there are ``depth`` colours.

    ``ground``: as the terminal has answered, ``#rrggbb``; empty: it has not.

    An explicit theme needs 256; with 16 its place is taken by the terminal's own, chosen in its spirit.
    ``on_light``: the terminal's ground is known to be light.
    """
    if depth is Depth.NONE:
        return NO_COLOUR
    if depth >= Depth.MANY and theme in COLOURS:
        return _explicit(COLOURS[theme])
    if theme == AUTO_THEME and depth is Depth.ALL and ground:
        for colours in (ON_DARK, ON_LIGHT):
            if all(contrast(colour, ground) >= READABLE for colour in _foregrounds(colours)):
                label = Style(color=colours.label)
                return _explicit(colours)._replace(label=label, ground=None)
    if theme == "colour-blind":
        return COLOUR_BLIND_SIXTEEN
    if theme == "light" or (theme in (TERMINAL_THEME, AUTO_THEME) and on_light):
        return TERMINAL_ON_LIGHT
    return TERMINAL


def _foregrounds(colours: Colours) -> tuple[str, ...]:
    return colours.label, colours.ok, colours.notice, colours.warn, colours.review


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio, 1 to 21, of two colours ``#rrggbb``."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _explicit(colours: Colours) -> Palette:
    notice, warn = Style(color=colours.notice), Style(color=colours.warn)
    review = Style(color=colours.review, bold=True)
    pause = Style(color=colours.on_pause, bgcolor=colours.pause, bold=True)

    def fill(color: str) -> Style:
        return Style(color=colours.ground, bgcolor=color)

    return Palette(
        bands=_per_band(Style(), notice, warn, review, pause),
        signs=_per_band(Style(color=colours.ok), notice, warn, review, pause),
        bars=_per_band(
            Style(color=colours.bar or colours.ok), notice, warn, Style(color=colours.review), review
        ),
        fills=_per_band(
            Style(bold=True), notice + Style(bold=True), fill(colours.warn), fill(colours.review), pause
        ),
        ground=colours,
        accent=Style(color=colours.accent or None, bold=True),
        frame=Style(color=colours.frame or colours.label),
        cursor=Style(bgcolor=colours.cursor) if colours.cursor else None,
    )


def _per_band(*styles: Style) -> Mapping[Condition, Style]:
    return dict(zip(Condition, styles, strict=True))


_BLUE, _MAGENTA, _RED = Style(color="blue"), Style(color="magenta"), Style(color="red")
_PAUSE = TERMINAL.bands[Condition.PAUSE]

TERMINAL_ON_LIGHT = Palette(
    bands=_per_band(Style(), _BLUE, _MAGENTA, _RED + Style(bold=True), _PAUSE),
    signs=_per_band(Style(color="green"), _BLUE, _MAGENTA, _RED + Style(bold=True), _PAUSE),
    bars=_per_band(Style(color="green"), _BLUE, _MAGENTA, _RED, _RED + Style(bold=True)),
    fills={**TERMINAL.fills, Condition.NOTICE: _BLUE + Style(bold=True)},
)
"""The terminal's own where its ground is light: cyan and yellow can hardly be read on white."""

_CYAN, _YELLOW = Style(color="cyan"), Style(color="yellow")
_ON_YELLOW = Style(color="black", bgcolor="yellow", bold=False)
_ON_BLUE = Style(color="bright_white", bgcolor="blue", bold=True)

COLOUR_BLIND_SIXTEEN = Palette(
    bands=_per_band(Style(), _CYAN, _YELLOW, _ON_YELLOW, _ON_BLUE),
    signs=_per_band(Style(color="bright_blue"), _CYAN, _YELLOW, _ON_YELLOW, _ON_BLUE),
    bars=_per_band(Style(), _CYAN, _YELLOW, _YELLOW, Style(color="bright_blue")),
    fills=_per_band(Style(bold=True), TERMINAL.fills[Condition.NOTICE], _ON_YELLOW, _ON_YELLOW, _ON_BLUE),
)
"""Of sixteen, those on the axis from blue to yellow; from review on as a ground."""

_BOLD, _BLOCK = Style(bold=True), Style(bold=True, reverse=True)

NO_COLOUR = Palette(
    bands=_per_band(Style(), Style(), _BOLD, _BOLD, _BLOCK),
    signs=_per_band(Style(), Style(), _BOLD, _BOLD, _BLOCK),
    bars=_per_band(Style(dim=True), Style(), Style(), _BOLD, _BOLD),
    fills=_per_band(_BOLD, _BOLD, _BLOCK, _BLOCK, _BLOCK),
)
"""Attributes alone, no colour: what is serious is bold, a pause turned round."""
