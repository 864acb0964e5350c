"""The one way in for text that others chose: names, causes, diagnostics, error messages.

Terminals act on control characters, and neither Rich nor Textual takes them out (measured
with Rich 15 and Textual 8.2). Text passes here once, where it enters, and is harmless after.
"""

import unicodedata
from collections.abc import Iterator, Mapping

NAME_CAP = 320
"""Characters kept of a name: the longest address that RFC 3696 (erratum 1690) once allowed."""

MESSAGE_CAP = 500
"""Characters kept of a free text, such as an error message of AWS."""

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
"""Categories of what is drawn upon the character before it."""

MARKS_CAP = 4
"""Marks on one character: no script stacks more (Hebrew with accents has three), and terminals draw a hundred
of them over the lines above and below."""

_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159\U00016fe4"
)
"""Letters, signs and marks that are drawn as nothing, such as the Hangul filler and the blank of braille: of
two names that look the same, one may hold them."""

_SIGN = "\N{REPLACEMENT CHARACTER}"


def _visible(char: str) -> str:
    """A sign one cell wide for a character that must not reach a terminal."""
    code = ord(char)
    if char in "\n\r\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)  # the control pictures of Unicode: ESC becomes ␛
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return _SIGN


def safe(text: object, cap: int = NAME_CAP) -> str:
    """One line of visible characters, at most ``cap`` of them (the last is ``…`` where cut).

    Control, format, surrogate, private, unassigned and line-separator characters become visible
    signs, and so do blank letters and the marks that are too many or have nothing to stand on.
    Idempotent; ordinary text, in any script, comes back unchanged.
    """
    raw = text if isinstance(text, str) else str(text)
    if len(raw) > cap:
        raw = raw[: cap - 1] + "…"
    if raw.isascii() and raw.isprintable():
        return raw
    return "".join(_made_safe(raw))


def _made_safe(raw: str) -> Iterator[str]:
    marks = MARKS_CAP  # at the start there is nothing to stand on but what others wrote before
    for char in raw:
        category = unicodedata.category(char)
        marks = marks + 1 if category in _MARKS else 0
        if category in _UNSAFE_CATEGORIES or char in _BLANK or marks > MARKS_CAP:
            yield _visible(char)
        else:
            yield char


def is_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the terminal reads UTF-8, by the first of LC_ALL, LC_CTYPE and LANG that is set (POSIX).

    Nothing else tells: Python's UTF-8 mode, on by itself under ``C``, makes every stream's encoding UTF-8.
    """
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return "utf-8" in locale.lower() or "utf8" in locale.lower()
