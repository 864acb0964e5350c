"""The raw numbers behind a chart, who is behind them, and the alerts about them; as plain lines."""

from ses_tui.core.clock import DAY, HOUR, short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.isps import readable
from ses_tui.core.model import ACCOUNT, EMPTY_SERIES, Metric, Series, Subject, SubjectKind
from ses_tui.core.playbooks import open_playbook
from ses_tui.core.snapshot import Reading, Row, TargetSnapshot
from ses_tui.core.words import count, percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.draw.sparkline import usual
from ses_tui.tui.line import clip, folded, length, longest, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.alerts import alert_line
from ses_tui.tui.overview.panel import budget_words
from ses_tui.tui.rows.about import why
from ses_tui.tui.rows.cells import interval_words
from ses_tui.tui.viewstate import ViewState

WEEK = 7 * DAY

LEAST_POINTS = 2


def week_before(series: Series, end: float, span: float) -> Series:
    """The points of [end - span, end] a week earlier, at this week's times; none for spans over a week.

    A longer span would need more history than the 14 days that are kept, and lie under itself.
    """
    if span > WEEK:
        return EMPTY_SERIES
    earlier = series.since(end - span - WEEK)
    moved = [
        (at + WEEK, value)
        for at, value in zip(earlier.times, earlier.values, strict=True)
        if at <= end - WEEK
    ]
    return Series.of(moved) if len(moved) >= LEAST_POINTS else EMPTY_SERIES


def value_before(before: Series, now: float, span: float) -> float | None:
    """What it was a week before ``now``; None where there was no point within the hour (by day: the day)."""
    hold = HOUR if span <= DAY else DAY
    known = [(at, value) for at, value in zip(before.times, before.values, strict=True) if at <= now]
    return known[-1][1] if known and now - known[-1][0] <= hold else None


METRIC_CELLS = 17
VALUE_CELLS, BAND_CELLS = 9, 10
NAME_CELLS, LEAST_NAME = 40, 8


def readings_of(target: TargetSnapshot, subject: Subject) -> tuple[Reading, ...]:
    """Everything read about ``subject``; empty where it is gone."""
    if subject == ACCOUNT:
        return target.readings
    row = target.row(subject)
    return row.readings if row else ()


def title(subject: Subject, metric: Metric, state: ViewState, *, brief: bool = False) -> StyledLine:
    """``Hotmail · Outlook.com and Hotmail · bounce rate``; brief: without the middle.

    Of several targets its own stands first: ``prod: Hotmail``.
    """
    parts = [f"{state.target.name}: {subject.label}" if state.several and state.target else subject.label]
    if not brief and subject.kind is SubjectKind.ISP and readable(subject.label) != subject.label:
        parts.append(readable(subject.label))
    words = [cut(part, NAME_CELLS) for part in parts]
    kind = "rate" if metric.value.endswith("_rate") else ""
    return (
        (f" {words[0]}", BOLD),
        ("".join(f" · {w}" for w in (*words[1:], f"{metric.word} {kind}".strip())), None),
    )


def facts(state: ViewState, subject: Subject, metric: Metric, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` lines, the most telling first."""
    target, look = state.target, state.look
    if target is None:
        return []
    readings = readings_of(target, subject)
    if not readings:
        said = "not read yet" if subject == ACCOUNT else "gone, no data"
        return [styled(f" {subject.label}: {said}", look.label)]
    lines = _reading_lines(_ordered(readings, metric), metric, state, room)
    row = target.row(subject)
    if row is not None and row.no_feedback_loop:
        lines.append(styled(" no feedback loop: this provider sends SES no complaint data", look.label))
    if subject == ACCOUNT:
        lines += [_padded(longest(budget_words(target.budgets.get(metric), look), room - 1))]
    lines += _blame_lines(target, metric, room) if subject == ACCOUNT else []
    if said := "; ".join(why(subject, state)):
        lines += folded(styled(" "), said, room, look.label)
    lines += [alert_line(alert, state, room) for alert in target.alerts if alert.key.subject == subject]
    page = open_playbook(target, subject)
    if page:
        lines.append(((" r", BOLD), (f" what to do: {page}", look.label)))
    lines += _pair_lines(target, subject, metric)
    return [clip(line, room) for line in lines if line][:height]


def _padded(line: StyledLine) -> StyledLine:
    return ((" ", None), *line) if line else ()


def _ordered(readings: tuple[Reading, ...], metric: Metric) -> list[Reading]:
    return sorted(readings, key=lambda reading: reading.metric is not metric)


def _reading_lines(readings: list[Reading], chosen: Metric, state: ViewState, room: int) -> list[StyledLine]:
    """Columns: metric, value, band, then counts, interval, usual rate and origin as far as they fit."""
    values = [_value(reading) for reading in readings]
    cells = max(VALUE_CELLS, *map(len, values))
    heads = [
        _head(reading, text, cells, reading.metric is chosen, state.look)
        for reading, text in zip(readings, values, strict=True)
    ]
    used = max(length(head) for head in heads)
    lines = [list(head) for head in heads]
    for column in (_counts, _span, _usual, _origin):
        texts = [column(reading, state) for reading in readings]
        cells = max(map(len, texts))
        if used + cells > room or not cells:
            continue
        for line, text in zip(lines, texts, strict=True):
            line.append((text.ljust(cells) + "  ", state.look.label))
        used += cells + 2
    return [tuple(line) for line in lines]


def _value(reading: Reading) -> str:
    """A rate, a count, or AWS's word."""
    if reading.status is not None:
        return reading.status
    rate = reading.metric is not Metric.SENDS
    return percent(reading.value, reading.metric) if rate else count(reading.value)


def _head(reading: Reading, text: str, cells: int, chosen: bool, look: Look) -> StyledLine:
    rate = reading.metric is not Metric.SENDS
    sign, sign_style = look.sign(reading.condition)
    word, style = look.word(reading.condition)
    if not rate:
        sign, word = " ", ""
    elif reading.condition is Condition.OK and reading.value is None and reading.status is None:
        sign, sign_style, word, style = look.health_sign(Health.INIT), look.label, "none", look.label
    elif reading.condition is Condition.OK and reading.health is not Health.FRESH:
        sign, sign_style, style = look.health_sign(reading.health), look.label, look.label
    return (
        (f" {fit(reading.metric.word, METRIC_CELLS)}", BOLD if chosen else look.label),
        (" " * (cells - len(text)), None),
        (text, style + BOLD),
        ("  ", None),
        (sign, sign_style),
        (f" {word}", style),
        (" " * (BAND_CELLS - 2 - len(word)), None),
    )


def _counts(reading: Reading, state: ViewState) -> str:
    if reading.numerator is None or reading.denominator is None:
        return ""
    return f"{reading.numerator:,} of {reading.denominator:,}"


def _span(reading: Reading, state: ViewState) -> str:
    span = interval_words(reading) if reading.metric is not Metric.QUOTA_USE else ""  # a count, not a sample
    if not span:
        return ""
    return f"{span}, too few" if reading.too_few else f"95 %: {span}"


def _usual(reading: Reading, state: ViewState) -> str:
    before = usual(reading.daily, state.now) if reading.metric is not Metric.SENDS else None
    return f"usual {percent(before, reading.metric)}" if before is not None else ""


def _origin(reading: Reading, state: ViewState) -> str:
    """``15:15, 5 min old, vdm``: the time of the datapoint, not of the read."""
    if reading.at is None:
        return f"{reading.source}: not read"
    age = short_duration(max(0.0, state.now - reading.at))
    health = "" if reading.health is Health.FRESH else f", {reading.health.value}"
    return f"{reading.source} {state.look.stamp(reading.at, state.now)}, {age} old{health}"


def _blame_lines(target: TargetSnapshot, metric: Metric, room: int) -> list[StyledLine]:
    """Who is behind it, the largest share first; its name is shortened, its numbers are not."""
    blame = target.blame.get(metric)
    if blame is None:
        return []
    lines: list[StyledLine] = []
    for subject, share in blame.shares:
        row: Row | None = target.row(subject)
        reading = row.get(metric) if row else None
        value = percent(reading.value if reading else None, metric)
        before, after = f" {100 * share:3.0f} % of what is above usual: ", f", now {value}"
        name = cut(subject.label, min(NAME_CELLS, max(LEAST_NAME, room - len(before) - len(after))))
        lines.append(styled(f"{before}{name}{after}"))
    return lines


def _pair_lines(target: TargetSnapshot, subject: Subject, metric: Metric) -> list[StyledLine]:
    """Which identity's mail to which ISP is behind the account's rate: of a row its own pairs."""
    blame = target.pairs.get(metric)
    if blame is None:
        return []
    return [
        styled(f" {100 * share:3.0f} % of the account's excess: {cut(pair.label, 2 * NAME_CELLS)}")
        for pair, share in blame.shares
        if subject in (ACCOUNT, pair.isp, pair.identity)
    ]
