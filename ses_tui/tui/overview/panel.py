"""A rate of the account: the value first, its band, its day with AWS's lines, and how much room is left."""

from ses_tui.core.clock import DAY, HOUR, short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Budget, Reading
from ses_tui.core.verdict import about
from ses_tui.core.words import count, many, percent
from ses_tui.tui.draw.bandstyle import StyledLine, paint
from ses_tui.tui.draw.gauge import NAMED, chart, gauge
from ses_tui.tui.draw.panel import PADDED, SIDES, frame_style, panel
from ses_tui.tui.draw.sparkline import held, scale_top
from ses_tui.tui.line import join, length, longest, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

SPAN = "24 h"
BIG_ROOM, BIG_HEIGHT = 44, 8
"""Cells and lines inside a panel from which its number is drawn large."""

AXIS_ROOM, AXIS_HEIGHT = 80, 12
"""Cells and lines inside from which the chart has an axis of time."""

AXIS_STEP = 3 * HOUR


class RatePanel(LineWidget, can_focus=True):
    """Its lines: border 2, value and budget, chart, gauge; and an axis of time where there is room."""

    def __init__(self, metric: Metric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.metric = metric

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return rate_panel(self.metric, state, width, height, focused=self.has_focus)

    def watch_has_focus(self, has_focus: bool) -> None:
        """By now it has changed; ``on_focus`` comes before that."""
        super().watch_has_focus(has_focus)
        self.redraw()


def rate_panel(
    metric: Metric, state: ViewState, width: int, height: int, *, focused: bool = False
) -> list[StyledLine]:
    """``height`` lines of ``width`` cells."""
    reading = state.target.reading(metric) if state.target else None
    title = f"{metric.word.capitalize()} rate"
    return panel(
        title,
        inside(state, metric, width - PADDED, height - SIDES),
        width,
        height,
        frame_style(reading.condition if reading else Condition.OK, state.look.palette, focused=focused),
        right=longest(_span(reading, state), width - len(title) - 12) if reading else (),
        focused=focused,
    )


def _span(reading: Reading, state: ViewState) -> tuple[StyledLine, ...]:
    """``since 02:00 (11 min) · 24 h``: how long its band has held, and what the chart shows."""
    look = state.look
    if reading.since is None or reading.condition is Condition.OK:
        return (styled(SPAN, look.label),)
    at = look.stamp(reading.since, state.now)
    ago = short_duration(max(0.0, state.now - reading.since))
    texts = (f"since {at} ({ago}) · {SPAN}", f"since {at} · {SPAN}", f"since {at}", "")
    return tuple(styled(text, look.label) for text in texts)


def inside(state: ViewState, metric: Metric, room: int, height: int) -> list[StyledLine]:
    """What stands in the panel: ``height`` lines of at most ``room`` cells."""
    target, look = state.target, state.look
    reading = target.reading(metric) if target else None
    if target is None or reading is None or (reading.value is None and not len(reading.series)):
        return [styled("–  not read yet", look.label)]
    budget = target.budgets.get(metric)
    if room >= BIG_ROOM and height >= BIG_HEIGHT and look.letter_step == 1:
        head = _large(reading, budget, state, room)
    else:
        head = _small(reading, budget, state, room, two=height > 4)
    axis = room >= AXIS_ROOM and height >= AXIS_HEIGHT
    rows = height - len(head) - 1 - axis
    drawn = day_chart(reading, state, room, rows, axis=axis) if rows > 0 else []
    return [*head, *drawn, lines_gauge(reading, look, room)][:height]


def _large(reading: Reading, budget: Budget | None, state: ViewState, room: int) -> list[StyledLine]:
    """The number in three rows; beside it its band, what is left, and the last hour."""
    from ses_tui.tui.draw.digits import digits  # not for the first paint of a small terminal

    look = state.look
    style = look.style(min(reading.condition, Condition.REVIEW))  # pause has a ground: no digits on that
    number = percent(reading.value, reading.metric)
    drawn = digits(number)
    beside = room - len(drawn[0]) - 3
    words = (
        longest(_band(reading, state), beside),
        longest(budget_words(budget, look), beside),
        longest(hour_words(budget, look), beside),
    )
    return [((row, style + BOLD), ("   ", None), *said) for row, said in zip(drawn, words, strict=True)]


def _small(
    reading: Reading, budget: Budget | None, state: ViewState, room: int, *, two: bool
) -> list[StyledLine]:
    """``4.06 %  ▲ WARN  2,248 more to review``; the budget on a line of its own where it does not fit."""
    first = headline(reading, state, room)
    if not two or budget is None:
        return [first]
    brief = styled(f"{many(budget.left)} more to {budget.towards.word}") if budget.left else ()
    joined = join((first, brief))
    if brief and length(joined) <= room:
        return [joined]
    return [first, longest(budget_words(budget, state.look), room)]


def headline(reading: Reading, state: ViewState, room: int) -> StyledLine:
    """``3.12 %  ▲ WARN``, then what else is to be said of it; the number always whole."""
    look = state.look
    value = styled(percent(reading.value, reading.metric), look.style(reading.condition) + BOLD)
    return longest((join((value, band)) for band in _band(reading, state)), room)


def _band(reading: Reading, state: ViewState) -> tuple[StyledLine, ...]:
    """``▲ WARN  recovering``, ``● ok  ◌ stale``; longest first."""
    look, condition = state.look, reading.condition
    sign, sign_style = look.sign(condition)
    word, word_style = look.word(condition)
    if condition is Condition.OK and reading.health is not Health.FRESH:
        sign_style = word_style = look.label  # nobody knows whether it is still so
    band: StyledLine = ((sign, sign_style), (" ", None), (word, word_style))
    seen = back = ()  # type: StyledLine
    if reading.health is not Health.FRESH:
        text = "not read" if reading.health is Health.INIT else reading.health.value
        seen = styled(f"{look.health_sign(reading.health)} {text}", BOLD)
    if reading.recovering:
        back = styled("recovering")
    return join((band, back, seen)), join((band, seen)), band


def day_chart(
    reading: Reading, state: ViewState, room: int, rows: int, *, axis: bool = False
) -> list[StyledLine]:
    """The last 24 hours, the newest at the right, among AWS's lines."""
    look, cells = state.look, max(1, room - NAMED)
    values = held(reading.series, state.now, DAY, cells)
    drawn = chart(
        values,
        top=scale_top(reading.lines, values),
        lines=reading.lines,
        rows=rows,
        palette=look.palette,
        ascii=look.ascii_graph,
        old=reading.health is not Health.FRESH,
    )
    return [*drawn, styled(time_axis(state, cells), look.label)] if axis else drawn


def time_axis(state: ViewState, cells: int) -> str:
    """``03:00      06:00``: every third hour of the clock, each over its place in the 24 hours."""
    look, line = state.look, " " * cells
    local = look.local(state.now)
    full_hour = state.now - 60 * local.minute - local.second
    for back in range(int(DAY / HOUR), -1, -1):
        at = full_hour - back * HOUR
        if look.local(at).hour % int(AXIS_STEP / HOUR):
            continue
        place = round((at - (state.now - DAY)) / DAY * cells)
        label = look.clock(at)
        if place >= 0 and place + len(label) <= cells and not line[max(0, place - 1) : place + 6].strip():
            line = line[:place] + label + line[place + len(label) :]
    return line


def lines_gauge(reading: Reading, look: Look, room: int) -> StyledLine:
    """The value among the lines."""
    made = gauge(
        reading.value,
        reading.lines,
        room,
        condition=reading.condition,
        recovering=reading.recovering,
    )
    return paint(made, look.palette)


def hour_words(budget: Budget | None, look: Look) -> tuple[StyledLine, ...]:
    """``5,563 in the last hour: 25 min at this pace``; empty where it was not counted."""
    if budget is None or budget.last_hour is None:
        return ((),)
    what = "bounce" if budget.metric is Metric.BOUNCE_RATE else "complaint"
    hour = f"{budget.last_hour:,} {what}{'' if budget.last_hour == 1 else 's'} in the last hour"
    if budget.pace is None or budget.pace > DAY:
        return (styled(hour, look.label),)
    return (styled(f"{hour}: {about(budget.pace)} at this pace", look.label), styled(hour, look.label))


def budget_words(budget: Budget | None, look: Look) -> tuple[StyledLine, ...]:
    """``188 more bounces until review, 9-31 h``, or why the number is not known; longest first."""
    if budget is None:
        return ((),)
    if budget.left is None:
        return (styled(budget.note, look.label), styled(budget.note.partition(",")[0], look.label))
    line = budget.towards.word
    if budget.left <= 0:
        return (styled(f"the {line} line is reached", look.style(min(budget.towards, Condition.REVIEW))),)
    what = "bounce" if budget.metric is Metric.BOUNCE_RATE else "complaint"
    things = f"{what}{'' if budget.left == 1 else 's'}"
    ending = f" until {line}" if budget.hours is None else f" until {line}, {hours_words(*budget.hours)}"
    number = many(budget.left)
    core: StyledLine = ((f"{number} more {things}", BOLD), (ending, None))
    tail = f" · {budget.note}" if budget.note else ""
    origin = "an estimated volume" if budget.estimated else "the volume"
    volume = f" · by {origin} of {count(budget.volume)}" if budget.volume is not None else ""
    return (
        (*core, (tail + volume, look.label)),
        (*core, (tail, look.label)),
        core,
        ((f"{number} {things}", BOLD), (ending, None)),
    )


def hours_words(low: float, high: float) -> str:
    """``9-31 h``, ``about 6 h``; in days from two days on."""
    if high < 1:
        return "within the hour"
    per, unit = (24, "d") if low >= 48 else (1, "h")
    first, last = f"{low / per:.0f}", f"{high / per:.0f}"
    return f"about {last} {unit}" if first == last else f"{first}-{last} {unit}"
