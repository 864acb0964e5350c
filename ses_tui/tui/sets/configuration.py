"""The table of configuration sets: own rates, mail of a day, sending, and what is off or missing."""

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import EMPTY_SERIES, Metric, Subject, SubjectKind
from ses_tui.core.resources import ConfigurationSet, EventDestination
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.findings import finding_lines, named
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.values import (
    BOUNCE,
    COMPLAINT,
    ByName,
    chart_lines,
    count_cell,
    day_words,
    last,
    rate_cell,
    total,
    trend_cell,
    values_of,
    worst,
)
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.CONFIGURATION_SET
TREND = 24
WIDE, WIDER, WIDEST = 100, 120, 160

SENDING_OFF = "sending off"


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Who, mail of 24 h, own rates, sending; then where it sends through and what is missing."""
    return (
        Column("who", title, 20, flex=1),
        Column("sends", "sends", 6, align="right"),
        Column("bounces", "bounces", 7, align="right", minimum_table_width=WIDE),
        Column("complaints", "complaints", 10, align="right", minimum_table_width=WIDER),
        Column("bounce", "bounce", 8, align="right"),
        Column("bounce24", "24 h", TREND, align="newest", minimum_table_width=WIDEST),
        Column("complaint", "complaint", 9, align="right"),
        Column("sending", "sending", 7),
        Column("pool", "pool", 14, flex=1, minimum_table_width=WIDE),
        Column("fresh", "fresh start", 11, minimum_table_width=WIDEST),
        Column("flags", "", 22, flex=2),
    )


def band(one: ConfigurationSet, found: ByName, target: TargetSnapshot) -> Condition:
    """Its own rates; at least warn while it sends nothing, at least notice where something is missing."""
    if one.sending_enabled is False:
        return max(Condition.WARN, worst(found, target))
    return max(Condition.NOTICE if one.flags else Condition.OK, worst(found, target))


def rows(state: ViewState, width: int) -> list[TableRow]:
    """Worst first, then by volume."""
    target = state.target
    if target is None or target.inventory.sets is None:
        return []
    values = values_of(target.inventory)
    judged = []
    for one in target.inventory.sets.sets:
        found = values.of(KIND, one.name)
        judged.append((one, found, band(one, found, target)))
    judged.sort(key=lambda each: (-each[2], -(total(each[1], "Send") or 0.0), each[0].name))
    return [_row(*each, target, state, width) for each in judged]


def _row(
    one: ConfigurationSet,
    found: ByName,
    condition: Condition,
    target: TargetSnapshot,
    state: ViewState,
    width: int,
) -> TableRow:
    look = state.look
    sign, style = look.sign(condition)
    trend = found.get(BOUNCE, EMPTY_SERIES)
    flags = ", ".join(flag for flag in one.flags if flag != SENDING_OFF)
    return TableRow(
        one.name,
        (
            ((sign, style), (f" {look.to_ascii(one.name)}", None)),
            count_cell(total(found, "Send"), look),
            count_cell(total(found, "Bounce"), look),
            count_cell(total(found, "Complaint"), look),
            rate_cell(last(found, BOUNCE), Metric.BOUNCE_RATE, target, look),
            trend_cell(trend, Metric.BOUNCE_RATE, state, TREND) if width >= WIDEST else (),
            rate_cell(last(found, COMPLAINT), Metric.COMPLAINT_RATE, target, look),
            sending_cell(one.sending_enabled, look),
            _pool(one, look),
            styled(_day(one.last_fresh_start, look), look.label),
            styled(flags, look.style(Condition.NOTICE)),
        ),
    )


def sending_cell(enabled: bool | None, look: Look) -> StyledLine:
    """``on``, ``OFF`` in warn's colour, or nothing known."""
    if enabled is None:
        return styled(look.to_ascii("–"), look.label)
    return styled("on", look.label) if enabled else styled("OFF", look.style(Condition.WARN))


def _pool(one: ConfigurationSet, look: Look) -> StyledLine:
    if one.pool is None:
        return styled(look.to_ascii("–"), look.label)
    return styled(look.to_ascii(one.pool)) if one.pool else styled("account's", look.label)


def _day(at: float | None, look: Look) -> str:
    return look.to_ascii("–") if at is None else look.local(at).strftime("%Y-%m-%d")


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """Its day, its pool and fresh start, each destination, what is missing, what the advisor found."""
    target, look = state.target, state.look
    if target is None or target.inventory.sets is None:
        return []
    one = next((each for each in target.inventory.sets.sets if each.name == name), None)
    if one is None:
        return []
    found = values_of(target.inventory).of(KIND, name)
    lines = folded(styled(f" {look.to_ascii(name)}  ", BOLD), day_words(found), room)
    fresh = ""
    if one.last_fresh_start is not None:
        fresh = f"; AWS counts its rates since {_day(one.last_fresh_start, look)} (last fresh start)"
    if one.pool is not None:
        pool = f"pool {one.pool}" if one.pool else "the account's own way out, no pool"
        lines += folded(styled(" through "), look.to_ascii(f"{pool}{fresh}"), room)
    if one.reputation_metrics_enabled is False:
        said = "no reputation metrics: its rates are not exported"
        lines += folded(_sign(Condition.NOTICE, look), said, room)
    if one.sending_enabled is False:
        said = "sending is off: AWS takes no mail through this set"
        lines += folded(_sign(Condition.WARN, look), said, room)
    if one.destinations is not None:
        lines += _destinations(one, look, room)
    lines += settings_lines(one, look, room)
    lines += finding_lines(named(target.inventory, f"configuration-set/{name}"), state, room)
    bounce, complaint = found.get(BOUNCE, EMPTY_SERIES), found.get(COMPLAINT, EMPTY_SERIES)
    lines += chart_lines(bounce, "bounce", Metric.BOUNCE_RATE, state, room)
    return [*lines, *chart_lines(complaint, "complaint", Metric.COMPLAINT_RATE, state, room)]


def _destinations(one: ConfigurationSet, look: Look, room: int) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for each in one.destinations or ():
        lines += _destination(each, look, room)
    if one.unheard:
        missing = " and ".join(f"{event.lower()}s" for event in one.unheard)
        said = f"nobody is told of single {missing}: no destination that is on carries them"
        lines += folded(_sign(Condition.NOTICE, look), said, room)
    return lines


def settings_lines(one: ConfigurationSet, look: Look, room: int) -> list[StyledLine]:
    """What of its own settings makes bounces, or hides them; first what should be changed."""
    lines: list[StyledLine] = []
    if one.unsuppressed:
        said = "its own suppression setting overrides the account's: mail goes on to addresses that bounced"
        lines += folded(_sign(Condition.NOTICE, look), said, room)
    if one.gives_up_early:
        tried = short_duration(one.most_seconds or 0)
        said = f"mail is tried for {tried} only: what is deferred for longer bounces, as if it were blocked"
        lines += folded(_sign(Condition.NOTICE, look), said, room)
    if one.tls == "REQUIRE":
        said = "requires TLS: a server without it makes a bounce"
        lines += folded(styled(" settings  ", look.label), said, room)
    return lines


def _destination(each: EventDestination, look: Look, room: int) -> list[StyledLine]:
    state: StyledLine = styled("on") if each.enabled else styled("OFF", look.style(Condition.NOTICE))
    label: StyledLine = (("   ", None), (look.to_ascii(f"{each.name} "), None), *state, ("  ", None))
    events = " ".join(event.lower() for event in each.event_types)
    where = f" to {each.arn}" if each.arn else ""
    return folded(label, look.to_ascii(f"{'+'.join(each.kinds)}{where}: {events}"), room, look.label)


def _sign(condition: Condition, look: Look) -> StyledLine:
    sign, style = look.sign(condition)
    return ((f" {sign} ", style),)


def absent(state: ViewState) -> str:
    """What a set would show, and what it costs."""
    return "no configuration sets; one would show its own rates and destinations, free"


SECTION = Section("sets", "sets", columns, rows, absent, about, "Sets", lambda name: Subject(KIND, name))
