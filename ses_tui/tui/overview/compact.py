"""A terminal under 60x15: one line says the worst, and nothing in it is cut that matters.

The lines below it are those of the mode, so that the number keys turn them; of a single line, that one.
"""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import RATES, Metric, SubjectKind
from ses_tui.core.snapshot import Reading, Row, TargetSnapshot
from ses_tui.core.verdict import verdict
from ses_tui.core.words import percent, shown_value
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import join, longest, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.head import fitting, words
from ses_tui.tui.viewstate import ViewState


class Compact(LineWidget):
    """The worst first; then, as far as there are lines, what the mode shows, the name and the age."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target = state.target
        if target is None:
            return [styled("reading…")]
        mode = self.app.current_mode
        lines = [*_worse_elsewhere(target, state), worst(target, state, width)]
        if height == 1 and mode != "overview":
            lines = _of_mode(mode, target, state, width, 1)
        if height >= 4:
            ends = 2 if height >= 6 else 0
            lines += _of_mode(mode, target, state, width, height - len(lines) - ends)
        if height >= 6:
            lines.append(styled(f" {target.name}", state.look.label))
            lines.append(styled(f" {words(state).strip()}", state.look.label))
        return [longest((line,), width) for line in lines]


def _of_mode(
    mode: str, target: TargetSnapshot, state: ViewState, width: int, height: int
) -> list[StyledLine]:
    """At most ``height`` lines of what the mode shows."""
    if mode == "overview":
        lines = [_rate_line(target, metric, state.look, width) for metric in RATES]
        if target.alerts and height > len(lines):
            lines += alert_lines(target, state, width, height - len(lines))
    elif mode in _ROWS:
        lines = [_row_line(row, state.look, width) for row in target.rows.get(_ROWS[mode], ())[:height]]
    elif mode == "alerts":
        lines = alert_lines(target, state, width, max(1, height))
    elif mode == "fleet":
        lines = [_target_line(one, state, width) for one in state.worst_first[:height]]
    else:
        lines = []
    return lines[:height] or [styled(" this mode needs 60x15 cells", state.look.label)]


_ROWS = {"isps": SubjectKind.ISP, "identities": SubjectKind.IDENTITY}


def _row_line(row: Row, look: Look, width: int) -> StyledLine:
    """``✖ Hotmail 21.29 %``: AWS's word that is not well, else the worse of its two rates, named where it is
    not the bounces."""
    found = (
        [row.word] if row.word else [reading for metric in RATES if (reading := row.get(metric)) is not None]
    )
    worst = max(found, key=lambda reading: reading.condition, default=None)
    value = shown_value(worst.shown, worst.metric) if worst else percent(None)
    said = f"{value} {worst.metric.word}" if worst and worst.metric is not Metric.BOUNCE_RATE else value
    name = cut(row.subject.label, max(8, width - len(said) - 5))
    return (
        (" ", None),
        look.sign(row.condition),
        (f" {name} ", None),
        (said, look.style(row.condition)),
    )


def _target_line(target: TargetSnapshot, state: ViewState, width: int) -> StyledLine:
    name = cut(target.name, max(8, width // 2))
    return ((f" {name} ", None), *worst(target, state, width - len(name) - 2))


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
    return [((f"{sign} ", style), (word, word_style), (f" · {other.name}", None))]


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
    value = styled(_rate(target, metric), style + BOLD)
    band: StyledLine = ((f"{sign} ", sign_style), (word, style)) if _known(target, metric) else _unread(look)
    name = styled(f" {metric.word}", look.label)
    return longest((join((name, value, band)), join((value, band)), value), room)


def _known(target: TargetSnapshot, metric: Metric) -> bool:
    reading = target.reading(metric)
    return reading is not None and reading.value is not None


def _unread(look: Look) -> StyledLine:
    """What was not read is not well."""
    return styled(f"{look.health_sign(Health.INIT)} unread", look.label)
