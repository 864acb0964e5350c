"""The terminal's title: the verdict, for those who look at another window."""

from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.core.verdict import worst_first
from ses_tui.tui.look import Look
from ses_tui.tui.paint import to_ascii

TITLE_CAP = 80
NAME = " - ses-tui"

SAVE = b"\x1b[22;2t"
"""XTWINOPS, xterm's: puts the present title on a stack; other terminals ignore it."""

RESTORE = b"\x1b]2;\a\x1b[23;2t"
"""Clears it, then takes the old one from the stack where there is a stack."""


def title_of(snapshot: Snapshot | None, look: Look) -> str:
    """``■ REVIEW  in about 25 min at this pace - ses-tui``; of several targets the worst, by its name."""
    if snapshot is None or snapshot.restored or not snapshot.targets:
        return "ses-tui"
    target, made = worst_first(snapshot)[0]
    name = f"{target.name}: " if len(snapshot.targets) > 1 else ""
    sign = look.health_sign(made.health) if made.unseen else look.sign(made.condition)[0]
    head = safe(f"{sign} {name}", TITLE_CAP // 2)
    word, said = made.fitted(TITLE_CAP - len(NAME) - len(head))
    title = head + safe(f"{word}  {said}".strip(), TITLE_CAP - len(NAME) - len(head)) + NAME
    return to_ascii(title) if look.ascii else title


def sequence(title: str) -> bytes:
    """OSC 2, ended by BEL."""
    return b"\x1b]2;" + safe(title, TITLE_CAP).encode("utf-8", "replace") + b"\a"
