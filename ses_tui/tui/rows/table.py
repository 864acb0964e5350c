"""The tables of ISPs and identities: on the overview worst first, in modes 2 and 3 filtered and sorted."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Health
from ses_tui.core.model import Metric, Subject, SubjectKind
from ses_tui.core.snapshot import Row, TargetSnapshot
from ses_tui.core.verdict import VDM
from ses_tui.tui.column import Column, Section
from ses_tui.tui.keygroups import LOOK, bind
from ses_tui.tui.listing import Listing
from ses_tui.tui.rows.annotations import annotations
from ses_tui.tui.rows.cells import NO_ANNOTATION, WHO_CELLS, Annotation, Listed, health_of, steady
from ses_tui.tui.rows.columns import COLUMNS, LISTS, OVERVIEW, laid
from ses_tui.tui.viewstate import ViewState

if TYPE_CHECKING:
    from ses_tui.tui.export import Table

ALWAYS = (Metric.SENDS, Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
"""Columns that the overview has before anything was read."""

TITLES = {SubjectKind.ISP: "ISPs", SubjectKind.IDENTITY: "Identities"}


def rows_of(state: ViewState, kind: SubjectKind) -> tuple[Row, ...]:
    """Of the target that is shown, worst first."""
    return state.target.rows.get(kind, ()) if state.target else ()


Said = Mapping[Subject, Annotation]
_LISTED: dict[SubjectKind, tuple[Sequence[Row], Said, list[tuple[str, Listed]]]] = {}


def _items(kind: SubjectKind, state: ViewState) -> list[tuple[str, Listed]]:
    """The same list for as long as it would be equal: there may be ten thousand."""
    rows, target = rows_of(state, kind), state.target
    said = annotations(target, kind, state) if target else {}
    known = _LISTED.get(kind)
    if known is None or known[0] is not rows or known[1] != said:
        known = (
            rows,
            said,
            [(row.subject.label, Listed(row, said.get(row.subject, NO_ANNOTATION))) for row in rows],
        )
        _LISTED[kind] = known
    return known[2]


_READ: dict[SubjectKind, tuple[Sequence[Row], frozenset[Metric]]] = {}


def read_metrics(rows: Sequence[Row], kind: SubjectKind) -> frozenset[Metric]:
    """The metrics that were read of any of ``rows``: others get no column. Kept for the newest rows."""
    if kind not in _READ or _READ[kind][0] is not rows:
        _READ[kind] = (rows, frozenset(reading.metric for row in rows for reading in row.readings))
    return _READ[kind][1]


def _on_overview(kind: SubjectKind, width: int, state: ViewState) -> tuple[Column[Listed], ...]:
    return laid(width, OVERVIEW, read_metrics(rows_of(state, kind), kind).union(ALWAYS))


def _in_list(kind: SubjectKind, width: int, state: ViewState) -> tuple[Column[Listed], ...]:
    live = bool(state.target and state.target.events.queue)
    return laid(width, LISTS[kind], read_metrics(rows_of(state, kind), kind), live=live)


def counted(target: TargetSnapshot | None, kind: SubjectKind) -> int | None:
    """How many there are, listed or not; None where that is not known."""
    return target.identities_total if target and kind is SubjectKind.IDENTITY else None


def titles_of(kind: SubjectKind, shown: int, total: int | None) -> tuple[str, ...]:
    """``Identities 12 · worst first``, and shorter; ``50 of 10,000`` where not all have been read."""
    of = f" of {total:,}" if total is not None and total > shown else ""
    name = f"{TITLES[kind]} {shown:,}"
    return f"{name}{of} · worst first", f"{name}{of}", name


def _titled(kind: SubjectKind, items: Sequence[Listed], state: ViewState, room: int) -> str:
    """As much as fits; of old rows that they are."""
    told = titles_of(kind, len(items), counted(state.target, kind))
    old = next((health for row, _ in items[:1] if (health := health_of(row)) is not Health.FRESH), None)
    if old is not None and state.target is not None:
        age = read_age(state.target, state)
        when = "" if age is None else f" read {short_duration(age)} ago"
        told = (f"{told[-1]} {state.look.health_sign(old)}{when}", *told)
    return next((one for one in told if len(one) <= room - WHO_CELLS + 5), told[-1])


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


def _subject(item: Listed) -> Subject:
    return item.row.subject


def _export(kind: SubjectKind, items: Sequence[Listed], state: ViewState) -> "Table":
    from ses_tui.tui.export import rates_table  # not for the first paint

    return rates_table(TITLES[kind].lower(), state.target, (item.row for item in items))


def _title(title: str, items: Sequence[Listed], state: ViewState, room: int) -> str:
    return title


IN_LISTS = {
    kind: Section(
        title.lower(),
        title,
        "",
        tuple(COLUMNS.values()),
        partial(_items, kind),
        lambda state: "",
        export=partial(_export, kind),
        subject=_subject,
        laid=partial(_in_list, kind),
        titled=partial(_title, title),
        shown_by=lambda state: (state.look, steady(state)),
    )
    for kind, title in TITLES.items()
}
ON_OVERVIEW = {
    kind: one._replace(
        export=None, sorted=False, laid=partial(_on_overview, kind), titled=partial(_titled, kind)
    )
    for kind, one in IN_LISTS.items()
}


class SubjectTable(Listing):
    """Worst first, the cursor on the worst."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("table.select", "select", "detail", "Chart, raw numbers, who is behind it", LOOK, "enter")
    ]

    gap = 0
    keep_top = True
