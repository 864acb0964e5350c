"""The tables of these modes for a file: all that is known of the rows, in the order that is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from ses_tui.core.inventory import Inventory
from ses_tui.tui.export import Table, records_table
from ses_tui.tui.inventory.section import Exported, Section
from ses_tui.tui.viewstate import ViewState

Records = Callable[[Inventory], Iterable[Struct]]

_RECORDS: Mapping[str, Records] = {
    "sets": lambda found: found.sets.sets if found.sets else (),
    "tenants": lambda found: found.tenants.tenants if found.tenants else (),
    "pools": lambda found: found.pools.pools if found.pools else (),
    "ips": lambda found: found.pools.ips if found.pools else (),
}
"""By the section's name: AWS's records, after their fields the newest value of each metric of theirs."""


def section_table(section: Section, ids: Sequence[str], state: ViewState) -> Table:
    """All rows of ``section``; a section that has no way of its own is about CloudWatch's values."""
    target = state.target
    if target is None:
        return Table(section.name, (), ())
    if section.export is not None:
        made = section.export(state)
        return Table(section.name, made.columns, tuple(made.rows.values()))
    inventory = target.inventory
    places = {name: place for place, name in enumerate(ids)}
    records_of: Records = _RECORDS.get(section.name, lambda found: found.values)
    records = sorted(records_of(inventory), key=lambda record: places.get(_name(record), len(places)))
    table = records_table(section.name, records)
    if section.name not in _RECORDS:
        return table
    newest = {(one.subject, one.name): one.series.last for one in inventory.values if one.isp is None}
    subjects = [section.subject(_name(record)) for record in records]
    names = sorted({name for subject, name in newest if subject in set(subjects)})
    rows = tuple(
        (*row, *(newest.get((subject, name)) if subject else None for name in names))
        for row, subject in zip(table.rows, subjects, strict=True)
    )
    return Table(section.name, (*table.columns, *names), rows)


def exported(records: Iterable[tuple[str, Struct]]) -> Exported:
    """``records``: the row's id, and all fields of what it shows."""
    pairs = tuple(records)
    table = records_table("", (record for _, record in pairs))
    return Exported(table.columns, dict(zip((name for name, _ in pairs), table.rows, strict=True)))


def row_words(section: Section, name: str | None, state: ViewState) -> str:
    """``prod: Sets: name news, sending_enabled True, …``: what was read of one row; may be empty."""
    target = state.target
    if name is None or target is None:
        return ""
    columns, row = _row(section, name, state)
    said = (
        f"{column} {value}" for column, value in zip(columns, row, strict=True) if value not in (None, "")
    )
    return f"{target.name}: {section.title}: {', '.join(said)}"


def _row(section: Section, name: str, state: ViewState) -> tuple[Sequence[str], Sequence[object]]:
    if section.export is not None:
        made = section.export(state)
        return made.columns, made.rows.get(name, (None,) * len(made.columns))
    table = section_table(section, [name], state)
    row = next((row for row in table.rows if str(row[0]) == name), None)
    return (table.columns, row) if row is not None else (("",), (name,))


def _name(record: Struct) -> str:
    """Its first field, which names it."""
    return str(getattr(record, record.__struct_fields__[0]))
