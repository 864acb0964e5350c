"""The cells of one row: sign and word first, then who, then each number with its days."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from ses_tui.core.clock import DAY
from ses_tui.core.condition import NO_LINES, Condition, Health
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import Reading, Row
from ses_tui.core.words import count, percent
from ses_tui.tui.draw.bandstyle import StyledLine, paint_bars
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.draw.sparkline import scale_top, spark
from ses_tui.tui.line import styled
from ses_tui.tui.look import LOUD, Look
from ses_tui.tui.overview.trend import by_day, held, usual
from ses_tui.tui.rows.layout import (
    COMPLAINT_INTERVAL,
    EXTRA_CELLS,
    INTERVAL,
    LEAST_NAME,
    LIVE,
    METRICS,
    NOTE,
    OVERVIEW,
    TODAY,
    USUAL,
    VALUE_CELLS,
    WORD_CELLS,
    Layout,
)

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


class RowView(NamedTuple):
    """What the drawing of every row depends on besides the row. ``now``: in steps of half an hour."""

    look: Look
    now: float
    layout: Layout


def cells_of(row: Row, view: RowView, annotation: Annotation) -> tuple[StyledLine, ...]:
    """A cell per column of the layout."""
    return (
        _who(row, view, annotation),
        *(
            _live(annotation) if key == LIVE else _cell(row, key, days, view, annotation)
            for key, days in view.layout.columns
        ),
    )


def _cell(row: Row, key: str, days: int, view: RowView, annotation: Annotation) -> StyledLine:
    look, now = view.look, view.now
    bounce = row.get(Metric.BOUNCE_RATE)
    if key in METRICS:
        return _metric(row, METRICS[key], VALUE_CELLS[key], days, view, annotation)
    if key == INTERVAL:
        return _right(interval_words(bounce) if bounce else "", EXTRA_CELLS[key], look)
    if key == COMPLAINT_INTERVAL:
        complaint = None if row.no_feedback_loop else row.get(Metric.COMPLAINT_RATE)
        return _right(interval_words(complaint) if complaint else "", EXTRA_CELLS[key], look)
    if key == USUAL:
        judged = worse_rate(row)
        text = look.to_ascii(times_usual(judged, now)) if judged else ""
        band = number_band(judged)
        style = look.label if text == "=" or band is None else look.style(min(band, Condition.REVIEW))
        return ((" " * (1 + EXTRA_CELLS[key] - len(text)), None), (text, style))
    if key == TODAY and bounce is not None and len(bounce.series):
        return ((" ", None), *_bars(held(bounce.series, now, DAY, EXTRA_CELLS[TODAY]), bounce, now, look))
    return (
        styled(f"  {look.to_ascii(annotation.text)}", look.label) if key == NOTE and annotation.text else ()
    )


def _live(annotation: Annotation) -> StyledLine:
    """What came in since VDM was read; beside VDM's numbers, and in none of them."""
    return ((f" {annotation.live:>{EXTRA_CELLS[LIVE]}}", None),)


def _right(text: str, cells: int, look: Look) -> StyledLine:
    return styled(look.to_ascii(f" {text:>{cells}}"), look.label)


def worse_rate(row: Row) -> Reading | None:
    """Its bounces, unless its complaints are in a worse band."""
    bounce, complaint = row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE)
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


def _who(row: Row, view: RowView, annotation: Annotation) -> StyledLine:
    look, layout = view.look, view.layout
    word = state_word(row)
    condition = row.condition
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
        *_named(row, layout, annotation, look),
    )


def health_of(row: Row) -> Health:
    """Of the two rates that it is judged by, the worse; fresh where none was read."""
    rates = (row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE))
    known = (one.health for one in rates if one is not None and one.value is not None)
    return max(known, key=lambda health: health.rank, default=Health.FRESH)


def _named(row: Row, layout: Layout, annotation: Annotation, look: Look) -> StyledLine:
    """The name, cut; behind it, as far as it fits whole, what has no column of its own.

    AWS's word is the reason for the row's sign: the name is cut for it.
    """
    other = row.subject.kind is SubjectKind.ISP and row.subject.name == OTHER
    called = layout.other if other and len(layout.other) <= layout.name else row.subject.label
    name = look.to_ascii(cut(called, layout.name))
    word, marks = ("", "") if layout.has(NOTE) else (annotation.word, annotation.marks)
    live = f"{annotation.live} live" if annotation.live and not layout.has(LIVE) else ""
    room = layout.name - cell_len(name)
    choices = (" ".join(filter(None, words)) for words in ((word, marks, live), (word, marks), (word,)))
    said = next((one for one in choices if len(one) < room), "")
    if word and not said and layout.name >= LEAST_NAME + LEAST_REASON:
        said = look.to_ascii(cut(word, layout.name - LEAST_NAME - 1))
        name = look.to_ascii(cut(called, layout.name - 1 - cell_len(said)))
    style = LOUD if other and layout.other != OVERVIEW.other else None
    return ((name, style), *styled(f" {said}", look.label)) if said else ((name, style),)


def _metric(
    row: Row, metric: Metric, cells: int, days: int, view: RowView, annotation: Annotation
) -> StyledLine:
    """The number, a mark before it where it is unusual, then one cell per day.

    Where there is too little mail its interval stands in the place of the days.
    """
    look = view.look
    if metric is Metric.COMPLAINT_RATE and row.no_feedback_loop:
        return styled(f" {NO_LOOP if days > 6 else NO_LOOP_SHORT:>{cells}}", look.label)
    reading = row.get(metric)
    text = look.to_ascii(number(reading))
    mark = look.to_ascii(UNUSUAL) if metric in annotation.metrics else ""
    value: StyledLine = ((" ", None), *look.number(text, cells, number_band(reading), mark))
    if reading is None or not days or (reading.value is None and metric is not Metric.SENDS):
        return value
    if metric is Metric.DELIVERY_RATE:
        return (*value, *_fall(reading, view.now, days, look))
    if reading.too_few:
        own = INTERVAL if metric is Metric.BOUNCE_RATE else COMPLAINT_INTERVAL
        room = 0 if view.layout.has(own) else days
        return (*value, (fit(f" {few_words(reading, room)}", 1 + days), look.label))
    values = by_day(reading.daily, view.now, days)
    if not any(each is not None for each in values):
        return value
    return (*value, (" ", None), *_bars(values, reading, view.now, look))


def _fall(reading: Reading, now: float, cells: int, look: Look) -> StyledLine:
    """`` ↓36``: percentage points under its usual; blank while it is about that."""
    rate = usual(reading.daily, now)
    points = 0 if rate is None or reading.value is None else round(100 * (rate - reading.value))
    text = look.to_ascii(f" ↓{points}") if points >= LEAST_FALL else ""
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
    drawn = spark(above, top=top - low, lines=lines, ascii=look.ascii_graph)
    if reading.health is not Health.FRESH:  # it is known how it was, not how it is
        return tuple((text, look.label) for text, _ in drawn)
    return paint_bars(drawn, look.palette)


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
