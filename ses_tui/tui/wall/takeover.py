"""The pages that push the others aside: an open alert in its three lines, and blindness."""

from collections.abc import Sequence
from textwrap import wrap

from rich.style import Style

from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.playbooks import ADVICE, advice_for
from ses_tui.core.snapshot import Alert, TargetSnapshot
from ses_tui.core.verdict import cause
from ses_tui.core.words import alert_text, percent, shown_value
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import ELLIPSIS, cut
from ses_tui.tui.line import clip, styled
from ses_tui.tui.overview.panel import hours_words
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.big import fitting, scales, wrapped
from ses_tui.tui.wall.head import reason
from ses_tui.tui.wall.lines import BLIND, Room, beside, filled, high, indented, rows_of, wide

SIGNS = "●◆▲■✖"
MARGIN = 1
BUDGETS = (Metric.BOUNCE_BUDGET, Metric.COMPLAINT_BUDGET)
LEAST_WORD = 3
"""A value is at most so many times as big as the word beside it."""


def alert_page(target: TargetSnapshot, alert: Alert, state: ViewState, room: Room) -> list[StyledLine]:
    """Sign, word and value as big as can be; then what, who and what to do; then what else is open."""
    look = state.look
    word = f"{SIGNS[alert.condition]} {alert.condition.word.upper()}"
    value = shown_value(alert.value, alert.key.metric).replace(" %", "%")
    if alert.key.metric in BUDGETS:
        value = f"budget {value}"  # so big a number must not be taken for the rate
    who = look.to_ascii(" · ".join(part for part in (alert.blame, _left(target, alert)) if part))
    line = alert_text(alert.condition, alert.key.subject, alert.key.metric, alert.value, alert.line)
    said = [look.to_ascii(f"{look.stamp(alert.since, state.now)} {line}"), who, look.to_ascii(_advice(alert))]
    others = [each for each in target.alerts if each is not alert]
    more = _others(others, state)
    return _spread((word, value), [text for text in said if text], more, look.fill(alert.condition), room)


def blind_page(target: TargetSnapshot, state: ViewState, room: Room) -> list[StyledLine]:
    """That nothing is seen, since when by the banner's age; what was last known."""
    look = state.look
    error = cause(target)
    known = [
        f"{metric.word} {percent(reading.value, metric)} {look.word(reading.condition)[0]}"
        for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)
        if (reading := target.reading(metric)) is not None and reading.value is not None
    ]
    advice = advice_for("blind", error.kind.value if error else "")
    said = [reason(target), advice, f"last known: {', '.join(known)}" if known else "nothing was ever read"]
    sign = look.health_sign(target.health)
    return _spread((f"{sign} BLIND", ""), [look.to_ascii(text) for text in said], "", BLIND, room)


def _advice(alert: Alert) -> str:
    return advice_for(alert.playbook) if alert.playbook in ADVICE else ""


def _left(target: TargetSnapshot, alert: Alert) -> str:
    """``188 more until review, 9-31 h``, of the account's own rates."""
    budget = target.budgets.get(alert.key.metric) if alert.key.subject == ACCOUNT else None
    if budget is None or not budget.left:
        return ""
    hours = f", {hours_words(*budget.hours)}" if budget.hours else ""
    return f"{budget.left} more until {budget.towards.word}{hours}"


def _others(others: Sequence[Alert], state: ViewState) -> str:
    if not others:
        return ""
    worst = max(others, key=lambda each: each.condition)
    named = alert_text(worst.condition, worst.key.subject, worst.key.metric, worst.value, None)
    return state.look.to_ascii(f"+{len(others)} more open: {named}")


def _spread(loud: tuple[str, str], said: list[str], more: str, style: Style, room: Room) -> list[StyledLine]:
    """The loud part gets two fifths of the height; then each line the largest letters; then it grows."""
    inner = room.width - 2 * MARGIN
    height = room.height - (1 if more else 0)
    gap: list[StyledLine] = [()] if height >= 16 else []
    top = _loud(loud, inner, max(3, height * 2 // 5), room)
    left = height - len(top) - len(gap)
    lines: list[StyledLine] = []
    for index, text in enumerate(said):
        later = (1 + len(gap)) * (len(said) - index - 1)
        lines += [*_line(text, inner, left - len(lines) - later, room), *gap]
    spare = height - len(lines) - len(gap)
    top = _loud(loud, inner, max(len(top), spare), room)
    blank: list[StyledLine] = [()] * max(0, (spare - len(top)) // 2)
    page = filled(indented([*blank, *top, *blank, *gap, *lines], MARGIN), room.width, height, style)
    if more:
        page += filled([clip(styled(f" {more}"), room.width)], room.width, 1, style)
    return page


def _loud(loud: tuple[str, str], width: int, height: int, room: Room) -> list[StyledLine]:
    """Word and value side by side or one above the other, each at a scale of its own: the biggest way."""
    look = room.look
    word, value = loud
    if not value:
        return rows_of(word, fitting(word, width, height, ascii=look.ascii), look)
    best, drawn = 0, [styled(look.to_ascii(f"{word}  {value}"))]
    for scale in scales(ascii=look.ascii):
        if wide(value, scale, look) > width or high(scale) > height:
            continue
        number = rows_of(value, scale, look)
        rest = width - wide(value, scale, look) - 4 * scale
        beside_it = fitting(word, rest, high(scale), ascii=look.ascii)
        above_it = fitting(word, width, min(high(scale), height - high(scale) - 1), ascii=look.ascii)
        for words, upper in ((beside_it, False), (above_it, True)):
            if words * LEAST_WORD >= scale and scale + words > best:
                best = scale + words
                label = rows_of(word, words, look)
                drawn = [*label, (), *number] if upper else beside(label, number, width)
    return drawn


def _line(text: str, width: int, height: int, room: Room) -> list[StyledLine]:
    """``text`` at the largest scale up to the page's at which it fits; cut only in small letters."""
    look = room.look
    scales_tried = range(room.scale, 0, -2) if look.ascii else range(room.scale, 0, -1)
    for scale in scales_tried:
        leading: list[StyledLine] = [()] if scale % 2 == 0 else []  # an odd one has half a row free below it
        most = (max(0, height) + len(leading)) // (high(scale) + len(leading))
        rows = wrapped(text.replace(" %", "%"), width, scale, most)
        if rows is not None:
            lines = [line for row in rows for line in (*rows_of(row, scale, look), *leading)]
            return lines[: len(lines) - len(leading)]
    return [styled(row) for row in _small(text, width, max(1, height))]


def _small(text: str, width: int, most: int) -> list[str]:
    """Over at most ``most`` lines; a number stays with its unit."""
    rows = wrap(text.replace(" %", "\N{NO-BREAK SPACE}%"), width, break_on_hyphens=False)
    if len(rows) > most:
        rows = [*rows[: most - 1], cut(" ".join(rows[most - 1 :]) + ELLIPSIS, width)]
    return [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows]
