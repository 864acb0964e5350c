"""Beside the tables, where something is wrong: who it is, what to do now, and the alerts worst first."""

from ses_tui import playbooks
from ses_tui.core.blame import more_telling
from ses_tui.core.condition import Condition
from ses_tui.core.model import RATES, Metric
from ses_tui.core.playbooks import open_playbook
from ses_tui.core.record import replace
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.draw.panel import PADDED, SIDES, frame_style, panel
from ses_tui.tui.line import fold, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import Look
from ses_tui.tui.overview.alerts import alert_line, badges
from ses_tui.tui.viewstate import ViewState

NAMED = 4
"""Shares that are named; what is left is one more."""

LEAST_BAR, NAME_CELLS = 8, 33
"""Cells of a share's bar at least, and what name and percentage take beside it."""

QUOTED = 2
"""Lines with the words of the other side."""

LEAST_ALERTS = 4


class Side(LineWidget):
    """Three panels under each other."""

    DEFAULT_CSS = "Side { position: absolute; }"

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target = state.target
        if target is None:
            return []
        least = SIDES + min(LEAST_ALERTS, len(target.alerts))
        lines = advice_panels(target, open_playbook(target), state, width, height - least)
        return lines + alerts_panel(target, state, width, height - len(lines))


def advice_panels(
    target: TargetSnapshot, page: str, state: ViewState, width: int, height: int
) -> list[StyledLine]:
    """Who is behind it, and the first steps of ``page``, in at most ``height`` lines."""
    room, spare = width - PADDED, height - 2 * SIDES
    lines: list[StyledLine] = []
    if (metric := to_blame(target)) and spare > 1:
        who = who_lines(target, metric, state.look, room)[:spare]
        right = f"of the extra {metric.word}s"
        lines += _panel("Who", who, width, len(who) + SIDES, state, Condition.OK, right)
        spare -= len(who)
    if steps := step_lines(page, state.look, room, spare):
        title = _title(page, room)
        lines += _panel(title, steps, width, len(steps) + SIDES, state, Condition.OK, "r all steps")
    return lines


def _panel(
    title: str,
    lines: list[StyledLine],
    width: int,
    height: int,
    state: ViewState,
    worst: Condition,
    right: str,
) -> list[StyledLine]:
    look = state.look
    style = frame_style(worst, look.palette)
    note = styled(right, look.label)
    return panel(title, lines, width, height, style, right=note)


def to_blame(target: TargetSnapshot) -> Metric | None:
    """The rate that is worst, of those with somebody behind them."""

    def worst(metric: Metric) -> Condition:
        reading = target.reading(metric)
        return reading.condition if reading else Condition.OK

    return max((metric for metric in RATES if target.blame.get(metric)), key=worst, default=None)


def who_lines(target: TargetSnapshot, metric: Metric, look: Look, room: int) -> list[StyledLine]:
    """A bar for each share of the excess; of bounces what the other side says too."""
    answer = more_telling(target.blame.get(metric), target.pairs.get(metric))
    if answer is None:
        return []
    shares = [(one.label, share) for one, share in answer.shares[:NAMED]]
    rest = 1.0 - sum(share for _, share in shares)
    shares.append(("everything else", max(0.0, rest)))
    bar = max(LEAST_BAR, room - NAME_CELLS)
    reading = target.reading(metric)
    style = look.palette.bars[max(Condition.WARN, reading.condition if reading else Condition.OK)]
    lines: list[StyledLine] = []
    for number, (name, share) in enumerate(shares):
        full = round(share * bar)
        lines.append(
            (
                (fit(name, room - bar - 7), None),
                (" ", None),
                ("█" * full, style if number < len(shares) - 1 else look.label),
                ("░" * (bar - full), look.label),
                (f"{100 * share:4.0f} %", None),
            )
        )
    if target.events.reasons and metric is Metric.BOUNCE_RATE:
        from ses_tui.tui.events.rows import bare

        given: dict[str, int] = {}
        for reason in target.events.reasons:
            given[bare(reason.text)] = given.get(bare(reason.text), 0) + reason.count
        for text, many in sorted(given.items(), key=lambda one: -one[1])[:QUOTED]:
            lines.append(styled(cut(f"{many:,} × {text}", room), look.label))
    return lines


def _title(page: str, room: int) -> str:
    title = f"Do now · {playbooks.title(page)}" if page else "Do now"
    return title if len(title) <= room - 16 else "Do now"


def step_lines(page: str, look: Look, room: int, most: int) -> list[StyledLine]:
    """The first steps of the page that helps, whole ones, in at most ``most`` lines."""
    lines: list[StyledLine] = []
    for number, step in enumerate(playbooks.steps(page) if page else (), 1):
        parts = fold(step, room - 2)
        if len(lines) + len(parts) > most:
            break
        for at, text in enumerate(parts):
            mark = (f"{number} ", look.palette.accent) if at == 0 else ("  ", None)
            lines.append((mark, (text, None)))
    return lines


def alerts_panel(target: TargetSnapshot, state: ViewState, width: int, height: int) -> list[StyledLine]:
    """The alerts, worst first; the last line counts those that have no room."""
    look = state.look
    order = target.alerts
    room, rows = width - PADDED, height - SIDES
    lines: list[StyledLine] = []
    for number, alert in enumerate(order):
        bare_alert = replace(alert, blame="", acked_until=None, silenced_until=None)
        said = [alert_line(bare_alert, state, room + 1)[1:]]
        if marks := badges(alert, state):
            said.append(styled(cut(f"  {', '.join(marks)}", room), look.label))
        rest = len(order) - number - 1
        if len(lines) + len(said) + bool(rest) > rows:
            lines.append(styled(f"{rest + 1} more", look.label))
            break
        lines += said
    title = f"Alerts {len(order)}"
    return _panel(title, lines, width, height, state, target.condition, "6 all") if rows > 0 else []
