"""The tables of these modes for a file: AWS's records in the order that is shown, with their metrics."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from ses_tui.core.inventory import Inventory
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.export import Table, records_table
from ses_tui.tui.inventory.section import Section

Records = Callable[[Inventory], Iterable[Struct]]

_RECORDS: Mapping[str, Records] = {
    "sets": lambda found: found.sets.sets if found.sets else (),
    "tenants": lambda found: found.tenants.tenants if found.tenants else (),
    "pools": lambda found: found.pools.pools if found.pools else (),
    "ips": lambda found: found.pools.ips if found.pools else (),
    "recommendations": lambda found: found.advisor or (),
    "alarms": lambda found: found.alarms or (),
    "placement": lambda found: found.deliverability.domains if found.deliverability else (),
}
"""By the section's name. A section that is not here is about CloudWatch's values."""


def section_table(section: Section, ids: Sequence[str], target: TargetSnapshot | None) -> Table:
    """All records behind ``section``; after their fields the newest value of each metric of theirs."""
    if target is None:
        return Table(section.name, (), ())
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


def row_words(section: Section, name: str | None, target: TargetSnapshot | None) -> str:
    """``prod: Sets: name news, sending_enabled True, …``: what was read of one row; may be empty."""
    if name is None or target is None:
        return ""
    table = section_table(section, [name], target)
    row = next((row for row in table.rows if str(row[0]) == name), (name,))
    said = (
        f"{column} {value}"
        for column, value in zip(table.columns or ("",), row, strict=False)
        if value not in (None, "")
    )
    return f"{target.name}: {section.title}: {', '.join(said)}"


def _name(record: Struct) -> str:
    """Its first field, which names it."""
    return str(getattr(record, record.__struct_fields__[0]))
