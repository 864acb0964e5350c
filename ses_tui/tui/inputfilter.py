r"""What a terminal sends, cut into keys, mouse reports and pastes; everything else is dropped as a whole.

A terminal also sends what nobody typed: late answers to questions of a shell or an editor that ran before,
8-bit control codes, text in another encoding. Textual's parser hands a sequence that it does not know on
letter by letter, and each letter is a command here; a byte that is not UTF-8 ends the program
(Textualize/textual#6456). So nothing reaches that parser but what is complete and known.

The grammar is ECMA-48's: CSI up to its final byte; OSC, DCS, APC, PM and SOS up to ST or BEL. CAN and SUB
end any of them, and ESC begins anew. Ctrl-c is always a key: no reply holds it, and it must always work.

What the terminal answers to a question of ours (OSC 11, fenced by DA1) is kept aside in ``answers``.

The price, on terminals without the kitty keyboard protocol: alt with one of ``[ ] \ ^ _ O P X`` is no key.
"""

import re
from codecs import getincrementaldecoder
from enum import Enum, auto

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS

PRESSED = ("", "1")
"""Event types of the kitty keyboard protocol: 2 is a repeat, 3 a release; Textual asks for neither."""

_FOCUS = ("\x1b[I", "\x1b[O")
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[0-4]\$y")
"""The answer to Textual's own question, whether a frame can be shown at once."""

_ANSWER = re.compile(r"\x1b\]11;.*|\x1b\[\?[\d;]*c")
"""The colour of the ground, and DA1's, which every terminal gives."""

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


ESCAPE_DELAY = 0.1
"""Seconds after which an ESC that nothing follows is the escape key."""

SILENCE = 2.0
"""Seconds without a byte after which the rest of a sequence or paste is no longer waited for."""

MOST_ANSWERS = 8
"""Kept until they are read; a terminal gives two."""

LONGEST = 64
"""Characters kept of a sequence; longer ones are no keys."""

PASTE_CAP = 10_000
"""Characters kept of a paste."""

ESC = "\x1b"
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
_BEL = "\x07"
_CTRL_C = "\x03"
_CANCEL = "\x18\x1a"
_ST = "\x9c"
_STRINGS = "]P_^X"
"""What follows ESC at the start of OSC, DCS, APC, PM and SOS."""

_C1 = {chr(ord(char) + 0x40): char for char in f"[O{_STRINGS}"}
"""The 8-bit introducers, and what follows ESC in their 7-bit form."""

_X10_BYTES = 3
"""Button, column and row follow ``CSI M``: bytes, in no encoding."""


class State(Enum):
    """Where in a sequence the next character stands."""

    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    STRING = auto()
    STRING_ESCAPE = auto()
    X10_MOUSE = auto()
    PASTE = auto()


class InputFilter:
    """``feed`` and ``idle`` return tokens: a character, ESC alone (the escape key), ESC and a character
    (alt and a key), a whole control sequence, or a whole paste between its brackets.

    Times are seconds of a monotonic clock.
    """

    def __init__(self, escape_delay: float = ESCAPE_DELAY) -> None:
        self._escape_delay = escape_delay
        self._at = float("-inf")
        self._late_until = float("-inf")
        self.answers: list[str] = []
        """What ``feed`` found of them, without their end; whoever reads them takes them out."""
        self._begin()

    def _begin(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._state = State.GROUND
        self._sequence = ""
        self._missing = 0
        self._pasted: list[str] = []
        self._tokens: list[str] = []

    def feed(self, data: bytes, now: float) -> list[str]:
        """The tokens that ``data`` completes."""
        waited = self._state is State.ESCAPE and now - self._at < SILENCE and _introduces(data)
        tokens = [] if waited else self.idle(now)  # it came in time, and a busy machine took it late
        self._at = now
        if self._state is State.GROUND and now < self._late_until and _continues(data):
            self._state = State.ESCAPE
        for byte in data:
            if self._state is State.X10_MOUSE:
                self._x10(byte)
            else:
                for char in self._decode(bytes((byte,))):
                    self._take(_c1(char))
        tokens += self._tokens
        self._tokens = []
        return tokens

    def idle(self, now: float) -> list[str]:
        """The tokens that the time since the last byte completes."""
        passed = now - self._at
        if self._state is State.ESCAPE and passed >= self._escape_delay:
            self._begin()
            self._late_until = self._at + SILENCE
            return [ESC]
        if passed < SILENCE:
            return []
        pasted = self._paste() if self._state is State.PASTE else []
        self._begin()
        return pasted

    def wait(self, now: float) -> float | None:
        """Seconds until ``idle`` may return something; None: only input changes anything."""
        if self._state is State.GROUND:
            return None
        limit = self._escape_delay if self._state is State.ESCAPE else SILENCE
        return max(0.0, self._at + limit - now)

    def _take(self, char: str) -> None:
        if self._state is State.PASTE:
            self._paste_on(char)
        elif char == ESC:
            self._escape()
        elif char == _CTRL_C:
            self._state = State.GROUND
            self._tokens.append(char)
        elif char in _CANCEL and self._state not in (State.GROUND, State.ESCAPE):
            self._state = State.GROUND
        elif self._state is State.STRING:
            if char in (_BEL, _ST):
                self._answered()
            else:
                self._sequence = (self._sequence + char)[:LONGEST]
        elif char in _C1:
            self._introduce(_C1[char])
        elif self._state in (State.ESCAPE, State.STRING_ESCAPE):
            self._after_escape(char, in_string=self._state is State.STRING_ESCAPE)
        elif self._state is State.CSI:
            self._csi(char)
        elif self._state is State.SS3:
            self._ss3(char)
        elif not _is_odd(char):
            self._tokens.append(char)

    def _escape(self) -> None:
        if self._state is State.STRING:
            self._state = State.STRING_ESCAPE
            return
        if self._state is State.ESCAPE:
            self._tokens.append(ESC)
        self._state = State.ESCAPE

    def _after_escape(self, char: str, *, in_string: bool) -> None:
        self._state = State.GROUND
        if in_string and char == "\\":
            self._answered()
        elif char in f"[O{_STRINGS}":
            self._introduce(char)
        elif char != "\\" and not in_string and not _is_odd(char):  # ESC \ is ST, here of no string
            self._tokens.append(ESC + char)

    def _introduce(self, char: str) -> None:
        self._sequence = ESC + char
        self._state = {"[": State.CSI, "O": State.SS3}.get(char, State.STRING)

    def _csi(self, char: str) -> None:
        linux_function_key = self._sequence == "\x1b[" and char == "["
        if self._sequence == "\x1b[" and char == "M":
            self._state, self._missing = State.X10_MOUSE, _X10_BYTES
            return
        self._sequence = (self._sequence + char)[:LONGEST]
        rxvt_key = char == "$" and is_legacy_key(self._sequence)
        if (not "@" <= char <= "~" or linux_function_key) and not rxvt_key:
            return
        self._state = State.GROUND
        if self._sequence == PASTE_START:
            self._state, self._sequence = State.PASTE, ""
        elif _ANSWER.fullmatch(self._sequence):
            self._answered()
        else:
            self._tokens += accepted(self._sequence)

    def _answered(self) -> None:
        self._state = State.GROUND
        if _ANSWER.fullmatch(self._sequence) and len(self.answers) < MOST_ANSWERS:
            self.answers.append(self._sequence)

    def _ss3(self, char: str) -> None:
        self._sequence = (self._sequence + char)[:LONGEST]
        if char.isdigit() or char == ";":
            return
        self._state = State.GROUND
        if is_legacy_key(self._sequence):
            self._tokens.append(self._sequence)

    def _x10(self, byte: int) -> None:
        self._missing -= 1
        if not self._missing:
            self._state = State.GROUND
        elif chr(byte) == ESC:  # no mouse report then
            self._state = State.ESCAPE

    def _paste_on(self, char: str) -> None:
        """``_sequence`` is as much of the end as has come."""
        if char == PASTE_END[len(self._sequence)]:
            self._sequence += char
            if self._sequence == PASTE_END:
                self._state = State.GROUND
                self._tokens += self._paste()
            return
        begun, self._sequence = self._sequence, ""
        if char == ESC:
            self._sequence = ESC
        else:
            begun += char
        free = PASTE_CAP - len(self._pasted)
        self._pasted += [each for each in begun if each.isprintable() or each in "\t\r\n"][:free]

    def _paste(self) -> list[str]:
        text, self._pasted = "".join(self._pasted), []
        return [f"{PASTE_START}{text}{PASTE_END}"] if text else []


def _c1(char: str) -> str:
    """A byte that is not UTF-8 as the 8-bit control code that it may be."""
    return chr(ord(char) - 0xDC00) if "\udc80" <= char <= "\udc9f" else char


def _is_odd(char: str) -> bool:
    """A C1 control code, or a byte that is not UTF-8: neither is a key."""
    return "\x80" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


def _continues(data: bytes) -> bool:
    """Whether ``data`` goes on with a sequence whose ESC came long before: nobody types so much at once."""
    return len(data) > 1 and _introduces(data)


def _introduces(data: bytes) -> bool:
    """Whether ``data`` makes the ESC before it the start of a sequence."""
    return data[:1] in (b"[", b"O", *(char.encode() for char in _STRINGS))
