"""The cells of one row: sign and word first, then who, then each number with its days."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.clock import DAY
from ses_tui.core.condition import NO_LINES, Condition, Health
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import Reading, Row
from ses_tui.core.words import count, percent
from ses_tui.tui.column import Cell
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.draw.sparkline import by_day, held, scale_top, usual
from ses_tui.tui.line import styled
from ses_tui.tui.look import LOUD, Look
from ses_tui.tui.viewstate import ViewState

METRICS: Mapping[str, Metric] = {
    "sends": Metric.SENDS,
    "delivery": Metric.DELIVERY_RATE,
    "bounce": Metric.BOUNCE_RATE,
    "transient": Metric.TRANSIENT_BOUNCE_RATE,
    "complaint": Metric.COMPLAINT_RATE,
    "open": Metric.OPEN_RATE,
    "click": Metric.CLICK_RATE,
}
"""The columns of numbers, left to right, by the name in their header."""

WORD_CELLS = 6
WHO_CELLS = 2 + WORD_CELLS + 1
"""Sign, blank, word, blank; the name follows."""

LEAST_NAME = 8

DAYS = 14
"""Days that are kept of each rate."""

TODAY_CELLS = 48
TREND_STEP = 1800.0
"""Seconds after which rows are drawn anew though they have not changed: their 24 hours move on."""

UNUSUAL = "↑"
"""Before a number that stands out against its own usual rate."""

NO_LOOP, NO_LOOP_SHORT = "no feedback loop", "no loop"

AS_USUAL = (2 / 3, 3 / 2)
"""Between these multiples of its usual rate a row is as usual."""

TWICE = 2.0
"""The bars of a row end at this multiple of its usual rate: a calm row stands at half of their height."""

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


LEAST_FALL = 2
"""Percentage points by which delivery must fall to be told."""


LEAST_REASON = 7
"""Cells, with a blank before it, that AWS's word takes of a name at least."""


class Annotation(NamedTuple):
    """What is said of a row besides its numbers."""

    metrics: frozenset[Metric] = frozenset()
    """Those that are unusual."""
    text: str = ""
    word: str = ""
    """AWS's word that the row's condition is about, ``FAILED``, where the text has no column."""
    marks: str = ""
    """The rest of the text in a word or two: ``on it``, ``muted``."""
    live: str = ""
    """How many events came since VDM was read: ``+12``."""


NO_ANNOTATION = Annotation()


class Listed(NamedTuple):
    """A row, and what is said of it."""

    row: Row
    said: Annotation = NO_ANNOTATION


def steady(state: ViewState) -> float:
    """The time that rows are drawn for, in steps of half an hour."""
    return state.now - state.now % TREND_STEP + TREND_STEP - 1


def interval_cell(metric: Metric) -> Cell[Listed]:
    """What the rate may really be."""

    def cell(item: Listed, state: ViewState, room: int) -> StyledLine:
        unknowable = metric is Metric.COMPLAINT_RATE and item.row.no_feedback_loop
        reading = None if unknowable else item.row.get(metric)
        text = interval_words(reading) if reading else ""
        return styled(f"{text:>{room}}", state.look.label)

    return cell


def usual_cell(item: Listed, state: ViewState, room: int) -> StyledLine:
    """The worse rate as a multiple of its usual."""
    look, judged = state.look, worse_rate(item.row)
    text = times_usual(judged, steady(state)) if judged else ""
    band = number_band(judged)
    style = look.label if text == "=" or band is None else look.style(min(band, Condition.REVIEW))
    return ((" " * (room - len(text)), None), (text, style))


def today_cell(item: Listed, state: ViewState, room: int) -> StyledLine:
    """The bounces of the last day."""
    bounce, now = item.row.get(Metric.BOUNCE_RATE), steady(state)
    if bounce is None or not len(bounce.series):
        return ()
    return ((" ", None), *_bars(held(bounce.series, now, DAY, TODAY_CELLS), bounce, now, state.look))


def note_cell(item: Listed, state: ViewState, room: int) -> StyledLine:
    """What is said of it."""
    look, text = state.look, item.said.text
    return styled(f"  {text}", look.label) if text else ()


def live_cell(item: Listed, state: ViewState, room: int) -> StyledLine:
    """What came in since VDM was read; beside VDM's numbers, and in none of them."""
    return ((f"{item.said.live:>{room}}", None),)


def worse_rate(row: Row) -> Reading | None:
    """Its bounces, unless its complaints are in a worse band."""
    return worse_of(row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE))


def worse_of(bounce: Reading | None, complaint: Reading | None) -> Reading | None:
    """As ``worse_rate``, of these two."""
    worse = complaint is not None and (bounce is None or complaint.condition > bounce.condition)
    return complaint if worse else bounce


def times_usual(reading: Reading, now: float) -> str:
    """``15×`` its usual rate, ``=`` where it is about that; empty where either is not known."""
    rate = usual(reading.daily, now)
    if rate is None or reading.value is None or reading.too_few:
        return ""
    if not rate:
        return "=" if not reading.value else "new"
    times = reading.value / rate
    if AS_USUAL[0] <= times <= AS_USUAL[1]:
        return "="
    return f"{times:.1f}×" if times < 9.95 else f"{min(times, 999):.0f}×"


def few_words(reading: Reading, room: int) -> str:
    """``1.4-16.5 %``: what the rate may really be; ``too few`` where that has no room."""
    text = interval_words(reading)
    return text if 0 < len(text) <= room else "too few"


def interval_words(reading: Reading) -> str:
    """``6.0-10.7 %``, the 95 % Wilson interval; empty where the counts are not known."""
    if reading.interval is None:
        return ""
    low, high = (100 * bound for bound in reading.interval)
    digits = 1 if high >= 1 else 2 if high >= 0.1 else 3
    return f"{low:.{digits}f}-{high:.{digits}f} %"


def who_cell(other: str, *, loud: bool, marks: bool, live: bool) -> Cell[Listed]:
    """Sign and word, then the name; behind it what has no column: ``marks``, and what is ``live``.

    AWS's word is the reason for the row's sign: the name is cut for it.

    ``other``: what the row of all mail to no named ISP is called; ``loud``: it is.
    """

    def cell(item: Listed, state: ViewState, room: int) -> StyledLine:
        row, look = item.row, state.look
        word, condition = state_word(row), row.condition
        sign, sign_style = look.sign(condition)
        style = look.word(condition)[1]
        if word == UNREAD:
            sign = look.health_sign(Health.INIT)
        if word in STATES:
            sign_style = look.label
        if (old := health_of(row)) is not Health.FRESH and word != UNREAD:
            sign, sign_style = look.health_sign(old), look.label
        if condition is Condition.OK:
            style = look.label
        else:
            word = word.upper()
        return (
            (sign, sign_style),
            (" ", None),
            (word, style),
            (" " * (WORD_CELLS + 1 - len(word)), None),
            *named(item, look, room - WHO_CELLS),
        )

    def named(item: Listed, look: Look, cells: int) -> StyledLine:
        row, said = item.row, item.said
        rest = row.subject.kind is SubjectKind.ISP and row.subject.name == OTHER
        called = other if rest and len(other) <= cells else row.subject.label
        name = cut(called, cells)
        word, mark = (said.word, said.marks) if marks else ("", "")
        came = f"{said.live} live" if said.live and live else ""
        left = cells - cell_len(name)
        choices = (" ".join(filter(None, words)) for words in ((word, mark, came), (word, mark), (word,)))
        also = next((one for one in choices if len(one) < left), "")
        if word and not also and cells >= LEAST_NAME + LEAST_REASON:
            also = cut(word, cells - LEAST_NAME - 1)
            name = cut(called, cells - 1 - cell_len(also))
        style = LOUD if rest and loud else None
        return ((name, style), *styled(f" {also}", look.label)) if also else ((name, style),)

    return cell


def health_of(row: Row) -> Health:
    """Of the two rates that it is judged by, the worse; fresh where none was read."""
    rates = (row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE))
    known = (one.health for one in rates if one is not None and one.value is not None)
    return max(known, key=lambda health: health.rank, default=Health.FRESH)


def metric_cell(metric: Metric, cells: int, *, few: bool) -> Cell[Listed]:
    """The number in so many cells, a mark before it where it is unusual, then one cell per day.

    ``few``: where there is too little mail its interval stands in the place of the days.
    """

    def cell(item: Listed, state: ViewState, room: int) -> StyledLine:
        row, look, now, days = item.row, state.look, steady(state), max(0, room - cells - 2)
        if metric is Metric.COMPLAINT_RATE and row.no_feedback_loop:
            return styled(f" {NO_LOOP if days > 6 else NO_LOOP_SHORT:>{cells}}", look.label)
        reading = row.get(metric)
        text = number(reading)
        mark = UNUSUAL if metric in item.said.metrics else ""
        value: StyledLine = ((" ", None), *look.number(text, cells, number_band(reading), mark))
        if reading is None or not days or (reading.value is None and metric is not Metric.SENDS):
            return value
        if metric is Metric.DELIVERY_RATE:
            return (*value, *_fall(reading, now, days))
        if reading.too_few:
            return (*value, (fit(f" {few_words(reading, days if few else 0)}", 1 + days), look.label))
        values = by_day(reading.daily, now, days)
        if not any(each is not None for each in values):
            return value
        return (*value, (" ", None), *_bars(values, reading, now, look))

    return cell


def _fall(reading: Reading, now: float, cells: int) -> StyledLine:
    """`` ↓36``: percentage points under its usual; blank while it is about that."""
    rate = usual(reading.daily, now)
    points = 0 if rate is None or reading.value is None else round(100 * (rate - reading.value))
    text = f" ↓{points}" if points >= LEAST_FALL else ""
    return ((f"{text:<{1 + cells}}", None),)


def number(reading: Reading | None) -> str:
    """``3.12 %``, ``41.2k``; ``–`` where it was not read."""
    if reading is None:
        return "–"
    if reading.metric is Metric.SENDS:
        return count(reading.value)
    return percent(reading.value, reading.metric)


def number_band(reading: Reading | None) -> Condition | None:
    """The band that it is shown in; None where it is old, not read or of too little mail."""
    if reading is None or reading.value is None or reading.too_few or reading.health is not Health.FRESH:
        return None
    return reading.condition


def number_style(reading: Reading | None, look: Look) -> Style:
    """Of its band; dim where it is of none."""
    return look.style(number_band(reading))


def _bars(values: Sequence[float | None], reading: Reading, now: float, look: Look) -> StyledLine:
    low, top = scale_of(values, reading)
    # A day with few events may stand in any band: colour is for rows that are not ok now.
    lines = NO_LINES if reading.condition is Condition.OK else reading.lines
    if (rate := usual(reading.daily, now)) and reading.metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE):
        top = TWICE * rate
    above = values if not low else [None if value is None else value - low for value in values]
    drawn = look.bars(above, top=top - low, lines=lines)[0]
    if reading.health is not Health.FRESH:  # it is known how it was, not how it is
        return tuple((text, look.label) for text, _ in drawn)
    return drawn


HIGH = 0.8
"""Where a delivery rate's scale begins as long as it stays above: a tenth less must be seen."""


LEAST_TRANSIENT = 0.1
"""The top of a transient bounce rate's scale at least: it has no lines, and a calm one must look calm."""


def scale_of(values: Sequence[float | None], reading: Reading) -> tuple[float, float]:
    """Bottom and top of the scale, in the unit of the reading."""
    if reading.metric is Metric.TRANSIENT_BOUNCE_RATE:
        return 0.0, max(LEAST_TRANSIENT, scale_top(reading.lines, values))
    if reading.metric is not Metric.DELIVERY_RATE:
        return 0.0, scale_top(reading.lines, values)
    low = min((value for value in values if value is not None), default=1.0)
    return (HIGH if low >= HIGH else 0.0), 1.0


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
