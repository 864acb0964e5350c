"""Keys by Textual's names: what a terminal like xterm sends for them, and what X calls them."""

SENT = {
    "f1": "\x1bOP",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "colon": ":",
    "semicolon": ";",
    "exclamation_mark": "!",
    "backslash": "\\",
    "underscore": "_",
    "number_sign": "#",
    "at": "@",
    "dollar_sign": "$",
    "asterisk": "*",
    "apostrophe": "'",
    "quotation_mark": '"',
    "ampersand": "&",
    "vertical_line": "|",
    "tilde": "~",
}

OF_X = {
    "f1": "F1",
    "up": "Up",
    "down": "Down",
    "right": "Right",
    "left": "Left",
    "home": "Home",
    "end": "End",
    "pageup": "Prior",
    "pagedown": "Next",
    "insert": "Insert",
    "delete": "Delete",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
    "enter": "Return",
    "escape": "Escape",
    "backspace": "BackSpace",
    "question_mark": "question",
    "full_stop": "period",
    "equals_sign": "equal",
    "left_square_bracket": "bracketleft",
    "right_square_bracket": "bracketright",
    "left_curly_bracket": "braceleft",
    "right_curly_bracket": "braceright",
    "less_than_sign": "less",
    "greater_than_sign": "greater",
    "exclamation_mark": "exclam",
    "number_sign": "numbersign",
    "dollar_sign": "dollar",
    "quotation_mark": "quotedbl",
    "vertical_line": "bar",
    "tilde": "asciitilde",
}
"""Where X has another name."""


MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
"""As xterm counts them in a sequence, less one."""


def sent(key: str) -> str:
    """What the terminal sends; KeyError for a key that this file has to learn."""
    *held, plain = key.split("+")
    if key in SENT or not held:
        return SENT.get(key) or plain
    if held == ["ctrl"] and len(plain) == 1 and plain.isalpha():
        return chr(ord(plain) & 0x1F)
    base, weight = SENT[plain], 1 + sum(MODIFIERS[each] for each in held)
    if base.endswith("~"):
        return f"{base[:-1]};{weight}~"
    assert base.startswith("\x1b["), f"teach keynames.py what a terminal sends for {key}"
    return f"\x1b[1;{weight}{base[-1]}"


def of_x(key: str) -> str:
    """Its name for xdotool."""
    *held, plain = key.split("+")
    return OF_X.get(key) or "+".join([*held, OF_X.get(plain, plain)])


def can_be_sent(key: str) -> bool:
    """Whether every terminal has it, also one that knows no extended keyboard protocol."""
    *held, plain = key.split("+")
    if "super" in held or key in NOT_BY_ALL:
        return False
    return not held or (plain in SENT and SENT[plain].startswith("\x1b[")) or len(held) == len(plain) == 1


NOT_BY_ALL = ("ctrl+pageup", "ctrl+pagedown")
"""Textual's own, for scrolling sideways: GNU screen does not hand them on."""
