"""What one read of a source brings back. An error inside says what is missing; it is never 0."""

from ses_tui.core.counts import VdmCounts
from ses_tui.core.errors import SourceError
from ses_tui.core.model import Point
from ses_tui.core.record import Record


class ReadError(Exception):
    """A read that brought nothing; ``error`` says what and why."""

    def __init__(self, error: SourceError) -> None:
        super().__init__(f"{error.operation}: {error.message}")
        self.error = error


class RatesResult(Record, frozen=True):
    """The Reputation datapoints of a span, in time order; None where that rate was not read.

    An empty tuple means: read, and AWS has no datapoint there.
    """

    bounce: tuple[Point, ...] | None
    complaint: tuple[Point, ...] | None
    errors: tuple[SourceError, ...] = ()


class VdmResult(Record, frozen=True):
    """Daily sums per subject, and of the whole account where that was asked for."""

    rows: tuple[VdmCounts, ...]
    total: VdmCounts | None = None
    errors: tuple[SourceError, ...] = ()
