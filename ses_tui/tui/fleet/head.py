"""The two lines above what is about all targets: how they are, and the worst one's verdict."""

from ses_tui.core.condition import Condition, Health
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.fleet.rows import worst_first
from ses_tui.tui.line import join, longest, styled
from ses_tui.tui.look import BOLD, LOUD
from ses_tui.tui.overview.verdictline import verdict_line
from ses_tui.tui.viewstate import ViewState


def fleet_lines(state: ViewState, width: int) -> list[StyledLine]:
    """What is there, and the verdict of the worst target, the first of the list."""
    targets = worst_first(state.snapshot.targets if state.snapshot else ())
    first = targets[0].name if targets else ""
    name = state.look.to_ascii(first) if len(targets) > 1 else ""
    return [_title(state, width), verdict_line(state._replace(chosen=first), width, name)]


def _title(state: ViewState, room: int) -> StyledLine:
    """``Fleet 3 targets  1 REVIEW  1 blind  worst first``, and whether the screen is held or a demo."""
    look, snapshot = state.look, state.snapshot
    targets = snapshot.targets if snapshot else ()
    one = len(targets) == 1
    parts = [styled(f" Fleet {len(targets)} target{'' if one else 's'}", BOLD)]
    for condition in reversed(Condition):
        many = _count(targets, condition)
        if many and condition >= Condition.NOTICE:
            sign, style = look.sign(condition)
            parts.append(((f"{sign} ", style), (f"{many} {look.word(condition)[0]}", look.style(condition))))
    for health in (Health.BLIND, Health.STALE):
        many = sum(target.health is health for target in targets)
        if many:
            parts.append(styled(f"{look.health_sign(health)} {many} {health.value}", BOLD))
    if state.demo or (snapshot and snapshot.demo):
        parts.append(styled(" DEMO ", LOUD))
    if snapshot and snapshot.restored:
        parts.append(styled(look.to_ascii(" last known, reading… "), LOUD))
    order = styled("" if one else "worst first", look.label)
    return longest((join((*parts, order)), join(parts)), room)


def _count(targets: tuple[TargetSnapshot, ...], condition: Condition) -> int:
    return sum(target.condition is condition for target in targets)
