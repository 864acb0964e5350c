"""Rows of these tables for a file or the clipboard: all that is known of them, in the order that is shown."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from ses_tui.core.model import Subject
from ses_tui.tui.column import AnySection, Item
from ses_tui.tui.export import Table, records_table
from ses_tui.tui.viewstate import ViewState


def with_values(
    name: str, record: Callable[[Item], Struct], subject: Callable[[Item], Subject | None]
) -> Callable[[Sequence[Item], ViewState], Table]:
    """AWS's records, after their fields the newest value of each metric of theirs in CloudWatch."""

    def export(items: Sequence[Item], state: ViewState) -> Table:
        _, columns, rows = records_table(name, (record(item) for item in items))
        values = state.target.inventory.values if state.target else ()
        newest = {(one.subject, one.name): one.series.last for one in values if one.isp is None}
        subjects = [subject(item) for item in items]
        names = sorted({name for about, name in newest if about in set(subjects)})
        return Table(
            name,
            (*columns, *names),
            tuple(
                (*row, *(newest.get((about, name)) if about else None for name in names))
                for row, about in zip(rows, subjects, strict=True)
            ),
        )

    return export


def row_words(section: AnySection, item: object, state: ViewState) -> str:
    """``prod: Sets: name news, sending_enabled True, …``: what was read of one row; may be empty."""
    target = state.target
    if target is None or section.export is None:
        return ""
    _, columns, rows = section.export([item], state)
    if not rows:
        return ""
    said = (
        f"{name} {value}" for name, value in zip(columns, rows[0], strict=True) if value not in (None, "")
    )
    return f"{target.name}: {section.title}: {', '.join(said)}"
