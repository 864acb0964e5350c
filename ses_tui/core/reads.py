"""What one read of a source brings back. An error inside says what is missing; it is never 0."""

from dataclasses import dataclass

from ses_tui.core.counts import VdmCounts
from ses_tui.core.errors import SourceError
from ses_tui.core.model import Point


class ReadError(Exception):
    """A read that brought nothing; ``error`` says what and why."""

    def __init__(self, error: SourceError) -> None:
        super().__init__(f"{error.operation}: {error.message}")
        self.error = error


@dataclass(frozen=True, slots=True)
class RatesRead:
    """The Reputation datapoints of a span, in time order; None where that rate was not read.

    An empty tuple means: read, and AWS has no datapoint there.
    """

    bounce: tuple[Point, ...] | None
    complaint: tuple[Point, ...] | None
    errors: tuple[SourceError, ...] = ()


@dataclass(frozen=True, slots=True)
class VdmRead:
    """Daily sums per subject, and of the whole account where that was asked for."""

    rows: tuple[VdmCounts, ...]
    total: VdmCounts | None = None
    errors: tuple[SourceError, ...] = ()
