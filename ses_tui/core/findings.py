"""What ``doctor`` finds: pass, warn or fail, each with what mends it."""

from collections.abc import Iterable
from enum import IntEnum

from ses_tui.core.record import Record


class Level(IntEnum):
    """Ordered, so that ``max`` gives the worst; the value is the exit code."""

    PASS = 0
    WARN = 1
    FAIL = 2

    @property
    def word(self) -> str:
        """Lower case, as in JSON."""
        return self.name.lower()


class Finding(Record, frozen=True):
    """One thing looked at. ``check``: its stable name. ``summary``: one safe line.

    ``mend``: commands, to be run in order. ``actions``: IAM actions to allow. What is merely absent and
    may be wanted is a pass with its command in ``wanted``.
    """

    check: str
    level: Level
    summary: str
    mend: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()


def worst(findings: Iterable[Finding]) -> Level:
    """The gravest level; pass if there is none."""
    return max((one.level for one in findings), default=Level.PASS)
