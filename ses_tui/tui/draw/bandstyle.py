"""The one idea of colour: a band has a sign, a word and a colour, and the colour never stands alone.

Calm when all is well: an ok number is in the plain foreground, only its sign is coloured. Labels,
gaps and "too few" are dim. The usual colours are the terminal's own sixteen, so that they cost few bytes,
work everywhere and follow the user's palette; ``themes`` has the others.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.style import Style

from ses_tui.core.condition import Condition, Health
from ses_tui.core.verdict import HEALTH_SIGNS, SIGNS

Run = tuple[str, Condition | None]
"""Text in one band; None: not about a band (a label, a gap), drawn dim."""

StyledLine = tuple[tuple[str, Style | None], ...]
"""Text with its style, run by run; None: the style of what it is drawn on."""

BAND_SIGN: Mapping[Condition, str] = dict(zip(Condition, SIGNS, strict=True))
"""One cell each; shapes differ, so that they are told apart without colour."""

HEALTH_SIGN: Mapping[Health, str] = {**HEALTH_SIGNS, Health.FRESH: " "}
"""One cell each, none of them a band's; fresh needs no sign."""


class Colours(NamedTuple):
    """``#rrggbb`` each. ``ok`` is the sign's alone: an ok number is ``text``; ``pause`` is a ground too.

    ``bar``: of what is ok, quieter than its sign; ``frame``, ``accent``, ``cursor``: as in ``Palette``.
    Empty: as ``ok``, as ``label``, bold, none.
    """

    ground: str
    text: str
    label: str
    ok: str
    notice: str
    warn: str
    review: str
    pause: str
    on_pause: str
    bar: str = ""
    frame: str = ""
    accent: str = ""
    cursor: str = ""


class Palette(NamedTuple):
    """What a theme decides, per condition: ``bands`` colours text, ``signs`` the one-cell signs,
    ``bars`` the cells of a sparkline, which are foreground only: a background would be a bar too.
    ``fills`` are the grounds of what is loud, from warn on; not bold on a bright one: some terminals
    brighten bold black to grey. ``ground``: the colours of all that has none of these; None: the terminal's
    own. ``accent``: keys and what has the focus; ``frame``: panels and rules; ``cursor``: the ground of the
    row that has it, None: its first cell is turned round."""

    bands: Mapping[Condition, Style]
    signs: Mapping[Condition, Style]
    bars: Mapping[Condition, Style]
    fills: Mapping[Condition, Style]
    label: Style = Style(dim=True)
    ground: Colours | None = None
    accent: Style = Style(bold=True)
    frame: Style = Style(dim=True)
    cursor: Style | None = None


_NOTICE = Style(color="cyan")
_WARN = Style(color="yellow")
_REVIEW = Style(color="bright_red", bold=True)
_PAUSE = Style(color="bright_white", bgcolor="red", bold=True)

TERMINAL = Palette(
    bands={
        Condition.OK: Style(),
        Condition.NOTICE: _NOTICE,
        Condition.WARN: _WARN,
        Condition.REVIEW: _REVIEW,
        Condition.PAUSE: _PAUSE,
    },
    signs={
        Condition.OK: Style(color="green"),
        Condition.NOTICE: _NOTICE,
        Condition.WARN: _WARN,
        Condition.REVIEW: _REVIEW,
        Condition.PAUSE: _PAUSE,
    },
    bars={
        Condition.OK: Style(color="green"),
        Condition.NOTICE: _NOTICE,
        Condition.WARN: _WARN,
        Condition.REVIEW: Style(color="bright_red"),
        Condition.PAUSE: _REVIEW,
    },
    fills={
        Condition.OK: Style(bold=True),
        Condition.NOTICE: _NOTICE + Style(bold=True),
        Condition.WARN: Style(color="black", bgcolor="yellow", bold=False),
        Condition.REVIEW: Style(color="black", bgcolor="bright_red", bold=False),
        Condition.PAUSE: _PAUSE,
    },
)
"""The terminal's own colours, by name. Review is bright red: on the dark grey of a GNOME terminal its red has
a contrast of 2. Labels are dim and not bright black: where a palette has
bright black equal to its background (Solarized), dim text can still be read."""


def band_word(condition: Condition) -> str:
    """``ok`` in lower case, what needs a look in capitals: ``NOTICE``, ``WARN``, ``REVIEW``, ``PAUSE``."""
    return condition.word if condition is Condition.OK else condition.word.upper()


def band_style(condition: Condition | None, palette: Palette = TERMINAL) -> Style:
    """The style of text in a band: plain for ok, dim for None."""
    return palette.label if condition is None else palette.bands[condition]


def sign_style(condition: Condition, palette: Palette = TERMINAL) -> Style:
    """The style of a band's sign; the only place where ok has a colour."""
    return palette.signs[condition]


def paint(runs: Iterable[Run], palette: Palette = TERMINAL) -> StyledLine:
    """Runs of bands as runs of styles, for a table's cell or a label."""
    return tuple((text, band_style(condition, palette)) for text, condition in runs)


def paint_bars(runs: Iterable[Run], palette: Palette = TERMINAL) -> StyledLine:
    """As ``paint``, for the cells of a sparkline."""
    return tuple(
        (text, palette.label if condition is None else palette.bars[condition]) for text, condition in runs
    )
