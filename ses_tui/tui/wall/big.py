"""Text in big letters: rows of blocks that are as many cells wide as the glyphs need.

A scale is how many cells a pixel is wide. A pixel is half as many rows high, since a cell is about
twice as high as wide: half blocks draw that at every scale, ASCII at the even ones.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ses_tui.tui.draw.cells import ELLIPSIS

HEIGHT = 5
"""Pixels, of every glyph."""

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that has no glyph."""


def _glyph(rows: str) -> tuple[str, ...]:
    return tuple(rows.split("/"))


_DRAWN = {
    "0": "###/#.#/#.#/#.#/###",
    "1": ".#./##./.#./.#./###",
    "2": "###/..#/###/#../###",
    "3": "###/..#/.##/..#/###",
    "4": "#.#/#.#/###/..#/..#",
    "5": "###/#../###/..#/###",
    "6": "###/#../###/#.#/###",
    "7": "###/..#/..#/.#./.#.",
    "8": "###/#.#/###/#.#/###",
    "9": "###/#.#/###/..#/###",
    "A": ".#./#.#/###/#.#/#.#",
    "B": "##./#.#/##./#.#/##.",
    "C": ".##/#../#../#../.##",
    "D": "##./#.#/#.#/#.#/##.",
    "E": "###/#../##./#../###",
    "F": "###/#../##./#../#..",
    "G": ".###/#.../#.##/#..#/.###",
    "H": "#.#/#.#/###/#.#/#.#",
    "I": "#/#/#/#/#",
    "J": "..#/..#/..#/#.#/.#.",
    "K": "#..#/#.#./##../#.#./#..#",
    "L": "#../#../#../#../###",
    "M": "#...#/##.##/#.#.#/#...#/#...#",
    "N": "#..#/##.#/#.##/#..#/#..#",
    "O": ".#./#.#/#.#/#.#/.#.",
    "P": "##./#.#/##./#../#..",
    "Q": ".##./#..#/#..#/#.#./.#.#",
    "R": "##./#.#/##./#.#/#.#",
    "S": ".##/#../.#./..#/##.",
    "T": "###/.#./.#./.#./.#.",
    "U": "#.#/#.#/#.#/#.#/###",
    "V": "#.#/#.#/#.#/#.#/.#.",
    "W": "#...#/#...#/#.#.#/##.##/#...#",
    "X": "#.#/#.#/.#./#.#/#.#",
    "Y": "#.#/#.#/.#./.#./.#.",
    "Z": "###/..#/.#./#../###",
    " ": "../../../../..",
    ".": "././././#",
    ",": "../../../.#/#.",
    ":": "./#/./#/.",
    ";": "../.#/../.#/#.",
    "!": "#/#/#/./#",
    "'": "#/#/././.",
    '"': "#.#/#.#/.../.../...",
    "-": ".../.../###/.../...",
    "_": ".../.../.../.../###",
    "+": ".../.#./###/.#./...",
    "=": ".../###/.../###/...",
    "*": ".../#.#/.#./#.#/...",
    "/": "..#/..#/.#./#../#..",
    "\\": "#../#../.#./..#/..#",
    "|": "#/#/#/#/#",
    "(": ".#/#./#./#./.#",
    ")": "#./.#/.#/.#/#.",
    "[": "##/#./#./#./##",
    "]": "##/.#/.#/.#/##",
    "<": "..#/.#./#../.#./..#",
    ">": "#../.#./..#/.#./#..",
    "?": "###/..#/.#./.../.#.",
    "@": ".##./#..#/#.##/#.../.###",
    "#": ".#.#./#####/.#.#./#####/.#.#.",
    "$": ".###./#.#../.###./..#.#/.###.",
    "&": ".#../#.#./.##./#.#./.#.#",
    "~": "..../.#.#/#.#./..../....",
    "%": "#...#/...#./..#../.#.../#...#",
    "·": "././#/./.",
    "–": ".../.../###/.../...",
    "…": "...../...../...../...../#.#.#",
    "≥": "#../.#./#../.../###",
    "×": ".../#.#/.#./#.#/...",
    UNKNOWN: "####/#..#/#..#/#..#/####",
    "●": ".###./#####/#####/#####/.###.",
    "◆": "..#../.###./#####/.###./..#..",
    "▲": "..#../..#../.###./.###./#####",
    "■": "#####/#####/#####/#####/#####",
    "✖": "#...#/.#.#./..#../.#.#./#...#",
    "◌": ".#.#./#...#/...../#...#/.#.#.",
}

GLYPHS: Mapping[str, tuple[str, ...]] = {sign: _glyph(rows) for sign, rows in _DRAWN.items()}
"""Character -> its rows, ``#`` where a pixel is on."""


def glyph(char: str) -> tuple[str, ...]:
    """The glyph of ``char`` or of its capital; a box where there is none."""
    return GLYPHS.get(char) or GLYPHS.get(char.upper()) or GLYPHS[UNKNOWN]


_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}

LARGEST = 24
"""Of all scales: four digits fill a terminal 400 cells wide."""


def scales(step: int) -> Sequence[int]:
    """The multiples of ``step``, largest first."""
    return range(LARGEST, 0, -step)


def width_of(text: str, scale: int) -> int:
    """Cells that ``text`` is wide; 0 for no text."""
    return scale * (sum(len(glyph(char)[0]) for char in text) + max(0, len(text) - 1))


def height_of(scale: int) -> int:
    """Rows of a line of text at ``scale``."""
    return (HEIGHT * scale + 1) // 2


@lru_cache(maxsize=64)  # a page is drawn anew when its clock ticks, and most of it is the same
def big(text: str, scale: int) -> tuple[str, ...]:
    """``height_of(scale)`` rows, each ``width_of(text, scale)`` cells."""
    glyphs = [glyph(char) for char in text]
    pixels = [".".join(each[row] for each in glyphs) for row in range(HEIGHT)]
    wide = ["".join(pixel * scale for pixel in row) for row in pixels]
    tall = [row for row in wide for _ in range(scale)]
    if len(tall) % 2:
        tall.append("." * len(tall[0]))
    return tuple(
        "".join(_HALVES[top == "#", low == "#"] for top, low in zip(upper, lower, strict=True))
        for upper, lower in zip(tall[::2], tall[1::2], strict=True)
    )


def fitting(text: str, width: int, height: int, step: int = 1) -> int:
    """The largest scale at which ``text`` has room; 0: none has."""
    for scale in scales(step):
        if height_of(scale) <= height and width_of(text, scale) <= width:
            return scale
    return 0


def shortened(text: str, width: int, scale: int) -> str:
    """As much of ``text`` as has room, ``…`` where something was cut. For names, never for numbers."""
    if width_of(text, scale) <= width:
        return text
    while text and width_of(text + ELLIPSIS, scale) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS if text else ""


def wrapped(text: str, width: int, scale: int, lines: int) -> list[str] | None:
    """``text`` by words over at most ``lines`` lines; None where it does not fit."""
    rows: list[str] = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows[-1] else word
        if width_of(longer, scale) <= width:
            rows[-1] = longer
        elif width_of(word, scale) <= width:
            rows.append(word)
        else:
            return None
    return rows if len(rows) <= lines else None
