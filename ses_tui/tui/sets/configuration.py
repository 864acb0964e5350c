"""The table of configuration sets: own rates, mail of a day, sending, and what is off or missing."""

from typing import NamedTuple

from rich.style import Style

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition
from ses_tui.core.model import EMPTY_SERIES, Metric, Subject, SubjectKind
from ses_tui.core.resources import ConfigurationSet, EventDestination
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.column import count, day, named, rate, text
from ses_tui.tui.inventory.export import with_values
from ses_tui.tui.inventory.findings import finding_lines
from ses_tui.tui.inventory.findings import named as findings_named
from ses_tui.tui.inventory.values import (
    BOUNCE,
    COMPLAINT,
    ByName,
    chart_lines,
    day_total,
    last,
    total,
    trend_cell,
    values_of,
    worst,
)
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.query import day_words
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.CONFIGURATION_SET
TREND = 24
WIDE, WIDER, WIDEST = 100, 120, 160

SENDING_OFF = "sending off"


class SetRow(NamedTuple):
    """A configuration set with its values of CloudWatch."""

    one: ConfigurationSet
    found: ByName
    band: Condition


def band(one: ConfigurationSet, found: ByName, target: TargetSnapshot) -> Condition:
    """Its own rates; at least warn while it sends nothing, at least notice where something is missing."""
    if one.sending_enabled is False:
        return max(Condition.WARN, worst(found, target))
    return max(Condition.NOTICE if one.flags else Condition.OK, worst(found, target))


def items(state: ViewState) -> list[tuple[str, SetRow]]:
    """Worst first, then by volume."""
    target = state.target
    if target is None or target.inventory.sets is None:
        return []
    values = values_of(target.inventory)
    judged = []
    for one in target.inventory.sets.sets:
        found = values.of(KIND, one.name)
        judged.append(SetRow(one, found, band(one, found, target)))
    judged.sort(key=lambda row: (-row.band, -(total(row.found, "Send") or 0.0), row.one.name))
    return [(row.one.name, row) for row in judged]


def _trend(row: SetRow, state: ViewState, room: int) -> StyledLine:
    return trend_cell(row.found.get(BOUNCE, EMPTY_SERIES), Metric.BOUNCE_RATE, state, TREND)


def _sending(row: SetRow) -> str | None:
    """``on``, ``OFF``, or nothing known."""
    enabled = row.one.sending_enabled
    return None if enabled is None else "on" if enabled else "OFF"


def _sending_style(row: SetRow, look: Look) -> Style:
    return look.label if row.one.sending_enabled else look.style(Condition.WARN)


def _pool(row: SetRow) -> str | None:
    return row.one.pool if row.one.pool != "" else "account's"


COLUMNS: tuple[Column[SetRow], ...] = (
    named(20, lambda row: row.one.name, lambda row: row.band, flex=1),
    count("sends", "sends", 6, lambda row: total(row.found, "Send")),
    count("bounces", "bounces", 7, lambda row: total(row.found, "Bounce"), at=WIDE),
    count("complaints", "complaints", 10, lambda row: total(row.found, "Complaint"), at=WIDER),
    rate("bounce", Metric.BOUNCE_RATE, lambda row: last(row.found, BOUNCE)),
    Column("bounce24", "24 h", TREND, align="newest", minimum_table_width=WIDEST, cell=_trend),
    rate("complaint", Metric.COMPLAINT_RATE, lambda row: last(row.found, COMPLAINT)),
    text("sending", "sending", 7, _sending, _sending_style),
    text("pool", "pool", 14, _pool, lambda row, look: None if row.one.pool else look.label, flex=1, at=WIDE),
    day("fresh", "fresh start", 11, lambda row: row.one.last_fresh_start, "–", at=WIDEST),
    text(
        "flags",
        "",
        22,
        lambda row: ", ".join(flag for flag in row.one.flags if flag != SENDING_OFF),
        lambda row, look: look.style(Condition.NOTICE),
        flex=2,
    ),
)


def about(row: SetRow, state: ViewState, room: int) -> list[StyledLine]:
    """Its day, its pool and fresh start, each destination, what is missing, what the advisor found."""
    target, look = state.target, state.look
    if target is None:
        return []
    one, found = row.one, row.found
    lines = folded(styled(f" {one.name}  ", BOLD), day_total(found), room)
    fresh = ""
    if one.last_fresh_start is not None:
        fresh = f"; AWS counts its rates since {day_words(one.last_fresh_start, look)} (last fresh start)"
    if one.pool is not None:
        pool = f"pool {one.pool}" if one.pool else "the account's own way out, no pool"
        lines += folded(styled(" through "), f"{pool}{fresh}", room)
    if one.reputation_metrics_enabled is False:
        said = "no reputation metrics: its rates are not exported"
        lines += folded(_sign(Condition.NOTICE, look), said, room)
    if one.sending_enabled is False:
        said = "sending is off: AWS takes no mail through this set"
        lines += folded(_sign(Condition.WARN, look), said, room)
    if one.destinations is not None:
        lines += _destinations(one, look, room)
    lines += settings_lines(one, look, room)
    lines += finding_lines(findings_named(target.inventory, f"configuration-set/{one.name}"), state, room)
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
    label: StyledLine = (("   ", None), (f"{each.name} ", None), *state, ("  ", None))
    events = " ".join(event.lower() for event in each.event_types)
    where = f" to {each.arn}" if each.arn else ""
    return folded(label, f"{'+'.join(each.kinds)}{where}: {events}", room, look.label)


def _sign(condition: Condition, look: Look) -> StyledLine:
    sign, style = look.sign(condition)
    return ((f" {sign} ", style),)


def absent(state: ViewState) -> str:
    """What a set would show, and what it costs."""
    return "no configuration sets; one would show its own rates and destinations, free"


def subject(row: SetRow) -> Subject:
    """What values, alerts and silences call it."""
    return Subject(KIND, row.one.name)


EXPORT = with_values("sets", lambda row: row.one, subject)

SECTION = Section("sets", "Sets", "sets", COLUMNS, items, absent, about, EXPORT, subject)
