"""The fleet in words: how all are and the worst one's verdict; and all of the target under the cursor."""

from collections.abc import Sequence

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import shown_value
from ses_tui.tui.draw.bandstyle import StyledLine, paint
from ses_tui.tui.draw.gauge import gauge
from ses_tui.tui.fleet.rows import sight, worst_reading, worst_row
from ses_tui.tui.line import clip, join, length, longest, styled
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.overview.alerts import alert_lines
from ses_tui.tui.overview.head import status_line, verdict_line
from ses_tui.tui.overview.panel import budget_words, headline
from ses_tui.tui.overview.trouble import trouble_lines
from ses_tui.tui.viewstate import ViewState

WORST_FIRST = "worst first"
LEAST_GAUGE, MOST_GAUGE = 18, 60
MOST_ALERTS = 6

ONE = "one target is watched; each [[targets]] table adds one (ses-tui config init)"


def about(state: ViewState, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` lines about ``frame.target``, the most telling first."""
    target, look = state.target, state.look
    if target is None:
        return []
    lines: list[StyledLine] = [status_line(state, room)]
    if len(state.names) > 1:  # else it stands above already
        lines.append(verdict_line(state, room))
    lines += [_rate(state, metric, room) for metric in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)]
    row = worst_row(target)
    if row is not None:
        reading = worst_reading(row)
        sign, style = look.sign(row.condition)
        said = f"{reading.metric.word} {shown_value(reading.shown, reading.metric)}"
        lines.append(
            (
                (" worst row  ", look.label),
                (sign, style),
                (f" {row.subject.label} ", None),
                (said, look.style(reading.condition)),
            )
        )
    lines += alert_lines(target, state, room, max(1, min(MOST_ALERTS, len(target.alerts))))
    lines += trouble_lines(state)
    return [clip(line, room) for line in lines][:height]


def _rate(state: ViewState, metric: Metric, room: int) -> StyledLine:
    """``bounce 3.12 % ▲ WARN since 14:50  188 more bounces until review  0━━2┄┄3``, shorter where it must."""
    target, look = state.target, state.look
    reading = target.reading(metric) if target else None
    name = styled(f" {metric.word:<9}", look.label)
    if target is None or reading is None or reading.value is None:
        return (*name, (" –  not read yet", look.label))
    head = headline(reading, state, 46)
    budgets = budget_words(target.budgets.get(metric), look)
    for budget in (*budgets, ()):
        left = room - length(join((name, head, budget))) - 2
        if left >= LEAST_GAUGE or not budget:
            break
    cells = min(MOST_GAUGE, left)
    runs = gauge(
        reading.value,
        reading.lines,
        max(0, cells),
        condition=reading.condition,
        recovering=reading.recovering,
    )
    return join((name, head, paint(runs, look.palette) if cells >= LEAST_GAUGE else (), budget))


def fleet_lines(
    state: ViewState, width: int, order: str = WORST_FIRST, shown: StyledLine = ()
) -> list[StyledLine]:
    """What is there, and the verdict of the worst target. ``order``: of the list, in words; ``shown``: what
    of it a filter leaves."""
    targets = state.worst_first
    first = targets[0].name if targets else ""
    name = first if len(targets) > 1 else ""
    return [_title(state, width, order, shown), verdict_line(state._replace(chosen=first), width, name)]


def _title(state: ViewState, room: int, order: str, shown: StyledLine) -> StyledLine:
    """``Fleet 3 targets  1 REVIEW  1 blind  $0.60/mo  worst first``, and whether it is a demo."""
    look, snapshot = state.look, state.snapshot
    targets = snapshot.targets if snapshot else ()
    one = len(targets) == 1
    parts = [styled(f" Fleet {len(targets)} target{'' if one else 's'}", BOLD), *_counts(targets, look)]
    if state.demo or (snapshot and snapshot.demo):
        parts.append(styled(" DEMO ", LOUD))
    if snapshot and snapshot.restored:
        parts.append(styled(" last known, reading… ", LOUD))
    parts += [shown] if shown else []
    cost = styled(cost_words(targets), look.label)
    sorted_by = styled("" if one else order, look.label)
    less = cost if order == WORST_FIRST else sorted_by
    return longest((join((*parts, cost, sorted_by)), join((*parts, less)), join(parts)), room)


def group_line(targets: Sequence[TargetSnapshot], look: Look, room: int) -> StyledLine:
    """`` shop 12 targets  1 PAUSE  2 blind  $2.40/mo``: a folded group."""
    many = styled(f" {targets[0].group} {len(targets)} target{'' if len(targets) == 1 else 's'}", BOLD)
    return clip(join((many, *_counts(targets, look), styled(cost_words(targets), look.label))), room)


def _counts(targets: Sequence[TargetSnapshot], look: Look) -> list[StyledLine]:
    """How many there are in each condition that is worth a word, and how many can't be seen."""
    parts: list[StyledLine] = []
    for condition in reversed(Condition):
        many = _count(targets, condition)
        if many and condition >= Condition.NOTICE:
            sign, style = look.sign(condition)
            parts.append(((f"{sign} ", style), (f"{many} {look.word(condition)[0]}", look.style(condition))))
    for health in (Health.BLIND, Health.STALE):
        many = sum(sight(target) is health for target in targets)
        if many:
            parts.append(styled(f"{look.health_sign(health)} {many} {health.value}", BOLD))
    return parts


def cost_words(targets: Sequence[TargetSnapshot]) -> str:
    """``$1.21/mo``, and how many targets the cap slows; nothing before that is known."""
    slowed = sum(target.usage.slowed for target in targets)
    total = sum(target.usage.estimated_monthly_usd for target in targets)
    return (f"${total:.2f}/mo" + (f", the cap slows {slowed}" if slowed else "")) if total else ""


def _count(targets: Sequence[TargetSnapshot], condition: Condition) -> int:
    return sum(target.condition is condition for target in targets)
