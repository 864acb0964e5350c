"""The JSON texts of a file: one a line, indented, in an array, in a CSV, behind a log's prefix."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from ses_tui.core.events.envelope import decode, format_of
from ses_tui.core.events.event import Malformed

Numbered = tuple[int, str]
Text = tuple[int, str | Malformed]
"""With the number of the line in which it begins."""

SNIFFED = 50
"""Lines among which the first object tells whether the file is a CSV."""

OBJECT_MOST = 16 * 1024 * 1024
"""Characters of one object that goes over several lines."""

TRIES = 100
"""Places of a line in which no JSON begins, before the rest of it is passed over."""

_BETWEEN = " \t\r\n,[]"
"""What stands between the objects of lines, arrays and Firehose's dumps."""

_DECODER = json.JSONDecoder()
_CSV = re.compile(r'"\s*[{\[]\s*(?:""|$)|""(?:eventType|notificationType|Message|detail-type)""')
"""JSON in a column: its quotes are doubled."""

_BEGINS = re.compile(r'\{\s*(?:"|\}|$)')
_ENVELOPE = re.compile(r'"(?:eventType|notificationType|Message|detail-type|Records)"')
_TOKEN = re.compile(r'["{}\[\]]|\\.')


def texts_of(lines: Iterable[Numbered]) -> Iterator[Text]:
    """Each JSON text of a file; what is none, as what it looks like."""
    rest = iter(lines)
    first = []
    for numbered in islice(rest, SNIFFED):
        first.append(numbered)
        if "{" in numbered[1]:  # no further: the lines may come from a live log
            break
    whole = chain(first, rest)
    if first and _CSV.search(first[-1][1]):
        return _cells(whole, max(",;\t|", key=first[0][1].count))
    return _Scanner().texts(whole)


def _cells(lines: Iterable[Numbered], delimiter: str) -> Iterator[Text]:
    """The JSON column of a CSV; the row of titles has none."""
    csv.field_size_limit(OBJECT_MOST)
    rows = csv.reader((line for _, line in lines), delimiter=delimiter)
    begun = 1
    try:
        for row in rows:
            cells = [cell for cell in row if "{" in cell]
            if not cells and row and begun > 1:
                yield begun, Malformed("a CSV row without JSON")
            for cell in cells:
                yield begun, _mended(cell)
            begun = rows.line_num + 1
    except csv.Error:
        yield begun, Malformed("a CSV that can't be read from here on")


class _Scanner:
    """Finds objects in lines, and gathers the lines of one that goes over several."""

    def __init__(self) -> None:
        self._gathered: list[str] = []
        self._size = 0
        self._begun = 0
        self._depth = 0
        self._quoted = False

    def texts(self, lines: Iterable[Numbered]) -> Iterator[Text]:
        """See ``texts_of``."""
        for number, line in lines:
            at = 0
            if self._gathered:
                if self._size > OBJECT_MOST or (line[:1] == "{" and _is_whole(line)):
                    yield self._given_up()
                else:
                    at = self._gather(number, line, 0)
                    if at < 0:
                        continue
                    yield self._begun, self._taken()
            yield from self._in_line(number, line, at)
        if self._gathered:
            yield self._given_up()

    def _in_line(self, number: int, line: str, at: int) -> Iterator[Text]:
        """What begins in the line at ``at`` or behind it."""
        begun, found, tries = at, at > 0, 0
        while (at := _candidate(line, at)) >= 0 and tries < TRIES:
            end, text = _whole_at(line, at, first=not line[begun:at].strip(_BETWEEN))
            if not text and line[at] == "{" and _BEGINS.match(line, at):
                end = self._gather(number, line, at)
                if end < 0:
                    return
                text = self._taken()
            if text:
                found = True
                yield number, text
            else:
                tries += 1
            at = max(end, at + 1)
        if not found and line[begun:].strip(_BETWEEN):
            yield number, Malformed(format_of(line[begun:]))

    def _gather(self, number: int, line: str, at: int) -> int:
        """Take what belongs to the object: where it ends in the line, -1 if it goes on in the next."""
        if not self._gathered:
            self._begun = number
        for token in _TOKEN.finditer(line, at):
            sign = token[0]
            if sign == '"':
                self._quoted = not self._quoted
            elif not self._quoted and sign in "{[":
                self._depth += 1
            elif not self._quoted and sign in "}]":
                self._depth -= 1
                if self._depth <= 0:
                    self._gathered.append(line[at : token.end()])
                    return token.end()
        self._gathered.append(line[at:])
        self._size += len(line) - at
        return -1

    def _taken(self) -> str:
        """The object that was gathered, and begin anew."""
        text = "".join(self._gathered)
        self._gathered, self._size, self._depth, self._quoted = [], 0, 0, False
        return _mended(text)

    def _given_up(self) -> Text:
        self._taken()
        return self._begun, Malformed("not JSON: cut short")


def _candidate(line: str, at: int) -> int:
    """Where an object, or a string that may hold one, begins; -1 if nowhere."""
    brace, quote = line.find("{", at), line.find('"', at)
    return brace if quote < 0 else quote if brace < 0 else min(brace, quote)


def _whole_at(line: str, at: int, *, first: bool) -> tuple[int, str]:
    """Where the JSON at ``at`` ends, and its text; '' if it is none, or says nothing.

    ``first``: nothing stands before it, so that an empty object is no part of a sentence.
    """
    try:
        value, end = _DECODER.raw_decode(line, at)
        if isinstance(value, str):
            return (end, line[at:end]) if isinstance(decode(value), dict | list) else (end, "")
    except (ValueError, RecursionError):
        return at, ""
    return (end, line[at:end]) if value or first else (end, "")


def _mended(text: str) -> str:
    """Without its line breaks where they stand within words: a mail, or a terminal, broke the lines."""
    try:
        decode(text)
    except (ValueError, RecursionError):
        return text.replace("\r", "").replace("\n", "")
    return text


def _is_whole(line: str) -> bool:
    """Whether an event, or its envelope, fills the line: then what came before it was cut short."""
    try:
        return _ENVELOPE.search(line) is not None and isinstance(decode(line), dict)
    except (ValueError, RecursionError):
        return False
