"""The terminal's own ground: asked for once, after the first paint, with OSC 11 and DA1 as the fence.

Every terminal answers DA1, and in order: when its answer comes first, the other one will hardly come. But a
multiplexer may answer DA1 itself while it passes the other question on, or both may get lost. So nothing
waits: what comes in time counts, what comes later is dropped.
"""

import re

QUERY = b"\x1b]11;?\x1b\\\x1b[c"
SECONDS = 5.0
"""In which the answer must come."""

FENCED_SECONDS = 0.3
"""In which it must come after DA1's."""

_PART = "([0-9a-fA-F]{1,4})"
_REPLY = re.compile(rf"\x1b\]11;rgba?:{_PART}/{_PART}/{_PART}(?:/[0-9a-fA-F]+)?")


def ground_of(answer: str) -> str:
    """``#rrggbb`` of ``ESC ] 11;rgb:rrrr/gggg/bbbb``; empty where it says no colour (XParseColor's forms)."""
    found = _REPLY.fullmatch(answer)
    if found is None:
        return ""
    parts = (round(255 * int(part, 16) / (16 ** len(part) - 1)) for part in found.groups())
    return "#" + "".join(f"{part:02x}" for part in parts)
