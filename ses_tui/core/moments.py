"""Moments: what was published at a time, kept so that the screen can go back to it; longer reads."""

from collections.abc import Mapping
from enum import StrEnum

from ses_tui.core.model import Metric, Series, Subject, SubjectKind
from ses_tui.core.record import Record
from ses_tui.core.snapshot import Snapshot

MOMENT_SECONDS = 300.0
"""Between two moments that are kept without a message."""

GAP_SECONDS = 2 * MOMENT_SECONDS
"""Between two moments further apart, of which the later one began a stretch, nothing was recorded."""


class Step(StrEnum):
    """What ``MomentRequest.at`` is, and in which direction a moment is looked for."""

    AT = "at"
    BEFORE = "before"
    AFTER = "after"
    MESSAGE_BEFORE = "message_before"
    MESSAGE_AFTER = "message_after"


class MomentRequest(Record, frozen=True):
    """``at``: UTC epoch seconds: the time that is wanted, or the moment to go on from."""

    step: Step
    at: float


class Gap(Record, frozen=True):
    """Nothing was recorded between these times (UTC epoch seconds)."""

    start: float
    end: float


class Moment(Record, frozen=True):
    """One snapshot as it was published. ``about``: the message for which it was kept, if for one.

    ``totals``: per kind how many rows there were, where not all of them were kept.
    """

    snapshot: Snapshot
    about: str = ""
    totals: Mapping[SubjectKind, int] = {}


class Kept(Record, frozen=True):
    """One moment of the store. ``run``: when the stretch without interruption began that it belongs to;
    ``beside``: time and run of the next moment on the side one came from. UTC epoch seconds."""

    moment: Moment
    run: float
    beside: tuple[float, float] | None = None


class MomentResult(Record, frozen=True):
    """The answer to an ``MomentRequest``. ``moment`` None: there is none.

    ``gap``: lies at the moment, on the side one came from; or, with no moment, around the time that was
    asked for. ``first``: the oldest moment of all (UTC epoch seconds); None: nothing was recorded.
    """

    request: MomentRequest
    moment: Moment | None = None
    gap: Gap | None = None
    first: float | None = None


LONG_DAYS = 60
"""As far back as VDM goes; CloudWatch keeps hourly data for 455 days."""

HOURLY = 3600


class LongRequest(Record, frozen=True):
    """``target``: its name, as shown."""

    target: str
    subject: Subject


class LongResult(Record, frozen=True):
    """``series``: of each metric that was read: of the account's rates the means of hours, else by UTC day.

    ``why``: why there is nothing, or not everything; empty where all went well.
    """

    request: LongRequest
    series: Mapping[Metric, Series] = {}
    why: str = ""
