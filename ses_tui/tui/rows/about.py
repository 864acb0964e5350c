"""The row under the cursor: n of m of each rate, and how they moved within the day."""

from collections.abc import Iterator

from rich.style import Style

from ses_tui.core.clock import DAY, short_duration
from ses_tui.core.condition import NO_LINES, Condition
from ses_tui.core.isps import OTHER, readable
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Reading, Row
from ses_tui.core.words import value_text
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.draw.sparkline import by_day, held
from ses_tui.tui.line import clip, length, styled, wrap
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.rows.annotations import live_words
from ses_tui.tui.rows.cells import (
    DAYS,
    METRICS,
    NO_LOOP,
    interval_words,
    number,
    number_band,
    number_style,
    scale_of,
)
from ses_tui.tui.viewstate import ViewState

NAME_CELLS = 40
GAP = 2
LEAST_CHART = 4
MOST_BARS = 14
"""Lines of one chart's bars at most."""

WIDE = 100
"""Cells from which two charts stand beside each other."""


def facts(row: Row, state: ViewState, room: int, lines: int) -> list[StyledLine]:
    """At most ``lines`` lines: who, then the counts behind each rate, worst first."""
    look = state.look
    parts: list[tuple[int, StyledLine]] = [(0, _who(row, look))]
    readings = [reading for reading in _rates(row) if reading.value is not None]
    for rank, reading in enumerate(readings, 1):
        parts.append((rank, _counted(reading, state)))
    for words in _said_by_aws(row, state):
        parts.append((0, words))
    parts.append((1, live_words(row.subject, state)))
    if row.no_feedback_loop:
        parts.append((2, styled(f"complaint: {NO_LOOP}", look.label)))
    sends = row.get(Metric.SENDS)
    if sends is not None and sends.at is not None:
        age = short_duration(max(0.0, state.now - sends.at))
        parts.append((3, styled(f"read {age} ago", look.label)))
    if not readings:
        parts.append((1, styled("rates: not read yet, or no mail today and yesterday", look.label)))
    return [((" ", None), *line) for line in wrap(parts, room - 1, lines)]


def _said_by_aws(row: Row, state: ViewState) -> Iterator[StyledLine]:
    """AWS's words about it, and what it said when it was asked about it alone."""
    look = state.look
    for reading in row.readings:
        if reading.status is not None:
            said, style = look.word(reading.condition)
            text = f"{value_text(reading.metric, reading.status)} "
            yield ((text, None), (said, style))
    for words in why(row.subject, state):
        yield styled(words, look.label)


def why(subject: Subject, state: ViewState) -> Iterator[str]:
    """Why SES refuses to send for an identity, as far as AWS was asked: ``DKIM is FAILED``."""
    details = state.target.identity_details.get(subject.label) if state.target else None
    if details is None or subject.kind is not SubjectKind.IDENTITY:
        return
    yield from details.words()
    if details.last_checked is not None:
        yield f"checked {state.look.stamp(details.last_checked, state.now)}"
    if details.last_success is not None:
        yield f"last well {state.look.stamp(details.last_success, state.now)}"


def _rates(row: Row) -> list[Reading]:
    """Worst first; of equals those for which AWS stops an account."""
    metrics = dict.fromkeys((Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE, *METRICS.values()))
    del metrics[Metric.SENDS]
    if row.no_feedback_loop:
        del metrics[Metric.COMPLAINT_RATE]
    known = [reading for metric in metrics if (reading := row.get(metric)) is not None]
    return sorted(known, key=lambda reading: -reading.condition)


def _who(row: Row, look: Look) -> StyledLine:
    name = cut(row.subject.label, NAME_CELLS)
    if row.subject.kind is not SubjectKind.ISP or readable(row.subject.label) == row.subject.label:
        return styled(name, BOLD)
    return ((name, BOLD), (f" ({readable(row.subject.label)})", look.label))


def _counted(reading: Reading, state: ViewState) -> StyledLine:
    """``bounce 3,424 of 41,200, 8.0-8.6 %, REVIEW since 14:40``."""
    look = state.look
    counts = ""
    if reading.numerator is not None and reading.denominator:
        counts = f"{reading.numerator:,} of {reading.denominator:,}"
    interval = interval_words(reading) if reading.lines != NO_LINES else ""
    few = " too few" if reading.too_few else ""
    parts: list[tuple[str, Style | None]] = [
        (f"{word(reading.metric)} ", look.label),
        (counts, number_style(reading, look)),
    ]
    if interval:
        parts.append((f", {interval}{few}", look.label))
    if reading.condition is not Condition.OK:
        since = f" since {look.stamp(reading.since, state.now)}" if reading.since is not None else ""
        back = ", recovering" if reading.recovering else ""
        said, style = look.word(reading.condition)
        parts += [(" ", None), (said, style), (f"{since}{back}", look.label)]
    return tuple(parts)


def word(metric: Metric) -> str:
    """As the column is called."""
    return next((name for name, one in METRICS.items() if one is metric), metric.word)


def charts(row: Row, state: ViewState, room: int, height: int) -> list[StyledLine]:
    """The last day of each rate, or its days while that is not known; none under four lines."""
    rates = [reading for reading in _rates(row) if len(reading.series) > 1 or len(reading.daily) > 1]
    across = 2 if room >= WIDE and len(rates) > 1 else 1
    ranks = min(-(-len(rates) // across), height // LEAST_CHART)
    if ranks < 1:
        return []
    bars = min(MOST_BARS, height // ranks - 1)
    width = (room - GAP * (across - 1) - 1) // across
    lines: list[StyledLine] = []
    for rank in range(ranks):
        beside = [_chart(one, state, width, bars) for one in rates[rank * across : (rank + 1) * across]]
        for parts in zip(*beside, strict=True):
            line: StyledLine = ((" ", None),)
            for index, part in enumerate(parts):
                gap = " " * (width + GAP - length(part)) if index + 1 < len(parts) else ""
                line = (*line, *part, (gap, None))
            lines.append(clip(line, room))
    return lines


def _chart(reading: Reading, state: ViewState, width: int, bars: int) -> list[StyledLine]:
    look = state.look
    within = len(reading.series) > 1
    values = held(reading.series, state.now, DAY, width) if within else _days(reading, state, width)
    low, top = scale_of(values, reading)
    lines = NO_LINES if reading.condition is Condition.OK else reading.lines
    text, band = number(reading), number_band(reading)
    head: StyledLine = (
        (f"{word(reading.metric)} ", look.label),
        *look.number(text, len(text) + 2 * bool(band), band),
        (
            f"  {'24 h' if within else f'{DAYS} d'}, scale {100 * low:.3g}-{100 * top:.3g} %",
            look.label,
        ),
    )
    above = [None if value is None else value - low for value in values]
    return [clip(head, width), *look.bars(above, top=top - low, lines=lines, rows=bars)]


def _days(reading: Reading, state: ViewState, width: int) -> list[float | None]:
    """Its days as broad bars, today's last."""
    values = by_day(reading.daily, state.now, DAYS)
    return [values[cell * DAYS // width] for cell in range(width)]


def other_words(rows: tuple[Row, ...]) -> str:
    """``other is 24,000 of 209,120 messages (11 %): …``; empty without such a row."""
    other = next((row for row in rows if row.subject.label == OTHER), None)
    total = sum(row.sends for row in rows)
    if other is None or not other.sends or not total:
        return ""
    share = 100 * other.sends / total
    many = f"{other.sends:,.0f} of {total:,.0f} messages ({share:.0f} %)"
    return f"other is {many}: ISPs that vdm.isps does not name"
