"""Offsets and messages of a run, in words."""

from ses_tui.core.text import safe
from ses_tui.proving.sent import Sent

_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def offset(seconds: float) -> str:
    """As a scenario writes it: ``75m``, ``2h5m``, ``0m``; minutes up to three hours."""
    whole = round(seconds)
    if whole < 3 * 3_600 and whole % 60 == 0:
        return f"{whole // 60}m"
    parts = []
    for unit, size in _UNITS:
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0m"


def said(one: Sent) -> str:
    """``75m tui FIRING review account/bounce_rate: 01:15 REVIEW account bounce …``."""
    message = one.message
    words = [offset(one.at), one.channel, message.kind.value]
    if message.about:
        words.append(message.about)
    else:
        words += [message.condition.word] if message.condition or not message.cause else []
        words.append(str(message.key))
    words += [message.cause] if message.cause else []
    return f"{' '.join(words)}: {safe(message.title, 120)}"
