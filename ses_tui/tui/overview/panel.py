"""A rate of the account: the value first, its band, its day, its lines, and how much room is left."""

from ses_tui.core.blame import Blame
from ses_tui.core.clock import DAY
from ses_tui.core.condition import Condition, Health
from ses_tui.core.duration import short_duration
from ses_tui.core.model import Metric
from ses_tui.core.pairs import PairBlame
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Budget, Reading
from ses_tui.core.words import blame_text, count, percent, who_text
from ses_tui.tui.draw.bandstyle import Cell, paint, paint_bars
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.draw.sparkline import scale_top, spark_rows
from ses_tui.tui.frame import Frame
from ses_tui.tui.line import cell, join, length, longest, pad
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.trend import held
from ses_tui.tui.sheet import Sheet

FRAME_LINES = 2
MOST_ROWS = 5
"""Rows of the 24 h line at most."""

SPAN_LABEL = " 24 h"


class RatePanel(Sheet, can_focus=True):
    """``height``: border 2, value, 24 h line of 1 to 3 rows, gauge, budget, and blame where it fits."""

    def __init__(self, metric: Metric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.metric = metric

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        reading = frame.target.reading(self.metric) if frame.target else None
        title = f"{self.metric.word.capitalize()} rate"
        inner = inside(frame, self.metric, width - 4, height - FRAME_LINES)
        return boxed(title, inner, width, height, reading, frame.look, self.has_focus)

    def watch_has_focus(self, has_focus: bool) -> None:
        """By now it has changed; ``on_focus`` comes before that."""
        super().watch_has_focus(has_focus)
        self.redraw()


def inside(frame: Frame, metric: Metric, room: int, height: int) -> list[Cell]:
    """What stands in the panel: ``height`` lines of at most ``room`` cells."""
    target, look = frame.target, frame.look
    reading = target.reading(metric) if target else None
    if target is None or reading is None or (reading.value is None and not len(reading.series)):
        return [cell(look.say("–  not read yet"), look.label)]
    # Both panels share their lines alike, so that what belongs together stands side by side.
    with_blame = bool(target.blame) and height > 4
    rows = max(1, min(MOST_ROWS, height - 3 - with_blame))
    below = [longest(budget_words(target.budgets.get(metric), look), room)]
    if with_blame:
        below.append(longest(blame_words(target.blame.get(metric), target.pairs.get(metric), look), room))
    return [
        headline(reading, frame, room),
        *day_line(reading, frame, room, rows),
        paint(
            gauge(
                reading.value,
                reading.lines,
                room,
                condition=reading.condition,
                recovering=reading.recovering,
                ascii=look.ascii,
            ),
            look.palette,
        ),
        *below,
    ]


def headline(reading: Reading, frame: Frame, room: int) -> Cell:
    """``3.12 %  ▲ WARN  since 13:50 (30 min)``, shorter where it must be; the number always whole."""
    look, condition = frame.look, reading.condition
    style = look.style(condition)
    value = cell(look.say(percent(reading.value, reading.metric)), style + BOLD)
    sign, sign_style = look.sign(condition)
    word, word_style = look.word(condition)
    if condition is Condition.OK and reading.health is not Health.FRESH:
        sign_style = word_style = look.label  # nobody knows whether it is still so
    band: Cell = ((sign, sign_style), (" ", None), (word, word_style))
    seen: Cell = ()
    if reading.health is not Health.FRESH:
        text = "not read" if reading.health is Health.INIT else reading.health.value
        seen = cell(f"{look.health_sign(reading.health)} {text}", BOLD)
    since = short = back = ()  # type: Cell
    if reading.since is not None and condition is not Condition.OK:
        at = look.stamp(reading.since, frame.now)
        short = cell(f"since {at}", look.label)
        since = cell(f"since {at} ({short_duration(max(0.0, frame.now - reading.since))})", look.label)
    if reading.recovering:
        back = cell("recovering")
    return longest(
        (
            join((value, band, back, since, seen)),
            join((value, band, back, short, seen)),
            join((value, band, back, seen)),
            join((value, band, seen)),
            join((value, band)),
        ),
        room,
    )


def day_line(reading: Reading, frame: Frame, room: int, rows: int) -> list[Cell]:
    """The last 24 hours, the newest at the right."""
    look = frame.look
    values = held(reading.series, frame.now, DAY, max(1, room - len(SPAN_LABEL)))
    drawn = spark_rows(
        values,
        top=scale_top(reading.lines, values),
        lines=reading.lines,
        rows=rows,
        ascii=look.ascii,
    )
    lines = [paint_bars(runs, look.palette) for runs in drawn]
    lines[-1] = (*lines[-1], (SPAN_LABEL, look.label))
    return lines


def budget_words(budget: Budget | None, look: Look) -> tuple[Cell, ...]:
    """``188 more bounces until review, 9-31 h``, or why there is no honest number; longest first."""
    if budget is None:
        return ((),)
    if budget.left is None:
        return (cell(look.say(budget.note), look.label),)
    line = budget.towards.word
    if budget.left <= 0:
        return (cell(f"the {line} line is reached", look.style(min(budget.towards, Condition.REVIEW))),)
    what = "bounce" if budget.metric is Metric.BOUNCE_RATE else "complaint"
    things = f"{what}{'' if budget.left == 1 else 's'}"
    ending = f" until {line}" if budget.hours is None else f" until {line}, {hours_words(*budget.hours)}"
    number = count(budget.left)
    core: Cell = ((f"{number} more {things}", BOLD), (ending, None))
    tail = f" · {budget.note}" if budget.note else ""
    origin = "an estimated volume" if budget.estimated else "the volume"
    volume = f" · by {origin} of {count(budget.volume)}" if budget.volume is not None else ""
    return (
        (*core, (look.say(tail + volume), look.label)),
        (*core, (look.say(tail), look.label)),
        core,
        ((f"{number} {things}", BOLD), (ending, None)),
    )


def blame_words(blame: Blame | None, pairs: PairBlame | None, look: Look) -> tuple[Cell, ...]:
    """``Hotmail × news.example.org is 71 % of it``, or one of them with its usual rate, then without."""
    if blame is None:
        return ((),)
    shorter = (blame, replace(blame, usual=None))
    said = (who_text(blame, pairs), *(blame_text(each) for each in shorter))
    return tuple(cell(look.say(text)) for text in dict.fromkeys(said))


def hours_words(low: float, high: float) -> str:
    """``9-31 h``, ``about 6 h``; in days from two days on."""
    if high < 1:
        return "within the hour"
    per, unit = (24, "d") if low >= 48 else (1, "h")
    first, last = f"{low / per:.0f}", f"{high / per:.0f}"
    return f"about {last} {unit}" if first == last else f"{first}-{last} {unit}"


def boxed(
    title: str, lines: list[Cell], room: int, height: int, reading: Reading | None, look: Look, focused: bool
) -> list[Cell]:
    """A round border with its title; in the band's colour from warn on, bold with the focus."""
    condition = reading.condition if reading else Condition.OK
    style = look.label
    if condition >= Condition.WARN:
        style = look.style(min(condition, Condition.REVIEW))
    if focused:
        style = (BOLD if condition < Condition.WARN else style) + BOLD
    mark = look.say("╭─ ") if not focused else look.say("╭▸ ")
    top: Cell = ((mark, style), (title, BOLD), (" ", style))
    fill = look.say("─") * (room - length(top) - 1) + look.say("╮")
    side = look.say("│")
    body = [
        ((f"{side} ", style), *pad(lines[index] if index < len(lines) else (), room - 4), (f" {side}", style))
        for index in range(height - FRAME_LINES)
    ]
    bottom = look.say("╰") + look.say("─") * (room - 2) + look.say("╯")
    return [(*top, (fill, style)), *body, cell(bottom, style)]
