"""What a program left switched on in a terminal, from the bytes that it wrote."""

import re

ON_OFF = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
TITLE = re.compile(rb"\x1b\](?:0|2);([^\x07\x1b]*)(?:\x07|\x1b\\)|\x1b\[(22|23)(?:;[012])?t")
KITTY = re.compile(rb"\x1b\[([<>=])([\d;]*)u")

CURSOR = 25
USUALLY_ON = (7, CURSOR)
"""Private modes that a terminal starts with: wrapping, the cursor."""


def left_on(raw: bytes) -> set[int]:
    """Private modes that differ from how a terminal starts: 1049 another screen, 1000-1006 mouse, 2004."""
    state: dict[int, bool] = {}
    for numbers, letter in ON_OFF.findall(raw):
        for number in numbers.split(b";"):
            state[int(number)] = letter == b"h"
    return {mode for mode, on in state.items() if on != (mode in USUALLY_ON)}


def title_left(raw: bytes, before: str) -> str:
    """The title at the end, on a terminal that keeps a stack of them."""
    title, stack = before, list[str]()
    for text, order in TITLE.findall(raw):
        if order == b"22":
            stack.append(title)
        elif order == b"23":
            title = stack.pop() if stack else title
        else:
            title = text.decode("utf-8", "replace")
    return title


def keyboard_left(raw: bytes) -> int:
    """How deep kitty's stack of keyboard protocols is at the end."""
    return sum({b">": 1, b"<": -1}.get(sign, 0) for sign, _ in KITTY.findall(raw))
