"""The filter of these tables: ``news !shop bounce:>2% status:disabled``; each term must hold.

``text`` is part of any column of words, ``column:value`` part of one, ``column:>2`` compares its number or
its day, ``!`` before any turns it round. A row without that column, as in another table, fulfils
nothing, like one of which the number was not read.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from ses_tui.tui import query
from ses_tui.tui.inventory.column import Column, Value, day_words
from ses_tui.tui.inventory.section import AnySection
from ses_tui.tui.look import Look
from ses_tui.tui.query import COMPARE, Filter, FilterError, Parsed, comparison, nearest

_DAY = re.compile(r"(>=|<=|>|<)([0-9]{4}(?:-[0-9]{2}){0,2})")


class Entry:
    """One row, as a filter asks it."""

    __slots__ = ("_words", "id", "item", "look", "section")

    def __init__(self, id: str, item: Any, section: AnySection, look: Look) -> None:
        self.id, self.item, self.section, self.look = id, item, section, look
        self._words: str | None = None

    def value(self, column: Column[Any]) -> Value:
        """A day as it is shown."""
        value = column.value(self.item) if column.value else None
        return day_words(value, self.look) if isinstance(value, float) and column.kind == "day" else value

    def text(self, column: Column[Any]) -> str:
        """What of a value can be searched for: words and days."""
        value = self.value(column)
        return value.lower() if isinstance(value, str) else ""

    @property
    def words(self) -> str:
        """All of them, made once: ten thousand rows are asked for each letter that is typed."""
        if self._words is None:
            self._words = "\n".join(map(self.text, self.section.columns))
        return self._words


Test = Callable[[Entry], bool]
EntryFilter = Filter[Entry]
NO_FILTER: EntryFilter = Filter()


def parse(text: str, sections: Sequence[AnySection]) -> Parsed[Entry]:
    """The filter that ``text`` asks for, and what is wrong with it and what would be right."""
    columns: dict[str, dict[str, Column[Any]]] = {}
    for section in sections:
        for column in section.columns:
            if column.value is not None:
                columns.setdefault(column.key, {})[section.name] = column

    def test_of(body: str) -> Test:
        key, colon, value = body.partition(":")
        key = key.lower()
        if not colon:
            return lambda entry: key in entry.words
        if key not in columns:
            raise FilterError(f"no column {key[:20]!r}{nearest(key, columns)}: {', '.join(columns)}")
        tests = {name: _test(column, value) for name, column in columns[key].items()}
        return lambda entry: (test := tests.get(entry.section.name)) is not None and test(entry)

    return query.parse(text, test_of, "shop")


def _test(column: Column[Any], value: str) -> Test:
    if column.kind in ("number", "percent"):
        holds = comparison(column.key, value, percent=column.kind == "percent")

        def compared(entry: Entry) -> bool:
            known = entry.value(column)
            return holds(None if isinstance(known, str) else known)

        return compared
    if column.kind == "day" and (match := _DAY.fullmatch(value)):
        compare, limit = COMPARE[match[1]], match[2]
        return lambda entry: bool(day := entry.text(column)) and compare(day, limit)
    wanted = value.lower()
    return lambda entry: wanted in entry.text(column)
