"""Whether we can see: from how the reads went and how old the newest datapoint is."""

from collections.abc import Sequence
from itertools import pairwise

from ses_tui.core.clock import DAY
from ses_tui.core.condition import Health
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind
from ses_tui.core.record import Record, replace

STALE_POLLS = 3
STALE_SECONDS = 15 * 60.0
BLIND_SECONDS = 30 * 60.0
CREDENTIAL_POLLS = 2

SILENT_SECONDS = DAY
"""Mail is sent, and AWS has published no datapoint for so long: blind."""

NO_DATA = "no_data"
"""The cause of blindness where reads go well and bring nothing."""


class ReadLog(Record, frozen=True):
    """How the reads of one source went. Times are on the monotonic clock, in seconds."""

    started: float
    last_success: float | None = None
    failures: int = 0
    """How many reads in a row failed, up to the newest."""
    error: ErrorKind | None = None
    interval: float = 0.0
    """Seconds between reads."""

    def succeeded(self, at: float) -> "ReadLog":
        """After a good read."""
        return replace(self, last_success=at, failures=0, error=None)

    def failed(self, error: ErrorKind) -> "ReadLog":
        """After one more read that failed in a row."""
        return replace(self, failures=self.failures + 1, error=error)


def read_health(reads: ReadLog, now: float) -> Health:
    """Health by the reads alone; ``now`` on the monotonic clock.

    Stale after 3 missed polls or 15 minutes, blind after 30 minutes, also when it never worked;
    credentials trouble is blind after two polls, since waiting does not help. A source that is read
    more rarely than that is not late before its next read is: it has one and a half, and two, intervals.
    """
    stale_after = max(STALE_SECONDS, 1.5 * reads.interval)
    blind_after = max(BLIND_SECONDS, 2.0 * reads.interval)
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


def rate_health(reads: ReadLog, mono: float, times: Sequence[float], now: float, *, sending: bool) -> Health:
    """Health of a rate that AWS publishes, whose accepted datapoints are at ``times``.

    No datapoint at all is not sight, however well the reads go. Old ones are stale while mail is being
    sent, and blind when they are a day old; where none is sent the account is idle, which is no fault.
    """
    health = read_health(reads, mono)
    if not times:
        # Nothing to see yet: init until the time is up that blindness takes.
        return max(health, read_health(replace(reads, last_success=None), mono), key=_rank)
    if not sending:
        return health
    age = Health.STALE if is_silent(times, now) else Health.FRESH
    return max(health, Health.BLIND if now - times[-1] >= SILENT_SECONDS else age, key=_rank)


def target_health(rates: Sequence[Health]) -> Health:
    """The account's: blind if none of its rates can be seen, stale if one cannot or is old."""
    best, worst = min(rates, key=_rank), max(rates, key=_rank)
    blind = worst.rank >= Health.INIT.rank
    return Health.STALE if blind and best.rank < Health.INIT.rank else worst


def cause_of(reads: ReadLog) -> str:
    """Why a key can't be seen, as an ``errors[].kind``, or ``NO_DATA`` where reads go well."""
    if reads.error is None and reads.last_success is not None:
        return NO_DATA
    return (reads.error or ErrorKind.TIMEOUT).value


def _rank(health: Health) -> int:
    return health.rank


def usual_interval(times: Sequence[float]) -> float:
    """Median seconds between the last 24 datapoints; 0 with fewer than two.

    SES's own cadence is documented nowhere, so it is learnt from the data.
    """
    from statistics import median  # 8 ms, and only the monitor asks

    recent = times[-24:]
    gaps = [later - earlier for earlier, later in pairwise(recent)]
    return median(gaps) if gaps else 0.0


def is_silent(times: Sequence[float], now: float) -> bool:
    """Whether the newest datapoint is older than three usual intervals, and at least 15 minutes."""
    if not times:
        return True
    return now - times[-1] > max(STALE_SECONDS, STALE_POLLS * usual_interval(times))
