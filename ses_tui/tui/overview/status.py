"""The status line: what is watched, what AWS says of it, how much of the quota is gone, and the cost."""

from rich.style import Style

from ses_tui.core.condition import Condition, Health, enforcement_condition
from ses_tui.core.model import Metric
from ses_tui.core.snapshot import AccountStatus, Quota, TargetSnapshot
from ses_tui.core.words import count, money
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import length, styled, wrap
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.viewstate import ViewState

NAME_CELLS = 24
BAR_CELLS = 4
MOST_LINES = 2
WIDE = 110
OPTIONAL = 4
"""The rank of what is said only where there is room for it beside all else."""

_MEANING = {"PROBATION": "under review", "SHUTDOWN": "paused by AWS"}
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def status_lines(state: ViewState, room: int, height: int) -> list[StyledLine]:
    """At most ``height`` lines of at most ``room`` cells."""
    given = parts(state, room)
    if height == 1 or _together(given) > room - 1:
        given = [one for one in given if one[0] < OPTIONAL]
    return [((" ", None), *line) for line in wrap(given, room - 1, height)]


def lines_needed(state: ViewState, room: int) -> int:
    """1 or 2: how many lines of ``room`` cells the status takes."""
    needed = [one for one in parts(state, room) if one[0] < OPTIONAL]
    return 1 if _together(needed) <= room - 1 else MOST_LINES


def _together(given: list[tuple[int, StyledLine]]) -> int:
    return sum(length(part) + 2 for _, part in given if part) - 2


def parts(state: ViewState, room: int) -> list[tuple[int, StyledLine]]:
    """Each part with its rank: the higher, the sooner it goes where there is no room."""
    look, target = state.look, state.target
    found: list[tuple[int, StyledLine]] = []
    if target is None:
        found.append((0, styled("reading…" if not look.ascii else "reading", look.label)))
    else:
        found.append((0, _name(target, state)))
        where = [part for part in (target.account_id, target.region) if part]
        if where:
            found.append((2, styled(look.to_ascii(" · ".join(where)), look.label)))
        if target.account:
            found += _account(target, target.account, look, room)
        cost = money(target.usage.estimated_monthly_usd)
        found.append((3, ((cost, None), ("/mo", look.label)) if target.account else ()))
        found.append((OPTIONAL, styled(_why_so_much(target), look.label)))
        if target.owner:
            found.append((1, styled(f"viewing: watched by {target.owner}", look.label)))
    if state.demo or (state.snapshot and state.snapshot.demo):
        found.append((1, styled(" DEMO ", LOUD)))
    if state.snapshot and state.snapshot.restored:
        found.append((1, styled(look.to_ascii(" last known, reading… "), LOUD)))
    return found


def _why_so_much(target: TargetSnapshot) -> str:
    """``while WARN``: what costs is read too while somebody looks at it, or the account is not ok."""
    if not target.inventory.values_wanted:
        return ""
    loud = target.condition > Condition.OK
    return f"while {target.condition.word.upper()}" if loud else "while looked at"


def _name(target: TargetSnapshot, state: ViewState) -> StyledLine:
    """With its place among several."""
    name = styled(cut(state.look.to_ascii(target.name), NAME_CELLS), BOLD)
    names = state.names
    if len(names) < 2:
        return name
    return (*name, (f" {names.index(target.name) + 1}/{len(names)}", state.look.label))


def _account(
    target: TargetSnapshot, account: AccountStatus, look: Look, room: int
) -> list[tuple[int, StyledLine]]:
    found: list[tuple[int, StyledLine]] = [(0, _enforcement(account, target.account_health, look, room))]
    if account.sending_enabled:
        found.append((1, styled("sending on", look.label)))
    else:
        sign, style = look.sign(Condition.PAUSE)
        found.append((0, styled(f"{sign} SENDING OFF", style)))
    if not account.production_access:
        sign, style = look.sign(Condition.NOTICE)
        found.append((1, ((sign, style), (" sandbox", None))))
    if account.quota:
        reading = target.reading(Metric.QUOTA_USE)
        found.append((1, _quota(account.quota, reading.condition if reading else Condition.OK, look)))
    return found


def _enforcement(account: AccountStatus, health: Health, look: Look, room: int) -> StyledLine:
    condition = enforcement_condition(account.enforcement_status)
    sign, style = look.sign(condition)
    word = look.to_ascii(cut(account.enforcement_status, NAME_CELLS)) or "–"
    meaning = _MEANING.get(account.enforcement_status, "")
    if condition is Condition.OK and health is not Health.FRESH:
        return (
            (look.health_sign(health), BOLD),
            (f" {word}", look.label),
        )  # nobody knows whether it still is
    if condition is Condition.OK:
        return (("AWS says " if room >= WIDE else "AWS: ", look.label), (sign, style), (f" {word}", None))
    return styled(f"{sign} {word}{', ' + meaning if meaning else ''}", style)


def _quota(quota: Quota, condition: Condition, look: Look) -> StyledLine:
    if quota.max_24_hour_send is None or quota.use is None:
        return (("quota ", look.label), (f"unlimited, {count(quota.sent_last_24_hours)} in 24 h", None))
    style: Style = look.style(condition)
    sign = "" if condition is Condition.OK else look.sign(condition)[0] + " "
    return (
        ("quota ", look.label),
        *bar(quota.use, BAR_CELLS, style, look),
        (f" {sign}{100 * quota.use:.0f} %", style),
        (f" of {count(quota.max_24_hour_send)}", look.label),
    )


def bar(fraction: float, cells: int, style: Style, look: Look) -> StyledLine:
    """``▕██▍   ▏``: how full, to an eighth of a cell; ``[##    ]`` in ASCII."""
    eighths = round(max(0.0, min(1.0, fraction)) * cells * 8)
    if look.ascii:
        full = "#" * round(eighths / 8)
        return (("[", look.label), (full.ljust(cells), style), ("]", look.label))
    text = "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    return (("▕", look.label), (text.ljust(cells), style), ("▏", look.label))
