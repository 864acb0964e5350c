"""A rate of the account: the value first, its band, its day, its lines, and how much room is left."""

from ses_tui.core.blame import Blame, PairBlame
from ses_tui.core.clock import DAY, short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Budget, Reading
from ses_tui.core.words import blame_text, count, percent, who_text
from ses_tui.tui.draw.bandstyle import StyledLine, paint, paint_bars
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.draw.sparkline import scale_top, spark_rows
from ses_tui.tui.line import join, length, longest, pad, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.trend import held
from ses_tui.tui.viewstate import ViewState

FRAME_LINES = 2
MOST_ROWS = 5
"""Rows of the 24 h line at most."""

SPAN_LABEL = " 24 h"


class RatePanel(LineWidget, can_focus=True):
    """``height``: border 2, value, 24 h line of 1 to 3 rows, gauge, budget, and blame where it fits."""

    def __init__(self, metric: Metric, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.metric = metric

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        reading = state.target.reading(self.metric) if state.target else None
        title = f"{self.metric.word.capitalize()} rate"
        inner = inside(state, self.metric, width - 4, height - FRAME_LINES)
        return boxed(title, inner, width, height, reading, state.look, self.has_focus)

    def watch_has_focus(self, has_focus: bool) -> None:
        """By now it has changed; ``on_focus`` comes before that."""
        super().watch_has_focus(has_focus)
        self.redraw()


def inside(state: ViewState, metric: Metric, room: int, height: int) -> list[StyledLine]:
    """What stands in the panel: ``height`` lines of at most ``room`` cells."""
    target, look = state.target, state.look
    reading = target.reading(metric) if target else None
    if target is None or reading is None or (reading.value is None and not len(reading.series)):
        return [styled(look.to_ascii("–  not read yet"), look.label)]
    # Both panels share their lines alike, so that what belongs together stands side by side.
    with_blame = bool(target.blame) and height > 4
    rows = max(1, min(MOST_ROWS, height - 3 - with_blame))
    below = [longest(budget_words(target.budgets.get(metric), look), room)]
    if with_blame:
        below.append(longest(blame_words(target.blame.get(metric), target.pairs.get(metric), look), room))
    return [
        headline(reading, state, room),
        *day_line(reading, state, room, rows),
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


def headline(reading: Reading, state: ViewState, room: int) -> StyledLine:
    """``3.12 %  ▲ WARN  since 13:50 (30 min)``, shorter where it must be; the number always whole."""
    look, condition = state.look, reading.condition
    style = look.style(condition)
    value = styled(look.to_ascii(percent(reading.value, reading.metric)), style + BOLD)
    sign, sign_style = look.sign(condition)
    word, word_style = look.word(condition)
    if condition is Condition.OK and reading.health is not Health.FRESH:
        sign_style = word_style = look.label  # nobody knows whether it is still so
    band: StyledLine = ((sign, sign_style), (" ", None), (word, word_style))
    seen: StyledLine = ()
    if reading.health is not Health.FRESH:
        text = "not read" if reading.health is Health.INIT else reading.health.value
        seen = styled(f"{look.health_sign(reading.health)} {text}", BOLD)
    since = short = back = ()  # type: StyledLine
    if reading.since is not None and condition is not Condition.OK:
        at = look.stamp(reading.since, state.now)
        short = styled(f"since {at}", look.label)
        since = styled(f"since {at} ({short_duration(max(0.0, state.now - reading.since))})", look.label)
    if reading.recovering:
        back = styled("recovering")
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


def day_line(reading: Reading, state: ViewState, room: int, rows: int) -> list[StyledLine]:
    """The last 24 hours, the newest at the right."""
    look = state.look
    values = held(reading.series, state.now, DAY, max(1, room - len(SPAN_LABEL)))
    drawn = spark_rows(
        values, top=scale_top(reading.lines, values), lines=reading.lines, rows=rows, ascii=look.ascii_graph
    )
    lines = [paint_bars(runs, look.palette) for runs in drawn]
    lines[-1] = (*lines[-1], (SPAN_LABEL, look.label))
    return lines


def budget_words(budget: Budget | None, look: Look) -> tuple[StyledLine, ...]:
    """``188 more bounces until review, 9-31 h``, or why there is no honest number; longest first."""
    if budget is None:
        return ((),)
    if budget.left is None:
        return (styled(look.to_ascii(budget.note), look.label),)
    line = budget.towards.word
    if budget.left <= 0:
        return (styled(f"the {line} line is reached", look.style(min(budget.towards, Condition.REVIEW))),)
    what = "bounce" if budget.metric is Metric.BOUNCE_RATE else "complaint"
    things = f"{what}{'' if budget.left == 1 else 's'}"
    ending = f" until {line}" if budget.hours is None else f" until {line}, {hours_words(*budget.hours)}"
    number = count(budget.left)
    core: StyledLine = ((f"{number} more {things}", BOLD), (ending, None))
    tail = f" · {budget.note}" if budget.note else ""
    origin = "an estimated volume" if budget.estimated else "the volume"
    volume = f" · by {origin} of {count(budget.volume)}" if budget.volume is not None else ""
    return (
        (*core, (look.to_ascii(tail + volume), look.label)),
        (*core, (look.to_ascii(tail), look.label)),
        core,
        ((f"{number} {things}", BOLD), (ending, None)),
    )


def blame_words(blame: Blame | None, pairs: PairBlame | None, look: Look) -> tuple[StyledLine, ...]:
    """``Hotmail × news.example.org is 71 % of it``, or one of them with its usual rate, then without."""
    if blame is None:
        return ((),)
    shorter = (blame, replace(blame, usual=None))
    said = (who_text(blame, pairs), *(blame_text(each) for each in shorter))
    return tuple(styled(look.to_ascii(text)) for text in dict.fromkeys(said))


def hours_words(low: float, high: float) -> str:
    """``9-31 h``, ``about 6 h``; in days from two days on."""
    if high < 1:
        return "within the hour"
    per, unit = (24, "d") if low >= 48 else (1, "h")
    first, last = f"{low / per:.0f}", f"{high / per:.0f}"
    return f"about {last} {unit}" if first == last else f"{first}-{last} {unit}"


def boxed(
    title: str,
    lines: list[StyledLine],
    room: int,
    height: int,
    reading: Reading | None,
    look: Look,
    focused: bool,
) -> list[StyledLine]:
    """A round border with its title; in the band's colour from warn on, bold with the focus."""
    condition = reading.condition if reading else Condition.OK
    style = look.label
    if condition >= Condition.WARN:
        style = look.style(min(condition, Condition.REVIEW))
    if focused:
        style = (BOLD if condition < Condition.WARN else style) + BOLD
    mark = look.to_ascii("╭─ ") if not focused else look.to_ascii("╭▸ ")
    top: StyledLine = ((mark, style), (title, BOLD), (" ", style))
    fill = look.to_ascii("─") * (room - length(top) - 1) + look.to_ascii("╮")
    side = look.to_ascii("│")
    body = [
        ((f"{side} ", style), *pad(lines[index] if index < len(lines) else (), room - 4), (f" {side}", style))
        for index in range(height - FRAME_LINES)
    ]
    bottom = look.to_ascii("╰") + look.to_ascii("─") * (room - 2) + look.to_ascii("╯")
    return [(*top, (fill, style)), *body, styled(bottom, style)]
