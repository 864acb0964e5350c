"""What stands at the top of every mode: what is watched and what AWS says of it, its age, and the verdict."""

from rich.style import Style

from ses_tui.core.clock import Clock, short_duration
from ses_tui.core.condition import Condition, Health, enforcement_condition
from ses_tui.core.model import Metric
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, Quota, TargetSnapshot
from ses_tui.core.verdict import Verdict, verdict
from ses_tui.core.words import count, money
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, fit
from ses_tui.tui.line import clip, length, styled, wrap
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import BOLD, LOUD, Look
from ses_tui.tui.viewstate import ViewState

NAME_CELLS = 24
BAR_CELLS = 12
WIDE = 100
"""Cells of the line from which it says ``AWS says`` and draws the quota."""

_MEANING = {"PROBATION": "under review", "SHUTDOWN": "paused by AWS"}


def status_line(state: ViewState, room: int) -> StyledLine:
    """One line of at most ``room`` cells; what matters least goes first where there is no room."""
    (line,) = wrap(parts(state, room), room - 1, 1)
    return ((" ", None), *line)


def parts(state: ViewState, room: int) -> list[tuple[int, StyledLine]]:
    """Each part with its rank: the higher, the sooner it goes where there is no room."""
    look, target = state.look, state.target
    found: list[tuple[int, StyledLine]] = []
    if target is None:
        found.append((0, styled("reading…", look.label)))
    else:
        found.append((0, _name(target, state)))
        found += _where(target, look)
        if target.account:
            found += _account(target, target.account, look, room)
            cost = money(target.usage.estimated_monthly_usd)
            found.append((5, ((cost, None), ("/mo", look.label), *_why_so_much(target, look))))
        if target.owner:
            found.append((1, styled(f"viewing: watched by {target.owner}", look.label)))
    if state.demo or (state.snapshot and state.snapshot.demo):
        found.append((1, styled(" DEMO ", LOUD)))
    if state.snapshot and state.snapshot.restored:
        found.append((1, styled(" last known, reading… ", LOUD)))
    return found


def _where(target: TargetSnapshot, look: Look) -> list[tuple[int, StyledLine]]:
    """The account, and the Region, which stays longer."""
    return [
        (rank, styled(part, look.label))
        for rank, part in ((4, target.account_id), (2, target.region))
        if part
    ]


def _why_so_much(target: TargetSnapshot, look: Look) -> StyledLine:
    """``while WARN``: what costs is read too while somebody looks at it, or the account is not ok."""
    if not target.inventory.values_wanted:
        return ()
    loud = target.condition > Condition.OK
    return styled(f" while {target.condition.word.upper()}" if loud else " while looked at", look.label)


def _name(target: TargetSnapshot, state: ViewState) -> StyledLine:
    """With its place among several."""
    name = styled(cut(target.name, NAME_CELLS), BOLD)
    names = state.names
    if len(names) < 2:
        return name
    return (*name, (f" {names.index(target.name) + 1}/{len(names)}", state.look.label))


def _account(
    target: TargetSnapshot, account: AccountStatus, look: Look, room: int
) -> list[tuple[int, StyledLine]]:
    found: list[tuple[int, StyledLine]] = [(0, _enforcement(account, target.account_health, look, room))]
    if account.sending_enabled:
        found.append((3, styled("sending on", look.label)))
    else:
        sign, style = look.sign(Condition.PAUSE)
        found.append((0, styled(f"{sign} SENDING OFF", style)))
    if not account.production_access:
        sign, style = look.sign(Condition.NOTICE)
        found.append((1, ((sign, style), (" sandbox", None))))
    if account.quota:
        reading = target.reading(Metric.QUOTA_USE)
        condition = reading.condition if reading else Condition.OK
        rank = 2 if condition is Condition.OK else 1
        found.append((rank, _quota(account.quota, condition, look, wide=room >= WIDE)))
    return found


def _enforcement(account: AccountStatus, health: Health, look: Look, room: int) -> StyledLine:
    condition = enforcement_condition(account.enforcement_status)
    sign, style = look.sign(condition)
    word = cut(account.enforcement_status, NAME_CELLS) or "–"
    meaning = _MEANING.get(account.enforcement_status, "")
    if condition is Condition.OK and health is not Health.FRESH:
        return (
            (look.health_sign(health), BOLD),
            (f" {word}", look.label),
        )  # nobody knows whether it still is
    if condition is Condition.OK:
        return (("AWS says " if room >= WIDE else "AWS: ", look.label), (sign, style), (f" {word}", None))
    return styled(f"{sign} {word}{', ' + meaning if meaning else ''}", style)


def _quota(quota: Quota, condition: Condition, look: Look, *, wide: bool) -> StyledLine:
    if quota.max_24_hour_send is None or quota.use is None:
        return (("quota ", look.label), (f"unlimited, {count(quota.sent_last_24_hours)} in 24 h", None))
    style: Style = look.style(condition)
    sign = "" if condition is Condition.OK else look.sign(condition)[0] + " "
    of = f" of {count(quota.max_24_hour_send)}"
    return (
        ("24 h quota " if wide else "quota ", look.label),
        *(bar(quota.use, BAR_CELLS, style, look) if wide else ()),
        (f"{' ' * wide}{sign}{100 * quota.use:.0f} %", style),
        *(((of, look.label),) if wide else ()),
    )


def bar(fraction: float, cells: int, style: Style, look: Look) -> StyledLine:
    """``━━━┄┄┄┄┄``: how full."""
    full = round(max(0.0, min(1.0, fraction)) * cells)
    return (("━" * full, style), ("┄" * (cells - full), look.label))


LAST_KNOWN = "LAST KNOWN"
HINT = " r fix "


def verdict_line(state: ViewState, room: int, name: str = "") -> StyledLine:
    """One line of ``room`` cells at most; what does not fit is said shorter.

    ``name``: of its target, where that is not said elsewhere.
    """
    target, snapshot, look = state.target, state.snapshot, state.look
    if target is None or snapshot is None:
        return styled(" reading…", look.label)
    made = verdict(target, snapshot.generated_at)
    if name:
        made = replace(made, sayings=tuple((f"{name}: {word}", said) for word, said in made.sayings))
    if snapshot.restored:
        said = made.sayings[0][1] if made.unseen else f"{made.word}: {made.sayings[0][1]}"
        known = f" {look.health_sign(Health.STALE)} {LAST_KNOWN}  {said}"
        return clip(styled(known, look.label), room)
    hint = HINT if made.condition >= Condition.WARN else ""
    line = fitting(made, room - len(hint), look)
    if not hint or length(line) + len(hint) > room:
        return line
    ground = line[0][1]
    blanks = " " * (room - len(hint) - length(line))
    return (*line, (blanks, ground), (hint, ground))


def fitting(made: Verdict, room: int, look: Look, *, tight: bool = False) -> StyledLine:
    """The longest way to say it that has room; the last one is cut. ``tight``: without blanks around it."""
    lines = (_styled(made, form, look, tight) for form in range(len(made.sayings)))
    shorter: StyledLine = ()
    for shorter in lines:
        if length(shorter) <= room:
            return shorter
    return clip(shorter, room)


def _styled(made: Verdict, form: int, look: Look, tight: bool) -> StyledLine:
    word, said = made.sayings[form]
    lead, gap = ("", " ") if tight else (" ", "  ")
    text = f"{gap}{said}" if said else ""
    if made.unseen:
        loud = made.health is not Health.INIT
        badge = f"{lead}{look.health_sign(made.health)} {word}{lead}"
        return ((badge, LOUD if loud else look.label), (text[len(lead) :], BOLD if loud else look.label))
    sign, sign_style = look.sign(made.condition)
    if made.condition < Condition.WARN:
        return ((f"{lead}{sign} ", sign_style), (word, BOLD), (text, None))
    ground = look.fill(made.condition)
    return ((f"{lead}{sign} {word}", ground + Style(bold=True)), (text, ground))


CELLS = 16
STEP = 5.0
"""Seconds: the age is shown in steps of it, so that the line is not sent every second."""

RATES = frozenset({"bounce_rate", "complaint_rate"})
"""The sources that all hangs on; the older one of their last successes is what the label shows."""


class Age(LineWidget):
    """``read 40 s ago``, always as wide."""

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return [styled(fit(f"{words(state)} ", width, "right"), state.look.label)]


def words(state: ViewState) -> str:
    """``read 40 s ago``; ``reading`` where a read was asked for or nothing was read yet."""
    if state.reading or state.target is None:
        return "reading…"
    age = data_age(state.target, state.clock)
    return "no data yet" if age is None else f"read {short_duration(age)} ago"


def data_age(target: TargetSnapshot, clock: Clock) -> float | None:
    """Seconds since both rates were last read, in steps of 5; None if they never were.

    By the monotonic clock; by the wall clock only for numbers of an earlier run.
    """
    sources = [source for source in target.sources if source.name in RATES]
    mono = [source.last_success_mono for source in sources if source.last_success_mono is not None]
    if mono and len(mono) == len(sources):
        age = clock.monotonic() - min(mono)
    else:
        read = [source.last_success for source in sources if source.last_success is not None]
        read = read or [reading.at for reading in target.readings if reading.at is not None]
        if not read:
            return None
        age = clock.now() - min(read)
    return max(0.0, age - age % STEP)


def top_lines(state: ViewState, width: int) -> list[StyledLine]:
    """The status, then the verdict."""
    return [status_line(state, width - CELLS), verdict_line(state, width)]
