"""Two months of one subject, read when somebody wants to see them: far more than is kept."""

from collections.abc import Mapping

from ses_tui.core.model import Metric, Series, Subject
from ses_tui.core.record import Record

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
