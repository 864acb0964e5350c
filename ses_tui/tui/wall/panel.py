"""A rate so big that it is read from across the room, on the ground of its band."""

from collections.abc import Sequence

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import RATES, Metric
from ses_tui.core.snapshot import Budget, Reading, TargetSnapshot
from ses_tui.core.words import line_percent, many, percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, length, pad, styled
from ses_tui.tui.overview.panel import hours_words
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.big import fitting
from ses_tui.tui.wall.lines import (
    Room,
    ends,
    filled,
    indented,
    longest_that_fits,
    rows_of,
    trend,
)

SMALL_WIDTH, SMALL_HEIGHT = 60, 8
"""Cells below which the words stand beside the digits rather than around them."""

MARGIN = 1
AIRY = 9
"""Rows from which on one is left free around the digits."""

DIGITS_SHARE = 2
"""The digits have at least one part in so many of a panel's height."""


def panel(target: TargetSnapshot, metric: Metric, state: ViewState, room: Room) -> list[StyledLine]:
    """``room.height`` lines of ``room.width`` cells."""
    reading = target.reading(metric)
    condition = reading.condition if reading else Condition.OK
    inner = room._replace(width=room.width - 2 * MARGIN)
    budget = target.budgets.get(metric)
    small = room.width < SMALL_WIDTH or room.height < SMALL_HEIGHT
    draw = _beside if small else _around
    lines = draw(metric, reading, budget, state, inner)
    return filled(indented(lines, MARGIN), room.width, room.height, room.look.fill(condition))


def _around(
    metric: Metric, reading: Reading | None, budget: Budget | None, state: ViewState, room: Room
) -> list[StyledLine]:
    """Name and word above the digits, the next line below them; smaller where they would crowd the digits."""
    look, scale = room.look, room.scale
    words = next_words(reading, budget)
    while True:
        below = scale
        while below and not longest_that_fits(words, room.width, below):
            below -= look.letter_step
        said = longest_that_fits(words, room.width, below)
        detail = rows_of(said, below) if said else [clip(styled(words[-1]), room.width)]
        name = metric.word if scale else f"{metric.word.capitalize()} rate"
        label = ends((name, metric.word), band_words(reading, state), room._replace(scale=scale))
        left = room.height - len(label) - len(detail)
        digits = rate_digits(reading, room, room.width, left - (left > AIRY))
        if not scale or len(digits) * DIGITS_SHARE >= room.height:
            break
        scale -= look.letter_step
    blank: list[StyledLine] = [()]
    spare = left - len(digits)
    above = min((spare + 1) // 2, 3)
    digits = _with_trend(digits, reading, state, room)
    return [*label, *blank * above, *digits, *blank * (spare - above), *detail]


def _beside(
    metric: Metric, reading: Reading | None, budget: Budget | None, state: ViewState, room: Room
) -> list[StyledLine]:
    """What belongs to the digits in short lines at their right."""
    digits = rate_digits(reading, room, max(24, room.width // 2), room.height)
    taken = max((length(row) for row in digits), default=0) + 1
    rest = room.width - taken
    bands = band_words(reading, state)
    told = [longest_that_fits((f"{metric.word} {bands[-1]}", bands[-1]), rest, 0)]
    if room.height > 3:
        told = [metric.word, longest_that_fits(bands, rest, 0)]
    told += [longest_that_fits(each, rest, 0) for each in _two_lines(reading, budget)]
    rows = max(len(digits), min(len(told), room.height))
    digits += [()] * (rows - len(digits))
    told += [""] * (rows - len(told))
    above: list[StyledLine] = [()] * ((room.height - rows) // 2)
    return above + [(*pad(number, taken), (text, None)) for number, text in zip(digits, told, strict=False)]


def rate_digits(reading: Reading | None, room: Room, width: int, height: int) -> list[StyledLine]:
    """The value in the largest digits for ``width`` and ``height``."""
    value = percent(reading.value if reading else None, reading.metric if reading else Metric.BOUNCE_RATE)
    text = value.replace(" ", "")
    scale = fitting(text, width, height, room.look.letter_step)
    return rows_of(text if scale else value, scale)


def _with_trend(
    digits: list[StyledLine], reading: Reading | None, state: ViewState, room: Room
) -> list[StyledLine]:
    """The last day at the right of the digits, on their rows."""
    condition = reading.condition if reading else Condition.OK
    taken = max(map(length, digits), default=0) + 4
    bars = trend(reading, state, room.width - taken, len(digits), banded=condition < Condition.WARN)
    above = [()] * (len(digits) - len(bars))
    return [(*pad(left, taken), *right) for left, right in zip(digits, [*above, *bars], strict=True)]


def band_words(reading: Reading | None, state: ViewState) -> tuple[str, ...]:
    """``▲ WARN since 13:50``, and shorter; ``◌ not read`` where there is nothing to say."""
    look = state.look
    if reading is None or reading.value is None:
        return (f"{look.health_sign(Health.INIT)} not read yet", "not read")
    condition = reading.condition
    band = f"{look.sign(condition)[0]} {look.word(condition)[0]}"
    if condition is Condition.OK:
        return (band,)
    back = " recovering" if reading.recovering else ""
    if reading.since is None:
        return (band + back, band)
    return (f"{band}{back} since {look.stamp(reading.since, state.now)}", band + back, band)


def next_words(reading: Reading | None, budget: Budget | None) -> tuple[str, ...]:
    """``review at 5 % · 188 more bounces until then, 9-31 h``, and shorter; the line in all of them."""
    lines = _two_lines(reading, budget)
    said = [text for text in lines[0] if text] or [""]
    if not any(lines[1]):
        return tuple(said)
    return (
        *(f"{said[0]} · {text}" for text in lines[1]),
        *(f"{said[-1]} · {lines[1][-1]}",),
        *said,
    )


def _two_lines(reading: Reading | None, budget: Budget | None) -> tuple[Sequence[str], Sequence[str]]:
    return _line_words(reading), _left_words(reading, budget)


def _line_words(reading: Reading | None) -> tuple[str, ...]:
    """``next line: review at 5 %``; pause once review is reached; what is over once all are."""
    if reading is None:
        return ("",)
    upper = [level for level in (Condition.REVIEW, Condition.PAUSE) if reading.lines.enter(level) is not None]
    value = reading.value or 0.0
    ahead = [level for level in upper if value < (reading.lines.enter(level) or 0.0)]
    level = ahead[0] if ahead else (upper[-1] if upper else None)
    line = reading.lines.enter(level) if level is not None else None
    if level is None or line is None:
        return ("",)
    if not ahead:
        return (f"over AWS's {level.word} line, {line_percent(line)}", f"over {line_percent(line)}")
    return (
        f"AWS's {level.word} at {line_percent(line)}",
        f"{level.word} at {line_percent(line)}",
        f"{level.word} {line_percent(line)}",
    )


def _left_words(reading: Reading | None, budget: Budget | None) -> tuple[str, ...]:
    """``188 more bounces, 9-31 h``."""
    if budget is None or reading is None:
        return ("",)
    if budget.left is None:
        return (budget.note, "")
    if budget.left <= 0:
        return ("",)
    hours = f", {hours_words(*budget.hours)}" if budget.hours else ""
    things = "bounces" if budget.metric is Metric.BOUNCE_RATE else "complaints"
    things = things if budget.left != 1 else things[:-1]
    number = many(budget.left)
    return f"{number} more {things}{hours}", f"{number} more{hours}", f"{number} more"


def account_title(target: TargetSnapshot | None) -> tuple[str, ...]:
    """``prod · us-east-1 · HEALTHY, sending on``, and shorter."""
    if target is None:
        return ("ses-tui",)
    name = target.name
    account = target.account
    if account is None:
        return (f"{name} · {target.region}", name)
    on = "sending on" if account.sending_enabled else "SENDING OFF"
    status = account.enforcement_status
    return (
        f"{name} · {target.region} · {status}, {on}",
        f"{name} · {status}, {on}",
        f"{name} · {status}",
        name,
    )


def account_page(target: TargetSnapshot | None, state: ViewState, room: Room) -> list[StyledLine]:
    """Two panels of the same height; a row between them where there is one."""
    if target is None:
        return []
    gap = 1 if room.height % 2 or room.height > 20 else 0
    half = (room.height - gap) // 2
    first, second = (panel(target, metric, state, room._replace(height=half)) for metric in RATES)
    return [*first, *[()] * gap, *second]
