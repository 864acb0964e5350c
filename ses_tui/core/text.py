"""The one way in for text that others chose: names, causes, diagnostics, error messages.

Terminals act on control characters, and neither Rich nor Textual takes them out (measured
with Rich 15 and Textual 8.2). Text passes here once, where it enters, and is harmless after.
"""

import unicodedata

NAME_CAP = 320
"""Characters kept of a name: the longest address that RFC 3696 (erratum 1690) once allowed."""

MESSAGE_CAP = 500
"""Characters kept of a free text, such as an error message of AWS."""

_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
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
    signs. Idempotent; ordinary text, in any script, comes back unchanged.
    """
    raw = text if isinstance(text, str) else str(text)
    if len(raw) > cap:
        raw = raw[: cap - 1] + "…"
    if raw.isascii() and raw.isprintable():
        return raw
    return "".join(
        _visible(char) if unicodedata.category(char) in _UNSAFE_CATEGORIES else char for char in raw
    )
