"""What one replay of one target came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from ses_tui.proving.compare import Checked, Mark
from ses_tui.proving.lead import Crossing
from ses_tui.proving.replay import Told


@dataclass(frozen=True, slots=True)
class Replayed:
    """``start`` and ``end``: UTC epoch seconds; ``points``: how many datapoints were run through.

    ``marks``: against another configuration, ``checked``: against what was really sent; None where
    not asked for.
    """

    target: str
    start: float
    end: float
    source: str
    points: int
    told: Sequence[Told]
    crossings: Sequence[Crossing]
    marks: Sequence[Mark] | None = None
    checked: Checked | None = None
