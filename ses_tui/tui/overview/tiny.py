"""A terminal under 60x15: one line says the worst, and nothing in it is cut that matters."""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.core.snapshot import Alert, Reading, TargetSnapshot
from ses_tui.core.words import percent, value_text
from ses_tui.tui.draw.bandstyle import Cell
from ses_tui.tui.frame import Frame
from ses_tui.tui.line import cell, join, longest
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.overview.age import words
from ses_tui.tui.overview.alerts import alert_lines, fitted
from ses_tui.tui.overview.trouble import health_line
from ses_tui.tui.sheet import Sheet


class Tiny(Sheet):
    """The worst first; then, as far as there are lines, the rates, the other alerts and the age."""

    def draw(self, frame: Frame, width: int, height: int) -> list[Cell]:
        target = frame.target
        if target is None:
            return [cell(frame.look.say("reading…"))]
        lines = [*_worse_elsewhere(target, frame), worst(target, frame, width)]
        if height >= 4:
            lines += [_rate_line(target, metric, frame.look, width) for metric in _RATES]
        if height >= 6:
            room = height - len(lines) - 2
            if target.alerts and room > 0:
                lines += alert_lines(target, frame, width, room)
            lines.append(cell(f" {frame.look.say(target.name)}", frame.look.label))
            lines.append(cell(f" {words(frame).strip()}", frame.look.label))
        return [longest((line,), width) for line in lines]


_RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)


def _worse_elsewhere(target: TargetSnapshot, frame: Frame) -> list[Cell]:
    """The worst of the other targets, where that is worse than the one that is shown."""
    look = frame.look
    targets = frame.snapshot.targets if frame.snapshot else ()
    other = max(targets, key=_badness, default=target)
    if _badness(other) <= _badness(target):
        return []
    sign, style = look.sign(other.condition)
    word, word_style = look.word(other.condition)
    if other.condition is target.condition:
        sign, style = look.health_sign(other.health), BOLD
        word, word_style = other.health.value.upper(), BOLD
    return [((f"{sign} ", style), (word, word_style), (look.say(f" · {other.name}"), None))]


def _badness(target: TargetSnapshot) -> tuple[int, int]:
    unseen = target.health in (Health.STALE, Health.BLIND)
    return target.condition, target.health.rank if unseen else 0


def worst(target: TargetSnapshot, frame: Frame, room: int) -> Cell:
    """What is worst about the account itself, as long as ``room`` lets it be."""
    look = frame.look
    if target.health in (Health.STALE, Health.BLIND) and target.condition < Condition.REVIEW:
        sign = look.health_sign(target.health)
        short = cell(f"{sign} {target.health.value.upper()}", BOLD)
        return longest((join((health_line(frame),)), short), max(room, 8)) if room > 30 else short
    own = [alert for alert in target.alerts if alert.key.subject == ACCOUNT]
    if own:
        return _alert(max(own, key=lambda alert: alert.condition), look, room)
    condition = target.condition
    if condition is Condition.OK and not any(_known(target, metric) for metric in _RATES):
        return _unread(look)
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    head: Cell = ((f"{sign} ", sign_style), (word, style))
    bounce, complaint = (_rate(target, metric) for metric in _RATES)
    rates = cell(f" {bounce} {complaint}")
    return longest(
        (join((head, cell(f"bounce {bounce}"), cell(f"complaint {complaint}"))), (*head, *rates), head), room
    )


def _alert(alert: Alert, look: Look, room: int) -> Cell:
    sign, sign_style = look.sign(alert.condition)
    style = look.style(alert.condition)
    word, _ = look.word(alert.condition)
    value = alert.value if isinstance(alert.value, str) else percent(alert.value, alert.key.metric)
    said = value_text(alert.key.metric, alert.value)
    mark: Cell = ((f"{sign} ", sign_style),)
    full = fitted(alert, look, 1000)
    blame = ((look.say(f" · {alert.blame}"), None),) if alert.blame else ()
    variants: tuple[Cell, ...] = (
        (*mark, (full, style), *blame),
        (*mark, (full, style)),
        (*mark, (look.say(f"{word} {said}"), style)),
        (*mark, (look.say(f"{word} {value}"), style)),
        (*mark, (word, style)),
    )
    whole = longest(variants[1:], room)
    return longest(variants[:1], room) if whole == variants[1] else whole


def _rate(target: TargetSnapshot, metric: Metric) -> str:
    reading = target.reading(metric)
    return percent(reading.value if reading else None, metric)


def _rate_line(target: TargetSnapshot, metric: Metric, look: Look, room: int) -> Cell:
    reading: Reading | None = target.reading(metric)
    condition = reading.condition if reading else Condition.OK
    sign, sign_style = look.sign(condition)
    word, style = look.word(condition)
    value = cell(look.say(_rate(target, metric)), style + BOLD)
    band: Cell = ((f"{sign} ", sign_style), (word, style)) if _known(target, metric) else _unread(look)
    name = cell(f" {metric.word}", look.label)
    return longest((join((name, value, band)), join((value, band)), value), room)


def _known(target: TargetSnapshot, metric: Metric) -> bool:
    reading = target.reading(metric)
    return reading is not None and reading.value is not None


def _unread(look: Look) -> Cell:
    """What was not read is not well."""
    return cell(f"{look.health_sign(Health.INIT)} unread", look.label)
