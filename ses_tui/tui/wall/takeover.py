"""The pages that push the others aside: an open alert in its four lines, and blindness."""

from collections.abc import Sequence
from textwrap import wrap

from rich.style import Style

from ses_tui.core.clock import short_duration
from ses_tui.core.headline import Headline, blind_headline, headline
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.core.verdict import SIGNS, verdict
from ses_tui.core.words import alert_text, line_percent, percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import ELLIPSIS, cut
from ses_tui.tui.line import length, pad, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.overview.head import data_age
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.big import LARGEST, wrapped
from ses_tui.tui.wall.head import Moment, reason
from ses_tui.tui.wall.lines import BLIND, Room, filled, high, indented, rows_of, trend

MARGIN = 2
MOST_LINES = 2
"""Over which a text may go."""

TALL = 25
"""Rows from which on there is room for what is said in small letters, all of it."""

LEAST_AIRY = 12
"""Rows from which on one is left free between the texts."""

BESIDE = 3
"""The number takes at most two parts in so many of the width: the trend stands beside it."""


def alert_page(target: TargetSnapshot, alert: Alert, state: ViewState, room: Room) -> list[StyledLine]:
    """Who does what, how much, how long there is, what to do; in small letters the alert, and what else."""
    made = headline(target, alert, state.now)
    line = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    who = f" · {alert.blame}" if alert.blame else ""
    small = [f"{state.look.stamp(alert.since, state.now)} {line}{who}"]
    others = [each for each in target.alerts if each is not alert]
    if others and room.height >= TALL:
        worst = max(others, key=lambda each: each.condition)
        named = alert_text(worst.condition, worst.key.subject, worst.key.metric, worst.value, None)
        small.append(f"+{len(others)} more open: {named}")
    sign = SIGNS[made.condition]
    return _page(sign, made, target, small, state.look.fill(made.condition), state, room)


def blind_page(target: TargetSnapshot, state: ViewState, moment: Moment, room: Room) -> list[StyledLine]:
    """That nothing is seen, since when, what was last known, and what to do."""
    age = data_age(target, moment)
    made = replace(blind_headline(target), number=short_duration(age) if age is not None else "")
    small = [reason(target), verdict(target, state.now).text(0)]
    return _page(state.look.health_sign(target.health), made, target, small, BLIND, state, room)


def _page(
    sign: str,
    made: Headline,
    target: TargetSnapshot,
    small: Sequence[str],
    ground: Style,
    state: ViewState,
    room: Room,
) -> list[StyledLine]:
    """Each line as big as can be, with air around it; the trend beside the number."""
    inner = room.width - 2 * MARGIN
    texts = [text for text in (f"{sign} {made.says}", made.number, made.far, made.do) if text]
    lines_each = MOST_LINES if room.height >= TALL else 1
    notes = [row for text in small for row in _small(text, inner, lines_each)]
    notes = notes if room.height >= TALL else notes[:1]
    height = room.height - len(notes) - 2  # a row of air at the top, and one above the notes
    scales = _scales(texts, made.number, inner, height, room)
    blocks = [_drawn(text, scale, inner) for text, scale in zip(texts, scales, strict=True)]
    if made.number and made.metric is not None:
        blocks[1] = _with_trend(blocks[1], made.metric, target, state, inner)
    spare, gaps = max(0, height - sum(map(len, blocks))), max(1, len(blocks) - 1)
    lines = [*blocks[0]]
    for index, block in enumerate(blocks[1:]):
        lines = [*lines, *[()] * (spare * (index + 1) // gaps - spare * index // gaps), *block]
    rest = [()] * (height - len(lines) + 1)
    lines = [(), *lines[:height], *rest, *(styled(note) for note in notes)]
    return filled(indented(lines, MARGIN), room.width, room.height, ground)


def _scales(texts: Sequence[str], number: str, width: int, height: int, room: Room) -> list[int]:
    """Of each text: all begin small and grow in turn, the number first, while all of them have room.

    What is to be done is never louder than what is wrong.
    """
    step = room.look.letter_step
    scales = [0] * len(texts)
    air = len(texts) - 1 if height >= LEAST_AIRY else 0
    turns = sorted(range(len(texts)), key=lambda index: texts[index] != number)
    grown = True
    while grown:
        grown = False
        for index in turns:
            text = texts[index]
            tried = [*scales]
            tried[index] += step
            if tried[index] > LARGEST or (text != number and tried[index] > tried[0]):
                continue
            room_for_it = width * (BESIDE - 1) // BESIDE if text == number else width
            if wrapped(text, room_for_it, tried[index], 1 if text == number else MOST_LINES) is None:
                continue
            if air + sum(_rows(each, at, width) for each, at in zip(texts, tried, strict=True)) <= height:
                scales, grown = tried, True
    return scales


def _rows(text: str, scale: int, width: int) -> int:
    rows = wrapped(text, width, scale, MOST_LINES) if scale else _small(text, width, MOST_LINES)
    return len(rows or ()) * (high(scale) + bool(scale)) - bool(scale)


def _drawn(text: str, scale: int, width: int) -> list[StyledLine]:
    if not scale:
        return [styled(row, BOLD) for row in _small(text.upper(), width, MOST_LINES)]
    lines: list[StyledLine] = []
    for row in wrapped(text, width, scale, MOST_LINES) or ():
        lines += [*([()] if lines else []), *rows_of(row, scale)]
    return lines


def _with_trend(
    number: list[StyledLine], metric: Metric, target: TargetSnapshot, state: ViewState, width: int
) -> list[StyledLine]:
    """The account's last day at the right of ``number``, on the same rows."""
    reading = target.reading(metric)
    taken = max(map(length, number)) + 4
    label = ""
    if reading is not None and reading.value is not None:
        line = f" of {line_percent(reading.lines.review)}" if reading.lines.review else ""
        label = f"{SIGNS[reading.condition]} account {metric.word} {percent(reading.value, metric)}{line}"
    bars = trend(reading, state, width - taken, len(number), label, banded=False)
    above = [()] * (len(number) - len(bars))
    return [(*pad(left, taken), *right) for left, right in zip(number, [*above, *bars], strict=True)]


def _small(text: str, width: int, most: int) -> list[str]:
    """In the terminal's own letters over at most ``most`` lines; a number stays with its unit."""
    rows = wrap(text.replace(" %", "\N{NO-BREAK SPACE}%"), width, break_on_hyphens=False)
    if len(rows) > most:
        rows = [*rows[: most - 1], cut(" ".join(rows[most - 1 :]) + ELLIPSIS, width)]
    return [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows]
