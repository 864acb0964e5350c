"""The cells of one row: sign and word first, then who, then each number with its days."""

from collections.abc import Sequence
from typing import NamedTuple

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
from ses_tui.tui.overview.rows import NO_LOOP, NO_LOOP_SHORT, few_words, interval_words
from ses_tui.tui.overview.trend import by_day, held, usual
from ses_tui.tui.rows.layout import (
    COMPLAINT_INTERVAL,
    EXTRA_CELLS,
    INTERVAL,
    LIVE,
    NOTE,
    TODAY,
    USUAL,
    VALUE_CELLS,
    WORD_CELLS,
    Layout,
)
from ses_tui.tui.rows.query import METRICS, STATES, UNREAD, state_word

UNUSUAL = "↑"
"""Before a number that stands out against its own usual rate."""

NO_ISP = "other, in no named ISP"


class Annotation(NamedTuple):
    """What is said of a row besides its numbers: ``metrics`` that are unusual, ``text``, and what is live."""

    metrics: frozenset[Metric] = frozenset()
    text: str = ""
    live: str = ""


NO_ANNOTATION = Annotation()


class RowView(NamedTuple):
    """What the drawing of every row depends on besides the row. ``now``: in steps of half an hour."""

    look: Look
    now: float
    layout: Layout


def cells_of(row: Row, view: RowView, annotation: Annotation) -> tuple[StyledLine, ...]:
    """A cell per column of the layout."""
    return (
        _who(row, view),
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
        rate = usual(bounce.daily, now) if bounce else None
        return _right(percent(rate) if rate is not None else "", EXTRA_CELLS[key], look)
    if key == TODAY and bounce is not None and len(bounce.series):
        return ((" ", None), *_bars(held(bounce.series, now, DAY, EXTRA_CELLS[TODAY]), bounce, look))
    return (
        styled(f"  {look.to_ascii(annotation.text)}", look.label) if key == NOTE and annotation.text else ()
    )


def _live(annotation: Annotation) -> StyledLine:
    """What came in since VDM was read; beside VDM's numbers, and in none of them."""
    return ((f" {annotation.live:>{EXTRA_CELLS[LIVE]}}", None),)


def _right(text: str, cells: int, look: Look) -> StyledLine:
    return styled(look.to_ascii(f" {text:>{cells}}"), look.label)


def _who(row: Row, view: RowView) -> StyledLine:
    look = view.look
    word = state_word(row)
    condition = row.condition
    sign, sign_style = look.sign(condition)
    style = look.word(condition)[1]
    if word == UNREAD:
        sign = look.health_sign(Health.INIT)
    if word in STATES:
        sign_style = look.label
    if condition is Condition.OK:
        style = look.label
    else:
        word = word.upper()
    return (
        (sign, sign_style),
        (" ", None),
        (word, style),
        (" " * (WORD_CELLS + 1 - len(word)), None),
        name_of(row, view.layout.name, look),
    )


def name_of(row: Row, room: int, look: Look) -> tuple[str, Style | None]:
    """The name, cut; the row of what is in no named ISP stands out."""
    name = row.subject.label
    if row.subject.kind is SubjectKind.ISP and name == OTHER:
        return (NO_ISP if room > len(NO_ISP) else name, LOUD)
    return (look.to_ascii(cut(name, room)), None)


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
    if reading.too_few:
        own = INTERVAL if metric is Metric.BOUNCE_RATE else COMPLAINT_INTERVAL
        room = 0 if view.layout.has(own) else days
        return (*value, (fit(f" {few_words(reading, room)}", 1 + days), look.label))
    values = by_day(reading.daily, view.now, days)
    if not any(each is not None for each in values):
        return value
    return (*value, (" ", None), *_bars(values, reading, look))


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


def _bars(values: Sequence[float | None], reading: Reading, look: Look) -> StyledLine:
    low, top = scale_of(values, reading)
    # A day with few events may stand in any band: colour is for rows that are not ok now.
    lines = NO_LINES if reading.condition is Condition.OK else reading.lines
    above = values if not low else [None if value is None else value - low for value in values]
    return paint_bars(spark(above, top=top - low, lines=lines, ascii=look.ascii_graph), look.palette)


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
