"""What was read of one target: the memory between reads. Changed only by the engine's loop.

What follows from it is the rules' alone (``core.rules``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ses_tui.core.clock import DAY
from ses_tui.core.counts import RATIOS, VdmCounts, VdmMetric, reported_window
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.health import ReadLog
from ses_tui.core.identity_details import IdentityDetails
from ses_tui.core.keys import BOUNCE, COMPLAINT, COUNTS, ENFORCEMENT, ROWS
from ses_tui.core.model import ACCOUNT, RATES, Metric, Point, Subject, SubjectMetric
from ses_tui.core.record import replace
from ses_tui.core.resources import Identity
from ses_tui.core.results import RatesResult, VdmResult
from ses_tui.core.rules import TargetRules
from ses_tui.core.snapshot import AccountStatus

KEEP_ROWS = DAY

JUDGED: Mapping[str, SubjectMetric] = {
    "bounce_rate": BOUNCE,
    "complaint_rate": COMPLAINT,
    "account": ENFORCEMENT,
    "statistics": COUNTS,
    "vdm": ROWS,
}
"""Source -> the key by which the rules judge whether it can be read."""


@dataclass(frozen=True, slots=True)
class Count:
    """The newest sums behind a row's number; ``at`` is the time of the read."""

    at: float
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The rate, or None where there is nothing to divide by or the sums contradict themselves."""
        if self.denominator <= 0 or not 0 <= self.numerator <= self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(slots=True)
class TargetState:
    """Everything that was read, and the rules on it."""

    rules: TargetRules
    account_id: str | None = None
    account: AccountStatus | None = None
    account_at: float | None = None
    identities: tuple[str, ...] | None = None
    identities_at: float | None = None
    listed: tuple[Identity, ...] = ()
    """The identities with what AWS says of each."""
    identity_details: Mapping[str, IdentityDetails] = field(default_factory=dict)
    """Of those that SES refuses to send for, as far as they were asked about."""
    total: VdmCounts | None = None
    counts: dict[Subject, VdmCounts] = field(default_factory=dict)
    sends: dict[Subject, tuple[float, int]] = field(default_factory=dict)
    ratios: dict[SubjectMetric, Count] = field(default_factory=dict)
    moves: dict[SubjectMetric, list[Point]] = field(default_factory=dict)
    other_reads: dict[str, ReadLog] = field(default_factory=dict)
    """How the reads of sources went that the rules do not judge."""
    read_at: dict[str, float] = field(default_factory=dict)
    errors: dict[str, tuple[SourceError, ...]] = field(default_factory=dict)
    touched: set[Subject] = field(default_factory=set)

    @property
    def reads(self) -> dict[str, ReadLog]:
        """How the reads of each source went."""
        return {source: self.rules.reads[key] for source, key in JUDGED.items()} | self.other_reads

    def restore(self, stored: Mapping[SubjectMetric, Sequence[Point]]) -> None:
        """Take up the stored counts of rows, for display."""
        for (subject, metric), points in stored.items():
            if subject != ACCOUNT and metric in RATES:
                for point in points:
                    self._note_ratio(subject, metric, point.at, point.numerator or 0, point.denominator or 0)

    def apply_account(self, status: AccountStatus, now: float) -> None:
        """A good GetAccount."""
        self.account, self.account_at = status, now
        self.rules.enforcement(status.enforcement_status)
        self.rules.sending(status.sending_enabled)
        self.rules.numbers.quota(status.quota, now)
        if status.vdm_enabled:
            self.rules.watch(ROWS, self.rules.reads[ROWS].interval)
        else:
            self.rules.unwatch(ROWS)

    def apply_rates(self, read: RatesResult, now: float) -> None:
        """A read of the Reputation rates, or of one of them."""
        self.errors["rates"] = read.errors
        for metric, points in zip(RATES, (read.bounce, read.complaint), strict=True):
            if points is None:
                kind = read.errors[0].kind if read.errors else ErrorKind.SERVICE
                self.rules.failed(kind, (ACCOUNT, metric))
                continue
            self.read_at[metric.value] = now
            self.rules.points(ACCOUNT, metric, points)

    def fill_history(self, read: RatesResult) -> None:
        """Points older than all that is known."""
        for metric, points in zip(RATES, (read.bounce, read.complaint), strict=True):
            self.rules.fill_history(metric, points or ())

    def apply_vdm(self, read: VdmResult, now: float) -> None:
        """Sums per ISP or identity. What was not read stays as it was."""
        if read.total is not None:
            self.total = _joined(self.total, read.total)
        start, end = reported_window(now)
        for row in read.rows:
            self.touched.add(row.subject)
            self.counts[row.subject] = _joined(self.counts.get(row.subject), row)
            sends = row.window(VdmMetric.SEND, start, end)
            if sends is not None:
                self.sends[row.subject] = (now, sends)
            for metric in RATIOS:
                sums = row.ratio(metric, start, end)
                if sums is not None:
                    point = self._note_ratio(row.subject, metric, now, *sums)
                    if point is not None and metric in RATES:
                        self.rules.points(row.subject, metric, (point,))

    def forget(self, subjects: Iterable[Subject]) -> None:
        """Subjects that AWS no longer lists."""
        gone = tuple(subjects)
        for subject in gone:
            self.counts.pop(subject, None)
            self.sends.pop(subject, None)
            for table in (self.ratios, self.moves):
                for known in [known for known in table if known[0] == subject]:
                    del table[known]

    def succeeded(self, source: str, now: float, errors: tuple[SourceError, ...] = ()) -> None:
        """A source was read, perhaps with parts missing."""
        if source in JUDGED:
            self.rules.read_well(JUDGED[source])
        else:
            self.other_reads[source] = self.other_reads[source].succeeded(self.rules.clock.monotonic())
        self.read_at[source] = now
        self.errors[source] = errors

    def failed(self, source: str, error: SourceError, errors: tuple[SourceError, ...] = ()) -> None:
        """A source could not be read; ``errors``: this one and those of its other parts."""
        if source in JUDGED:
            self.rules.failed(error.kind, JUDGED[source])
        else:
            self.other_reads[source] = self.other_reads[source].failed(error.kind)
        self.errors[source] = errors or (error,)

    def _note_ratio(
        self, subject: Subject, metric: Metric, at: float, above: int, below: int
    ) -> Point | None:
        """Keep the sums for display; gives back their point, None where there is nothing to divide by."""
        self.ratios[subject, metric] = count = Count(at, above, below)
        if below <= 0:
            return None
        point = Point(at, above / below, above, below)
        if metric in RATES and count.value is not None:
            moves = self.moves.setdefault((subject, metric), [])
            moves.append(point)
            while moves[0].at < at - KEEP_ROWS:
                del moves[0]
        return point


def _joined(known: VdmCounts | None, read: VdmCounts) -> VdmCounts:
    """What was read now over what was known; a metric that failed this time keeps its old days."""
    return read if known is None else replace(read, sums={**known.sums, **read.sums})
