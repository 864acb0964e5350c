"""The terminal's own ground: asked for once, after the first paint, with OSC 11 and DA1 as the fence.

Every terminal answers DA1, and in order: when its answer comes first, the other one never will. In tmux or
GNU screen both may get lost, so nothing waits: what comes within ``SECONDS`` counts, what comes later is
dropped.
"""

import re

QUERY = b"\x1b]11;?\x1b\\\x1b[c"
SECONDS = 2.0

_PART = "([0-9a-fA-F]{1,4})"
_REPLY = re.compile(rf"\x1b\]11;rgba?:{_PART}/{_PART}/{_PART}(?:/[0-9a-fA-F]+)?")


def ground_of(answer: str) -> str:
    """``#rrggbb`` of ``ESC ] 11;rgb:rrrr/gggg/bbbb``; empty where it says no colour (XParseColor's forms)."""
    found = _REPLY.fullmatch(answer)
    if found is None:
        return ""
    parts = (round(255 * int(part, 16) / (16 ** len(part) - 1)) for part in found.groups())
    return "#" + "".join(f"{part:02x}" for part in parts)
