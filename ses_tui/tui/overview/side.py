"""Beside the tables, where something is wrong: who it is, what to do now, and the alerts worst first."""

from ses_tui import playbooks
from ses_tui.core.blame import more_telling
from ses_tui.core.condition import Condition
from ses_tui.core.model import Metric
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

NARROW, WIDE = 44, 70
"""Cells of the column in a terminal of 120 cells, and in one of 200 and more."""

NAMED = 4
"""Shares that are named; what is left is one more."""

LEAST_BAR, NAME_CELLS = 8, 32
SAID = 2
"""Words of the other side that are quoted."""

STEP_LINES = 2
LEAST_ALERTS = 4
LEAST_CLAUSE = 16
"""Characters of the beginning of a step that says enough without its end."""


def side_width(width: int) -> int:
    """Cells of the column in a terminal of ``width`` cells."""
    return min(WIDE, NARROW + max(0, width - 120) // 3)


def wanted(target: TargetSnapshot | None) -> bool:
    """Whether there is anything to say there."""
    return target is not None and bool(target.alerts)


class Side(LineWidget):
    """Three panels under each other."""

    DEFAULT_CSS = "Side { position: absolute; }"

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        target = state.target
        if target is None:
            return []
        room = width - PADDED
        who, steps = who_lines(target, state.look, room), step_lines(target, state.look, room)
        spare = height - SIDES - min(LEAST_ALERTS, len(target.alerts))
        lines: list[StyledLine] = []
        for title, said, right in (
            ("Who", who, "of what is above usual"),
            (_title(target, room), steps, "r all steps"),
        ):
            most = min(len(said), spare - len(lines) - SIDES)
            if most > 1:
                lines += _panel(title, said[:most], width, most + SIDES, state, Condition.OK, right)
        return lines + alerts_panel(target, state, width, height - len(lines))


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
    note = styled(look.to_ascii(right), look.label)
    return panel(title, lines, width, height, style, right=note)


def who_lines(target: TargetSnapshot, look: Look, room: int) -> list[StyledLine]:
    """A bar for each share of the excess, then what the other side says; empty where nobody stands out."""
    metric = next((one for one in (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE) if target.blame.get(one)), None)
    answer = more_telling(target.blame.get(metric), target.pairs.get(metric)) if metric else None
    if answer is None:
        return []
    shares = [(one.label, share) for one, share in answer.shares[:NAMED]]
    rest = 1.0 - sum(share for _, share in shares)
    shares.append(("everything else", max(0.0, rest)))
    bar = max(LEAST_BAR, room - NAME_CELLS)
    reading = target.reading(metric) if metric else None
    style = look.palette.bars[max(Condition.WARN, reading.condition if reading else Condition.OK)]
    lines: list[StyledLine] = []
    for number, (name, share) in enumerate(shares):
        full = round(share * bar)
        lines.append(
            (
                (look.to_ascii(fit(name, room - bar - 6)), None),
                (" ", None),
                ("█" * full, style if number < len(shares) - 1 else look.label),
                ("░" * (bar - full), look.label),
                (f"{100 * share:4.0f} %"[-5:], None),
            )
        )
    if target.events.reasons:
        from ses_tui.tui.events.rows import bare

        given: dict[str, int] = {}
        for reason in target.events.reasons:
            given[bare(reason.text)] = given.get(bare(reason.text), 0) + reason.count
        for text, many in sorted(given.items(), key=lambda one: -one[1])[:SAID]:
            lines.append(styled(look.to_ascii(cut(f"{many:,} × {text}", room)), look.label))
    return lines


def _title(target: TargetSnapshot, room: int) -> str:
    page = open_playbook(target)
    title = f"Do now · {playbooks.title(page)}" if page else "Do now"
    return title if len(title) <= room - 16 else "Do now"


def step_lines(target: TargetSnapshot, look: Look, room: int) -> list[StyledLine]:
    """The first steps of the page that helps, each in its first sentence."""
    page = open_playbook(target)
    if not page:
        return []
    lines: list[StyledLine] = []
    for number, step in enumerate(playbooks.steps(page), 1):
        for at, text in enumerate(fold(look.to_ascii(_short(step, room - 2)), room - 2)[:STEP_LINES]):
            mark = (f"{number} ", look.palette.accent) if at == 0 else ("  ", None)
            lines.append((mark, (text, None)))
    return lines


def _short(step: str, room: int) -> str:
    """As much of it as stands on one line, if the first clause does; else all of it."""
    clauses = (step, step.rpartition("; ")[0], step.partition(": ")[0], step.rpartition(", ")[0])
    return next((clause for clause in clauses if LEAST_CLAUSE <= len(clause) <= room), step)


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
