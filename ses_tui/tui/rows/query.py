"""The filter of a list of rows: ``news !shop bounce:>2% band:warn``; each term must hold.

``text`` is part of the name, ``column:value`` asks a column, ``!`` before either turns it round.
A number that was not read fulfils no comparison, so ``!bounce:>2%`` keeps rows that were not read.
"""

import re
from collections.abc import Callable, Sequence

from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Row
from ses_tui.tui import query
from ses_tui.tui.query import COMPARE, Filter, FilterError, Parsed, comparison, nearest
from ses_tui.tui.rows.cells import STATES, state_word
from ses_tui.tui.rows.layout import METRICS, NAME

BAND = "band"

COLUMNS = (NAME, BAND, *METRICS)
EXAMPLES = "text  !text  bounce:>2%  band:warn"

_BAND = re.compile(r"(>=|<=|>|<)?([a-z]+)", re.IGNORECASE)

Test = Callable[[Row], bool]


RowFilter = Filter[Row]
NO_FILTER: RowFilter = Filter()


def parse(text: str) -> Parsed[Row]:
    """The filter that ``text`` asks for, and what is wrong with it and what would be right."""
    return query.parse(text, _test, "shop")


def _test(body: str) -> Test:
    column, colon, value = body.partition(":")
    column = column.lower()
    if not colon:
        return _named(body)
    if column not in COLUMNS:
        raise FilterError(f"no column {column[:20]!r}{nearest(column, COLUMNS)}: {', '.join(COLUMNS)}")
    if column == NAME:
        return _named(value)
    return _banded(value) if column == BAND else _compared(column, value)


def _named(part: str) -> Test:
    wanted = part.lower()
    # not the label, a property: asked ten thousand times for each letter that is typed
    return lambda row: wanted in (row.subject.name or "").lower()


def _banded(value: str) -> Test:
    match = _BAND.fullmatch(value)
    sign, word = (match[1] or "", match[2].lower()) if match else ("", "")
    if word in STATES and not sign:
        return lambda row: state_word(row) == word
    if word.upper() not in Condition.__members__:
        words = (*(condition.word for condition in Condition), *STATES)
        raise FilterError(f"no band {value[:20]!r}: {', '.join(words)}, or band:>=warn")
    wanted = Condition.of(word)
    if sign:
        compare = COMPARE[sign]
        return lambda row: compare(row.condition, wanted)
    if wanted is Condition.OK:
        return lambda row: state_word(row) == word
    return lambda row: row.condition is wanted


def _compared(column: str, value: str) -> Test:
    metric = METRICS[column]
    holds = comparison(column, value, percent=metric is not Metric.SENDS)
    return lambda row: holds(value_of(row, metric))


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
