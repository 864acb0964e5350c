"""What stands in the place of the band's word, and a row's number for filter and sort."""

from collections.abc import Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Row

IDLE, UNREAD, FEW = "idle", "unread", "few"
"""No mail; not read; too little mail to decide. Only where the condition is ok."""

STATES = (IDLE, UNREAD, FEW)


def state_word(row: Row) -> str:
    """``warn``; where it is ok ``idle``, ``unread``, ``few`` or ``ok``."""
    condition = row.condition
    if condition is not Condition.OK:
        return condition.word
    sends = row.get(Metric.SENDS)
    if sends is not None and sends.value == 0:
        return IDLE
    bounce, complaint = row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE)
    if all(each is None or each.value is None for each in (bounce, complaint)):
        return UNREAD
    return FEW if bounce is not None and bounce.too_few else condition.word


def values_of(rows: Sequence[Row], metric: Metric) -> list[float | None]:
    """As ``value_of``, of many rows: most have their readings in the same order, where one look is enough."""
    found: list[float | None] = []
    at = 0
    for row in rows:
        readings = row.readings
        if at >= len(readings) or readings[at].metric is not metric:
            for index, reading in enumerate(readings):
                if reading.metric is metric:
                    at = index
                    break
            else:
                found.append(None)
                continue
        found.append(readings[at].value)
    if metric is Metric.COMPLAINT_RATE:
        return [None if row.no_feedback_loop else value for row, value in zip(rows, found, strict=True)]
    return found


def value_of(row: Row, metric: Metric) -> float | None:
    """A fraction, or messages; None: not read, no mail, or unknowable for want of a feedback loop."""
    if metric is Metric.COMPLAINT_RATE and row.no_feedback_loop:
        return None
    reading = row.get(metric)
    return None if reading is None else reading.value
