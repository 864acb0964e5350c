"""What cannot be seen and what to do about it: plain lines, none where all is well."""

from textwrap import wrap

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import SubjectKind
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.verdict import VDM, cause
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, length, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

_PLURAL = {SubjectKind.ISP: "ISPs", SubjectKind.IDENTITY: "identities"}


def fitted_trouble(state: ViewState, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` of the lines; the last one counts those that have no room."""
    lines = [clip(line, room) for line in trouble_lines(state)]
    hidden = len(lines) - height
    if hidden > 0 and height:
        more = styled(f"  +{hidden} more", state.look.label)
        lines[height - 1] = (*clip(lines[height - 1], room - length(more)), *more)
    return lines[:height]


def trouble_lines(state: ViewState) -> list[StyledLine]:
    """One line per failing source that no other line tells of, then one per failing channel."""
    target, look = state.target, state.look
    lines: list[StyledLine] = []
    if target is not None:
        told = cause(target) if target.health in (Health.STALE, Health.BLIND) else None
        vdm_told = vdm_error(target) if not any(target.rows.values()) else None
        for error in target.errors:
            if error not in (told, vdm_told):
                lines.append(_error_line(error, look))
        if target.rejected_points:
            one = target.rejected_points == 1
            many = "1 datapoint was" if one else f"{target.rejected_points} datapoints were"
            lines.append(styled(f" {many} not believed (not a rate, or in the future)", look.label))
        lines += [styled(f" {note}", look.label) for note in _notes(target)]
    lines += failing_channels(state.snapshot, look) if state.snapshot else []
    return lines


def _error_line(error: SourceError, look: Look) -> StyledLine:
    sign, style = look.sign(Condition.NOTICE)
    return (
        (f" {sign} ", style),
        (f"{error.source} {error.operation}", BOLD),
        (f": {error.hint or error.kind.value} · {error.message}", None),
    )


def failing_channels(snapshot: Snapshot, look: Look) -> list[StyledLine]:
    """One line for each channel that takes no message, with its reason."""
    sign, style = look.sign(Condition.WARN)
    return [
        (
            (f" {sign} ", style),
            (f"{channel.name} notifications fail", BOLD),
            (f", {channel.failures} times: {channel.note}", None),
        )
        for channel in snapshot.channels
        if channel.state == "failing"
    ]


def _notes(target: TargetSnapshot) -> list[str]:
    """What a source says of itself without being in trouble, such as a pace slowed by its cost."""
    return list(dict.fromkeys(f"{source.name}: {source.note}" for source in target.sources if source.note))


def vdm_error(target: TargetSnapshot) -> SourceError | None:
    """Why the rows could not be read, if that is why there are none."""
    return next((error for error in target.errors if error.source == VDM), None)


def rows_note(state: ViewState) -> str:
    """One line in the place of tables without rows; empty where there are rows of both kinds."""
    target = state.target
    if target is None:
        return ""
    missing = [kind for kind in (SubjectKind.ISP, SubjectKind.IDENTITY) if not target.rows.get(kind)]
    if not missing:
        return ""
    error = vdm_error(target)
    what = " and ".join(_PLURAL[kind] for kind in missing)
    off = target.account is not None and not target.account.vdm_enabled
    if off or (error is not None and error.kind is ErrorKind.NOT_ENABLED):
        return f"{what}: VDM is off in this account; with it, their bounces and complaints stand here"
    if error is not None:
        return f"{what} were not read: {error.hint or error.message}"
    if target.account is None or target.health is Health.INIT:
        return ""
    return f"{what}: not read yet, or no mail today and yesterday"


def note_lines(state: ViewState, room: int) -> list[StyledLine]:
    """The note, over two lines at most."""
    lines = wrap(rows_note(state), max(20, room - 2), max_lines=2, placeholder=" …", break_on_hyphens=False)
    return [styled(f" {line}", state.look.label) for line in lines]
