"""Which control sequences are keys or the mouse: everything else that a terminal sends is no input.

Textual reads a parameter it does not expect as a character (``CSI 99~`` as "c") or raises. So a sequence
is only let through if Textual's own tables know it, and in the plainest form that says the same.
"""

import re

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS

PRESSED = ("", "1")
"""Event types of the kitty keyboard protocol: 2 is a repeat, 3 a release; Textual asks for neither."""

_FOCUS = ("\x1b[I", "\x1b[O")
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[0-4]\$y")
"""The answer to Textual's own question, whether a frame can be shown at once."""

_MOUSE = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]")
_KEY = re.compile(
    r"\x1b\["
    r"(?:(?P<code>\d{1,7})(?::\d*)*)?"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<event>\d{1,2}))?)?"
    r"(?:;(?P<text>[\d:]*))?"
    r"(?P<final>[u~ABCDEFHPQS])"
)
"""Kitty's keyboard protocol, fixterms, and xterm's modifyOtherKeys (``CSI 27;modifiers;code~``)."""

_EDITING = frozenset({9, 13, 27, 127})
"""Tab, enter, escape and backspace: the only control characters that are keys of their own."""

_OTHER_KEY = 27
"""The code under which xterm reports a key that has no sequence of its own, as text."""

_MODIFIERS = 256


def accepted(sequence: str) -> list[str]:
    """The complete ``sequence`` as Textual may see it, one a key; empty if it is neither key nor mouse."""
    if sequence in _FOCUS or _SYNCHRONIZED.fullmatch(sequence) or _MOUSE.fullmatch(sequence):
        return [sequence]
    if sequence.endswith("R") and sequence.startswith("\x1b["):
        return []  # Textual takes it for a cursor position
    if is_legacy_key(sequence):
        return [sequence]
    match = _KEY.fullmatch(sequence)
    return _extended(match) if match else []


def is_legacy_key(sequence: str) -> bool:
    """Whether Textual's table of fixed sequences has it."""
    return ANSI_SEQUENCES_KEYS.get(sequence, IGNORE_SEQUENCE) is not IGNORE_SEQUENCE


def _extended(match: re.Match[str]) -> list[str]:
    code, final = int(match["code"] or 1), match["final"]
    modifiers = match["modifiers"] or ""
    given = [int(point) for point in (match["text"] or "").split(":") if point]
    by_text = code == _OTHER_KEY and final == "~"
    text = [point for point in given if _is_character(point) or (by_text and point in _EDITING)]
    known = f"{code}{final}" in FUNCTIONAL_KEYS or (final == "u" and _is_character(code)) or by_text
    if (
        not known
        or (match["event"] or "") not in PRESSED
        or (modifiers and not 1 <= int(modifiers) <= _MODIFIERS)
        or (not text and (given or by_text))
    ):
        return []
    start = f"\x1b[{code}"
    if text:
        # one each: Textual gives up on a sequence of more than 32 characters, and reads it as letters
        return [f"{start};{modifiers or 1};{point}{final}" for point in text]
    return [f"{start};{modifiers}{final}" if modifiers else f"{start}{final}"]


def _is_character(point: int) -> bool:
    return point <= 0x10FFFF and chr(point).isprintable()
