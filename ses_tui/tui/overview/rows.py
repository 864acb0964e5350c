"""The rows of ISPs and identities, worst first, and the columns that the width has room for."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import BindingType

from ses_tui.core.clock import DAY
from ses_tui.core.condition import NO_LINES, Condition, Health
from ses_tui.core.delivery import TOLD_ONCE
from ses_tui.core.isps import OTHER
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Reading, Row, TargetSnapshot
from ses_tui.core.words import count, percent
from ses_tui.tui.draw.bandstyle import StyledLine, paint_bars
from ses_tui.tui.draw.sparkline import scale_top, spark
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import Look
from ses_tui.tui.overview.trend import by_day, held, usual
from ses_tui.tui.table_layout import Column, LazyRow, place
from ses_tui.tui.viewstate import ViewState

WIDE, MIDDLE, NARROW = 100, 76, 68
"""Cells of the table from which both sparklines have 14 days; 14 and 8; 8 and 8. Below: 8 and none."""

DAYS = 14
FEW_DAYS = 8
HALF_HOURS = 48
TREND_STEP = 1800.0
"""Seconds after which rows are drawn anew though they have not changed: their 24 hours move on."""

WORD_CELLS = 6
BOUNCE_CELLS = 8
COMPLAINT_CELLS = 9
NAME_CELLS = 8
TITLES = {SubjectKind.ISP: "ISPs", SubjectKind.IDENTITY: "Identities"}
NO_LOOP, NO_LOOP_SHORT = "no feedback loop", "no loop"


def days_of(width: int) -> tuple[int, int]:
    """Days in the two sparklines, bounce and complaint, of a table ``width`` cells wide."""
    if width >= WIDE:
        return DAYS, DAYS
    if width >= MIDDLE:
        return DAYS, FEW_DAYS
    return FEW_DAYS, FEW_DAYS if width >= NARROW else 0


def columns(titles: tuple[str, ...], width: int, *, delivery: bool = True) -> tuple[Column, ...]:
    """The columns of a table ``width`` cells wide; always the same ones, in the same order.

    ``titles``: of the first column, longest first; the first that fits is taken. ``delivery``: whether
    that column has a title; it keeps its place, so that two tables stand in line.
    """
    bounce, complaint = days_of(width)
    rest = (
        Column("sends", "sends", 5, align="right"),
        Column("bounce", _rate_title("bounce", BOUNCE_CELLS, bounce), BOUNCE_CELLS + 1 + bounce),
        Column("interval", "95 % interval", 13, align="right", minimum_table_width=112),
        Column("usual", "usual", 7, align="right", minimum_table_width=WIDE),
        Column("today", "bounce, 24 h", HALF_HOURS, minimum_table_width=170),
        Column(
            "complaint",
            _rate_title("complaint", COMPLAINT_CELLS, complaint),
            COMPLAINT_CELLS + (complaint and 1 + complaint),
        ),
        Column("delivery", "delivery" if delivery else "", 8, align="right", minimum_table_width=132),
    )
    who = Column("who", "", 2 + WORD_CELLS + 1 + NAME_CELLS, flex=1)
    room = place((who, *rest), width - 1)[0].width
    return (replace(who, title=next((each for each in titles if len(each) <= room), titles[-1])), *rest)


@lru_cache(maxsize=4)
def _shown(width: int) -> frozenset[str]:
    """Keys of the columns that a table ``width`` cells wide shows."""
    wanted = columns(("",), width)
    return frozenset(wanted[placed.column].key for placed in place(wanted, width - 1))


def _rate_title(name: str, cells: int, days: int) -> str:
    return f"{name:>{cells}}{f' {days} d' if days else ''}"


class RowView(NamedTuple):
    """What the drawing of every row depends on besides the row. ``now``: in steps, see TREND_STEP.

    ``marks``: per subject what is laid over its alerts.
    """

    look: Look
    now: float
    width: int
    marks: tuple[tuple[Subject, str], ...] = ()


SubjectRow = LazyRow[Row, RowView, str]
"""The row, how it is drawn, and what is live of it."""


class SubjectTable(Listing):
    """The rows of one kind, under a title that counts them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter", "select", "detail", "Chart, raw numbers, who is behind it", "table.select", LOOK, "enter"
        )
    ]

    def __init__(self, kind: SubjectKind, look: Look, *, id: str) -> None:
        super().__init__(columns(("",), WIDE), look, id=id)
        self.kind = kind
        self._state: ViewState | None = None
        self._known: tuple[tuple[Row, ...], RowView, Mapping[Subject, str]] | None = None

    def show(self, state: ViewState) -> None:
        """Draw the rows of ``state``; rows that are the same objects, or equal, are not drawn again."""
        self._state = state
        width = self._width or self.app.size.width
        target = state.target
        rows = target.rows.get(self.kind, ()) if target else ()
        total = target.identities_total if target and self.kind is SubjectKind.IDENTITY else None
        titles = tuple(state.look.to_ascii(title) for title in titles_of(self.kind, len(rows), total))
        self.set_columns(columns(titles, width, delivery=self.kind is SubjectKind.ISP))
        step = state.now - state.now % TREND_STEP + TREND_STEP - 1
        live = _live_marks(target, self.kind) if target and target.events.live else {}
        view = RowView(state.look, step, width, marks_of(target, self.kind) if target else ())
        known = (rows, view, live)
        if self._known is not None and self._known[0] is rows and self._known[1:] == known[1:]:
            return
        before = {row.id: row for row in self.rows if isinstance(row, LazyRow)}
        self._known = known
        self.set_rows(
            [_kept(before.get(row.subject.label), row, view, live.get(row.subject, "")) for row in rows]
        )

    def on_resize(self) -> None:
        if self._state is not None:
            self.show(self._state)


def marks_of(target: TargetSnapshot, kind: SubjectKind) -> tuple[tuple[Subject, str], ...]:
    """Per subject of that kind AWS's own word about it; ``ack``, ``silenced``, ``flapping`` that hold."""
    found: dict[Subject, dict[str, None]] = {}
    for alert in target.alerts:
        said = (
            (f"{alert.value}", alert.key.metric in TOLD_ONCE and alert.key.subject not in found),
            ("ack", alert.acked_until is not None),
            ("silenced", alert.silenced_until is not None),
            ("flapping", alert.flapping),
        )
        for word, holds in said:
            if holds and alert.key.subject.kind is kind:
                found.setdefault(alert.key.subject, {})[word] = None
    return tuple((subject, " ".join(words)) for subject, words in found.items())


def _live_marks(target: TargetSnapshot, kind: SubjectKind) -> Mapping[Subject, str]:
    from ses_tui.tui.events.live import live_of, mark  # not for the first paint: nothing is live yet

    return {subject: mark(one) for subject, one in live_of(target, kind).items()}


def titles_of(kind: SubjectKind, shown: int, total: int | None) -> tuple[str, ...]:
    """``Identities 12 · worst first``, and shorter; ``50 of 10,000`` where not all have been read."""
    of = f" of {total:,}" if total is not None and total > shown else ""
    name = f"  {TITLES[kind]} {shown:,}"
    return f"{name}{of} · worst first", f"{name}{of}", name


def _kept(before: "SubjectRow | None", row: Row, view: RowView, live: str) -> "SubjectRow":
    """The row as it was drawn, where it has not changed."""
    if before is not None and before.drawn[0] is row and before.drawn[1:] == (view, live):
        return before
    return LazyRow(row.subject.label, cells_of, row, view, live)


def cells_of(row: Row, view: RowView, live: str) -> tuple[StyledLine, ...]:
    """One row: sign and word first, then who, then the numbers; empty where the width hides them.

    ``live``: a mark after the name, where it has room whole.
    """
    look, now, width, marks = view
    bounce_days, complaint_days = days_of(width)
    bounce, complaint = row.get(Metric.BOUNCE_RATE), row.get(Metric.COMPLAINT_RATE)
    sends, delivery = row.get(Metric.SENDS), row.get(Metric.DELIVERY_RATE)
    shown = _shown(width)
    return (
        _who(row, bounce, look, dict(marks).get(row.subject, ""), live, _name_room(width)),
        _number(count(sends.value if sends else None), sends, look),
        _rate(bounce, BOUNCE_CELLS, bounce_days, now, look, interval="interval" not in shown),
        _interval(bounce, look) if "interval" in shown else (),
        _usual(bounce, now, look) if "usual" in shown else (),
        _today(bounce, now, look) if "today" in shown else (),
        _complaint(row, complaint, complaint_days, now, look),
        _number(percent(delivery.value, Metric.DELIVERY_RATE), delivery, look) if delivery else (),
    )


@lru_cache(maxsize=4)
def _name_room(width: int) -> int:
    """Cells of the name with its marks in a table ``width`` cells wide."""
    return place(columns(("",), width), width - 1)[0].width - 2 - WORD_CELLS - 1


def _who(row: Row, bounce: Reading | None, look: Look, mark: str, live: str, room: int) -> StyledLine:
    condition = row.condition
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    if condition is Condition.OK:
        style = look.label
        sends = row.get(Metric.SENDS)
        if sends is not None and sends.value == 0:
            sign_style, word = look.label, "idle"
        elif all(each is None or each.value is None for each in (bounce, row.get(Metric.COMPLAINT_RATE))):
            sign, sign_style, word = look.health_sign(Health.INIT), look.label, "unread"
        elif bounce is not None and bounce.too_few:
            sign_style, word = look.label, "few"
    name = look.to_ascii(row.subject.label)
    if row.subject.kind is SubjectKind.ISP and row.subject.name == OTHER:
        name = "other (no named ISP)"
    if cell_len(name) + sum(1 + len(each) for each in (mark, live) if each) > room:
        live = ""  # cut off it would be another number
    return (
        (sign, sign_style),
        (" ", None),
        (word, style),
        (" " * (WORD_CELLS + 1 - len(word)), None),
        (name, None),
        (f" {mark}" if mark else "", look.label),
        (f" {live}" if live else "", None),
    )


def _band(reading: Reading | None) -> Condition | None:
    """None: of no band, since it is old, not read or of too little mail."""
    if reading is None or reading.value is None or reading.too_few or reading.health is not Health.FRESH:
        return None
    return reading.condition


def _number(text: str, reading: Reading | None, look: Look) -> StyledLine:
    return ((look.to_ascii(text), look.style(_band(reading))),)


def _rate(
    reading: Reading | None, cells: int, days: int, now: float, look: Look, *, interval: bool = True
) -> StyledLine:
    """The value, then one cell per day; its interval instead where there is too little mail.

    ``interval``: whether it has no column of its own.
    """
    text = look.to_ascii(percent(reading.value, reading.metric) if reading else "–")
    number = look.number(text, cells, _band(reading))
    value: StyledLine = (*number, (" ", None))
    if reading is None or not days:
        return number
    if reading.value is None:
        return value
    if reading.too_few:
        return (*value, (few_words(reading, days if interval else 0), look.label))
    values = by_day(reading.daily, now, days)
    if not any(each is not None for each in values):
        return value
    return (*value, *_spark(values, reading, look))


def _spark(values: Sequence[float | None], reading: Reading, look: Look) -> StyledLine:
    top = scale_top(reading.lines, values)
    # A day with few events may stand in any band: colour is for rows that are not ok now.
    lines = NO_LINES if reading.condition is Condition.OK else reading.lines
    return paint_bars(spark(values, top=top, lines=lines, ascii=look.ascii_graph), look.palette)


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


def _interval(reading: Reading | None, look: Look) -> StyledLine:
    return ((interval_words(reading) if reading else "", look.label),)


def _usual(reading: Reading | None, now: float, look: Look) -> StyledLine:
    rate = usual(reading.daily, now) if reading else None
    return ((percent(rate) if rate is not None else "", look.label),)


def _today(reading: Reading | None, now: float, look: Look) -> StyledLine:
    if reading is None or not len(reading.series):
        return ()
    return _spark(held(reading.series, now, DAY, HALF_HOURS), reading, look)


def _complaint(row: Row, reading: Reading | None, days: int, now: float, look: Look) -> StyledLine:
    if row.no_feedback_loop:
        return ((NO_LOOP if days else NO_LOOP_SHORT, look.label),)
    return _rate(reading, COMPLAINT_CELLS, days, now, look)
