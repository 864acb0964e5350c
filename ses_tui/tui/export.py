"""A view as a table of plain values, the forms it is written in, a new file for each, and a row as one line.

Rates are fractions and times UTC epoch seconds, as everywhere inside: a spreadsheet shows them as it likes.
"""

import csv
import io
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, to_builtins

from ses_tui.core.model import ACCOUNT, Metric, Series, Subject
from ses_tui.core.snapshot import Alert, Reading, Row, TargetSnapshot
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.core.words import alert_text, count, shown_value
from ses_tui.tui.draw.bandstyle import band_word
from ses_tui.tui.viewstate import ViewState

Value = str | float | int | bool | None

FORMS = ("csv", "json", "svg")

FORMULA = tuple("=+-@＝＋－＠")
"""First characters of a text that spreadsheets run as a formula (OWASP, CSV injection)."""

TRIES = 100
"""Names tried for one file: as many views may be written within one second."""

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Table(NamedTuple):
    """``name``: of the view. ``rows``: as many values each as there are ``columns``; None: not read."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def rates_table(name: str, target: TargetSnapshot | None, rows: Iterable[Row]) -> Table:
    """One line per row: its band, then of each metric the value, its band, both counts and its time."""
    rows = tuple(rows)
    found = {reading.metric for row in rows for reading in row.readings}
    metrics = [metric for metric in Metric if metric in found]
    columns = ["target", "region", "kind", "name", "condition"]
    for metric in metrics:
        columns += [
            f"{metric}{end}" for end in ("", "_condition", "_numerator", "_denominator", "_at", "_health")
        ]
    lines: list[tuple[Value, ...]] = []
    for row in rows:
        line: list[Value] = [
            target.name if target else None,
            target.region if target else None,
            row.subject.kind.value,
            row.subject.name,
            row.condition.word,
        ]
        by_metric = {reading.metric: reading for reading in row.readings}
        for metric in metrics:
            one = by_metric.get(metric)
            line += (
                [one.value, one.condition.word, one.numerator, one.denominator, one.at, one.health.value]
                if one
                else [None] * 6
            )
        lines.append(tuple(line))
    return Table(name, tuple(columns), tuple(lines))


def target_table(target: TargetSnapshot | None) -> Table:
    """The account, then all its rows."""
    if target is None:
        return Table("view", (), ())
    rows = (row for kind in target.rows.values() for row in kind)
    return rates_table("view", target, (Row(ACCOUNT, target.readings), *rows))


def alerts_table(alerts: Sequence[Alert]) -> Table:
    """The open alerts."""
    named = [("alert", str(alert.key), alert.key.target) for alert in alerts]
    fields = ("condition", "value", "line", "since", "summary", "blame", "playbook", "acked_until")
    rows = tuple(
        (*name, *(_alert(alert, field) for field in fields))
        for name, alert in zip(named, alerts, strict=True)
    )
    return Table("alerts", ("what", "key", "target", *fields), rows)


def _alert(alert: Alert, field: str) -> Value:
    return alert.condition.word if field == "condition" else getattr(alert, field)


def fleet_table(targets: Iterable[TargetSnapshot]) -> Table:
    """One line per target: its account, as ``rates_table`` says a row, and how many alerts are open."""
    lines: list[tuple[Value, ...]] = []
    for target in targets:
        rates = [target.reading(metric) for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)]
        lines.append(
            (
                target.name,
                target.region,
                target.account_id,
                target.condition.word,
                target.health.value,
                *(one.value if one else None for one in rates),
                len(target.alerts),
            )
        )
    columns = (
        "target",
        "region",
        "account",
        "condition",
        "health",
        "bounce_rate",
        "complaint_rate",
        "alerts",
    )
    return Table("fleet", columns, tuple(lines))


def series_table(name: str, series: Series) -> Table:
    """The points of a chart."""
    return Table(name, ("at", "value"), tuple(zip(series.times, series.values, strict=True)))


def records_table(name: str, records: Iterable[Struct]) -> Table:
    """Records of one kind, a column per field; what is no plain value stands there as JSON."""
    records = tuple(records)
    columns = records[0].__struct_fields__ if records else ()
    rows = tuple(tuple(_plain(getattr(record, field)) for field in columns) for record in records)
    return Table(name, columns, rows)


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | float | int):
        return value
    return json.dumps(to_builtins(value, order="deterministic"), ensure_ascii=False)


def as_csv(table: Table) -> str:
    """RFC 4180 with a heading; an empty cell was not read."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_defused(value) for value in row] for row in table.rows)
    return out.getvalue()


def _defused(value: Value) -> Value:
    """With ``'`` before what a spreadsheet would run: names and causes are chosen by others."""
    if isinstance(value, str) and value.lstrip().startswith(FORMULA):
        return f"'{value}"
    return value


def as_json(table: Table, about: Mapping[str, Value]) -> str:
    """One object: what it is about, and a list of objects."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps({"view": table.name, **about, "rows": rows}, indent=1, ensure_ascii=False) + "\n"


def as_picture(svg: str) -> str:
    """Without the fonts that a viewer would fetch from another site."""
    return _FONT.sub("", svg)


def write_new(directory: Path, name: str, form: str, text: str, now: float) -> Path:
    """A new file that only its owner may read, named after ``name`` and ``now`` (UTC epoch seconds).

    Nothing is ever overwritten, nor a link followed. Raises OSError.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = f"ses-tui-{_OTHER.sub('-', name).strip('-.')[:60] or 'view'}-{stamp}"
    for number in range(1, TRIES + 1):
        path = directory / f"{stem}{f'-{number}' if number > 1 else ''}.{form}"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
                file.write(text)
        except OSError:
            path.unlink(missing_ok=True)  # half a table looks like a whole one
            raise
        return path
    raise FileExistsError(17, "there are too many of that name", str(directory))


_TMUX = b"\x1bPtmux;"


def alert_words(alert: Alert, state: ViewState) -> str:
    """``prod: WARN account bounce 3.12 % ≥ 3 %, since 2026-11-24 13:50 CET; who is behind it``."""
    text = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    said = f"{alert.key.target}: {text}, since {_when(alert.since, state)}"
    return f"{said}; {alert.blame}" if alert.blame else said


def subject_words(subject: Subject, state: ViewState) -> str:
    """``prod: isp Hotmail: bounce 8.31 % REVIEW (3,424 of 41,200), at 2026-11-24 13:50 CET``; or empty."""
    target = state.target
    row = _row(target, subject) if target else None
    if target is None or row is None:
        return ""
    parts = [_reading(one) for one in row.readings if one.value is not None]
    name = subject.label if subject == ACCOUNT else f"{subject.kind.value.replace('_', ' ')} {subject.label}"
    return f"{target.name}: {name}: {', '.join(parts) or 'not read'}, at {_when(state.now, state)}"


def _row(target: TargetSnapshot, subject: Subject) -> Row | None:
    return Row(ACCOUNT, target.readings) if subject == ACCOUNT else target.row(subject)


def _reading(one: Reading) -> str:
    if one.metric is Metric.SENDS:
        return f"{count(one.value)} sends"
    said = f"{one.metric.word} {shown_value(one.shown, one.metric)} {band_word(one.condition)}"
    known = one.numerator is not None and one.denominator is not None
    return f"{said} ({one.numerator:,} of {one.denominator:,})" if known else said


def _when(at: float, state: ViewState) -> str:
    """With date and zone, since the text may be pasted anywhere and read any day."""
    return state.look.local(at).strftime("%Y-%m-%d %H:%M %Z").strip()


def to_clipboard(text: str, wrap: Callable[[bytes], bytes]) -> bytes:
    """OSC 52 for ``text``, made safe to paste into a shell: one line, no control character.

    tmux has it twice: plain for its own ``set-clipboard``, wrapped for the terminal around it. Each
    of the two is ignored where the setting for it is off.
    """
    sequence = b"\x1b]52;c;" + b64encode(safe(text, MESSAGE_CAP).encode("utf-8", "replace")) + b"\a"
    wrapped = wrap(sequence)
    return sequence + wrapped if wrapped.startswith(_TMUX) else wrapped
