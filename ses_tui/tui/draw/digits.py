"""A number in digits of three rows, drawn as boxes are: for the one number that is looked at first."""

_GLYPHS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ".": (" ", " ", "."),
}


def digits(text: str) -> tuple[str, str, str]:
    """``text`` over three rows of equal width; what is no digit stands on the last row as it is."""
    rows = ["", "", ""]
    for character in text:
        glyph = _GLYPHS.get(character, (" ", " ", character))
        for row, part in enumerate(glyph):
            rows[row] += part
    return rows[0], rows[1], rows[2]
