"""Whether we can see: from how the reads went and how old the newest datapoint is."""

from itertools import pairwise

from ses_tui.core.condition import Health
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind
from ses_tui.core.record import Record

STALE_POLLS = 3
STALE_SECONDS = 15 * 60.0
BLIND_SECONDS = 30 * 60.0
CREDENTIAL_POLLS = 2


class ReadLog(Record, frozen=True):
    """How the reads of one source went. Times are on the monotonic clock, in seconds."""

    started: float
    last_success: float | None = None
    failures: int = 0
    error: ErrorKind | None = None

    def succeeded(self, at: float) -> "ReadLog":
        """After a good read."""
        return ReadLog(self.started, last_success=at)

    def failed(self, error: ErrorKind) -> "ReadLog":
        """After one more read that failed in a row."""
        return ReadLog(self.started, self.last_success, self.failures + 1, error)


def read_health(reads: ReadLog, now: float, interval: float = 0.0) -> Health:
    """Health by the reads alone; ``now`` on the monotonic clock, ``interval`` between reads, in seconds.

    Stale after 3 missed polls or 15 minutes, blind after 30 minutes, also when it never worked;
    credentials trouble is blind after two polls, since waiting does not help. A source that is read
    more rarely than that is not late before its next read is: it has one and a half, and two, intervals.
    """
    stale_after = max(STALE_SECONDS, 1.5 * interval)
    blind_after = max(BLIND_SECONDS, 2.0 * interval)
    if reads.failures >= CREDENTIAL_POLLS and reads.error in CREDENTIAL_KINDS:
        return Health.BLIND
    age = now - (reads.last_success if reads.last_success is not None else reads.started)
    if age >= blind_after:
        return Health.BLIND
    if reads.last_success is None:
        return Health.INIT
    if reads.failures >= STALE_POLLS or age >= stale_after:
        return Health.STALE
    return Health.FRESH


def usual_interval(times: tuple[float, ...]) -> float:
    """Median seconds between the last 24 datapoints; 0 with fewer than two.

    SES's own cadence is documented nowhere, so it is learnt from the data.
    """
    from statistics import median  # 8 ms, and only the monitor asks

    recent = times[-24:]
    gaps = [later - earlier for earlier, later in pairwise(recent)]
    return median(gaps) if gaps else 0.0


def is_silent(times: tuple[float, ...], now: float) -> bool:
    """Whether the newest datapoint is older than three usual intervals, and at least 15 minutes."""
    if not times:
        return True
    return now - times[-1] > max(STALE_SECONDS, STALE_POLLS * usual_interval(times))
