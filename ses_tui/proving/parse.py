"""A scenario file to a ``Scenario``, or every problem of the file at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from yaml.nodes import Node

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.proving.parse_events import read_events
from ses_tui.proving.parse_expect import read_expect, read_never
from ses_tui.proving.parse_series import SeriesRead, read_series
from ses_tui.proving.problem import BadScenario, Problem
from ses_tui.proving.rules import DEFAULT, Rules, configured
from ses_tui.proving.scenario import Scenario
from ses_tui.proving.sheet import Sheet

KEYS = ("scenario", "rules", "start", "poll", "series", "events", "expect", "never", "unexpected")

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
POLL = 300.0

MOST_CYCLES = 100_000


def load(path: Path) -> Scenario:
    """Read a file. Raises BadScenario."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        place = Problem(before.count(b"\n") + 1, column, "not UTF-8 text: save it as UTF-8")
        raise BadScenario(name, [place]) from None
    except OSError as error:
        why = f"cannot be read: {safe(error.strerror or error)}"
        raise BadScenario(name, [Problem(1, 1, why)]) from None
    return parse(text, name, path.parent)


def parse(text: str, file: str, folder: Path) -> Scenario:
    """``folder``: what the path in ``rules`` is relative to. Raises BadScenario."""
    sheet = Sheet(text)
    root = sheet.root()
    if root is None:
        if not sheet.problems:
            sheet.add(1, 1, "is empty: a scenario has series and expect")
        raise BadScenario(file, sheet.problems)
    found = _scenario(sheet, root, file, folder)
    if sheet.problems or found is None:
        raise BadScenario(file, sheet.problems)
    return found


def _scenario(sheet: Sheet, root: Node, file: str, folder: Path) -> Scenario | None:
    parts = sheet.mapping(root, "a scenario", KEYS)
    title = sheet.text(parts["scenario"], "scenario") if "scenario" in parts else Path(file).stem
    rules = _rules(sheet, parts.get("rules"), folder)
    start = _start(sheet, parts.get("start"))
    poll = _poll(sheet, parts.get("poll"))
    if "series" in parts:
        series = read_series(sheet, parts["series"])
    else:
        sheet.wrong(root, "series is missing: nothing would be watched")
        series = SeriesRead()
    events = read_events(sheet, parts["events"], series, rules) if "events" in parts else ()
    expect = read_expect(sheet, parts["expect"], series, rules) if "expect" in parts else ()
    never = read_never(sheet, parts["never"], series, rules) if "never" in parts else ()
    verdict = (
        sheet.word(parts["unexpected"], "unexpected", ("fail", "allow")) if "unexpected" in parts else ""
    )
    if sheet.problems:
        return None
    if not expect and not never and verdict != "fail":
        sheet.wrong(root, "it proves nothing: give expect, never, or unexpected: fail")
    scenario = Scenario(
        file,
        safe(title or "", MESSAGE_CAP),
        start,
        poll,
        rules,
        series.rates,
        series.words,
        series.counts,
        series.quota,
        events,
        expect,
        never,
        strict=verdict == "fail",
    )
    if scenario.end / poll > MOST_CYCLES:
        sheet.wrong(root, f"it would take {scenario.end / poll:,.0f} polls: at most {MOST_CYCLES:,}")
    return scenario


def _rules(sheet: Sheet, node: Node | None, folder: Path) -> Rules:
    if node is None:
        return Rules()
    named = sheet.text(node, "rules")
    if named is None or named == DEFAULT:
        return Rules()
    try:
        return configured(folder / named)
    except Misconfigured as problem:
        sheet.wrong(node, f"rules: {problem.line}")
        return Rules()


def _start(sheet: Sheet, node: Node | None) -> float:
    text = sheet.text(node, "start") if node is not None else None
    if node is None or text is None:
        return START
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        sheet.wrong(node, f"start: {safe(text, 40)!r} is no time: write 2026-01-01T00:00:00Z")
        return START
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment.utcoffset() != timedelta(0):
        sheet.wrong(node, "start: write it in UTC, such as 2026-01-01T00:00:00Z")
    if not 1971 <= moment.year <= 2200:
        sheet.wrong(node, "start: write a year between 1971 and 2200")
        return START
    return moment.timestamp()


def _poll(sheet: Sheet, node: Node | None) -> float:
    seconds = sheet.duration(node, "poll") if node is not None else POLL
    if node is not None and seconds is not None and not 1 <= seconds <= 86_400:
        sheet.wrong(node, "poll: from 1s to 1d")
        return POLL
    return seconds or POLL
