"""A terminal under 60x15: one line says the worst, and nothing in it is cut that matters."""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import Reading, TargetSnapshot
from ses_tui.core.verdict import verdict
from ses_tui.core.words import percent
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import join, longest, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.headfoot import words
from ses_tui.tui.overview.verdictline import fitting
from ses_tui.tui.viewstate import ViewState


class Compact(LineWidget):
    """The worst first; then, as far as there are lines, the rates, the other alerts and the age."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target = state.target
        if target is None:
            return [styled(state.look.to_ascii("reading…"))]
        lines = [*_worse_elsewhere(target, state), worst(target, state, width)]
        if height >= 4:
            lines += [_rate_line(target, metric, state.look, width) for metric in _RATES]
        if height >= 6:
            room = height - len(lines) - 2
            if target.alerts and room > 0:
                lines += alert_lines(target, state, width, room)
            lines.append(styled(f" {state.look.to_ascii(target.name)}", state.look.label))
            lines.append(styled(f" {words(state).strip()}", state.look.label))
        return [longest((line,), width) for line in lines]


_RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)


def _worse_elsewhere(target: TargetSnapshot, state: ViewState) -> list[StyledLine]:
    """The worst of the other targets, where that is worse than the one that is shown."""
    look = state.look
    targets = state.snapshot.targets if state.snapshot else ()
    other = max(targets, key=_badness, default=target)
    if _badness(other) <= _badness(target):
        return []
    sign, style = look.sign(other.condition)
    word, word_style = look.word(other.condition)
    if other.condition is target.condition:
        sign, style = look.health_sign(other.health), BOLD
        word, word_style = other.health.value.upper(), BOLD
    return [((f"{sign} ", style), (word, word_style), (look.to_ascii(f" · {other.name}"), None))]


def _badness(target: TargetSnapshot) -> tuple[int, int]:
    unseen = target.health in (Health.STALE, Health.BLIND)
    return target.condition, target.health.rank if unseen else 0


def worst(target: TargetSnapshot, state: ViewState, room: int) -> StyledLine:
    """The verdict, as long as ``room`` lets it be."""
    return fitting(verdict(target, state.now), room, state.look, tight=True)


def _rate(target: TargetSnapshot, metric: Metric) -> str:
    reading = target.reading(metric)
    return percent(reading.value if reading else None, metric)


def _rate_line(target: TargetSnapshot, metric: Metric, look: Look, room: int) -> StyledLine:
    reading: Reading | None = target.reading(metric)
    condition = reading.condition if reading else Condition.OK
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    value = styled(look.to_ascii(_rate(target, metric)), style + BOLD)
    band: StyledLine = ((f"{sign} ", sign_style), (word, style)) if _known(target, metric) else _unread(look)
    name = styled(f" {metric.word}", look.label)
    return longest((join((name, value, band)), join((value, band)), value), room)


def _known(target: TargetSnapshot, metric: Metric) -> bool:
    reading = target.reading(metric)
    return reading is not None and reading.value is not None


def _unread(look: Look) -> StyledLine:
    """What was not read is not well."""
    return styled(f"{look.health_sign(Health.INIT)} unread", look.label)
