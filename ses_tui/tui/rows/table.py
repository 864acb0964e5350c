"""The rows of one kind, as the overview and the lists show them. Of ten thousand, few are ever drawn."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.core.verdict import VDM
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.listing import Listing
from ses_tui.tui.look import Look
from ses_tui.tui.rows.annotations import annotations
from ses_tui.tui.rows.cells import NO_ANNOTATION, Annotation, RowView, cells_of, health_of
from ses_tui.tui.rows.layout import METRICS, OVERVIEW, Layout, columns, lay_out
from ses_tui.tui.table_layout import Column, LazyRow
from ses_tui.tui.viewstate import ViewState

WIDTH = 80
TREND_STEP = 1800.0
"""Seconds after which rows are drawn anew though they have not changed: their 24 hours move on."""

ALWAYS = (Metric.SENDS, Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
"""Columns that are there before anything was read."""

TITLES = {SubjectKind.ISP: "ISPs", SubjectKind.IDENTITY: "Identities"}

RateRow = LazyRow[Row, RowView, Annotation]


class SubjectTable(Listing):
    """``show`` draws a frame: the rows worst first, with the columns that tell who is to blame."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind(
            "enter", "select", "detail", "Chart, raw numbers, who is behind it", "table.select", LOOK, "enter"
        )
    ]

    def __init__(self, kind: SubjectKind, look: Look, *, id: str) -> None:
        layout = lay_out(WIDTH - 1, OVERVIEW, (Metric.SENDS,))
        super().__init__(columns(layout, TITLES[kind]), look, id=id, gap=0)
        self.keep_top = True
        self.kind = kind
        self.all: tuple[Row, ...] = ()
        self.annotations: Mapping[Subject, Annotation] = {}
        self._state: ViewState | None = None
        self._made: dict[int, RateRow] = {}
        self._view: RowView | None = None

    def show(self, state: ViewState) -> None:
        """Draw from ``state``; rows that are the same objects, or equal, are not drawn again."""
        self._state = state
        target = state.target
        self.all = target.rows.get(self.kind, ()) if target else ()
        self.annotations = annotations(target, self.kind, state) if target else {}
        now = state.now - state.now % TREND_STEP + TREND_STEP - 1
        layout = self.lay_out(self.room(), state)
        self.set_columns(self.titled(layout, state))
        self._make(RowView(state.look, now, layout))
        self.put_rows()

    def room(self) -> int:
        """Cells of a row, from the width that is set: the widget's own follows once a resize has ended."""
        return self.inner_width((self.styles.width and self.styles.width.cells) or self.app.size.width)

    def lay_out(self, width: int, state: ViewState) -> Layout:
        """The columns and their sizes, the same for ISPs and identities, so that both stand in line."""
        return lay_out(width, OVERVIEW, {*ALWAYS, *read_metrics(self.all)})

    def titled(self, layout: Layout, state: ViewState) -> Sequence[Column]:
        """The columns with their titles."""
        told = titles_of(self.kind, len(self.all), counted(state.target, self.kind))
        old = next((health for row in self.all[:1] if (health := health_of(row)) is not Health.FRESH), None)
        if old is not None and state.target is not None:
            age = read_age(state.target, state)
            when = "" if age is None else f" read {short_duration(age)} ago"
            told = (f"{told[-1]} {state.look.health_sign(old)}{when}", *told)
        title = next((one for one in told if len(one) <= layout.name + 3), told[-1])
        return columns(layout, state.look.to_ascii(title))

    def put_rows(self) -> None:
        """Show the rows that were made, in the order of the snapshot."""
        self.set_rows([self._made[id(row)] for row in self.all])

    def _make(self, view: RowView) -> None:
        """One row of ours for each of the snapshot, by its identity; those that are as they were stay."""
        before = self._made if view == self._view else {}
        self._view = view
        said, made = self.annotations, {}
        for row in self.all:
            annotation = said.get(row.subject, NO_ANNOTATION) if said else NO_ANNOTATION
            known = before.get(id(row))
            # by identity of the row too: the id of one that is gone may be another's by now
            fits = known is not None and known.drawn[0] is row and known.drawn[2] == annotation
            made[id(row)] = (
                known if known and fits else LazyRow(row.subject.label, cells_of, row, view, annotation)
            )
        self._made = made

    def on_resize(self) -> None:
        if self._state is not None:
            self.show(self._state)
        super().on_resize()


def read_metrics(rows: Sequence[Row]) -> tuple[Metric, ...]:
    """The metrics that were read of any of ``rows``: others get no column."""
    found = {reading.metric for row in rows for reading in row.readings}
    return tuple(metric for metric in METRICS.values() if metric in found)


def counted(target: TargetSnapshot | None, kind: SubjectKind) -> int | None:
    """How many there are, listed or not; None where that is not known."""
    return target.identities_total if target and kind is SubjectKind.IDENTITY else None


def titles_of(kind: SubjectKind, shown: int, total: int | None) -> tuple[str, ...]:
    """``Identities 12 · worst first``, and shorter; ``50 of 10,000`` where not all have been read."""
    of = f" of {total:,}" if total is not None and total > shown else ""
    name = f"{TITLES[kind]} {shown:,}"
    return f"{name}{of} · worst first", f"{name}{of}", name


def read_age(target: TargetSnapshot, state: ViewState) -> float | None:
    """Seconds since the rows were last read, in steps of a minute; None if they never were."""
    source = next((one for one in target.sources if one.name == VDM), None)
    if source is None or source.last_success is None:
        return None
    if source.last_success_mono is not None:
        age = state.clock.monotonic() - source.last_success_mono
    else:
        age = state.clock.now() - source.last_success
    age = max(0.0, age)
    return age - age % 60 if age >= 60 else age - age % 5
