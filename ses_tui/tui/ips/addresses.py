"""The table of dedicated IPs: warm-up and its pace, SNDS, lists that hold it."""

from collections.abc import Mapping
from functools import partial

from ses_tui.core.condition import Condition
from ses_tui.core.delisting import PLAYBOOK
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.resources import BlocklistHit, DedicatedIp, Recommendation
from ses_tui.core.warmup import AUTO_OFF, PLAN_DAYS, PLAN_PER_DAY, Pace, Standing
from ses_tui.core.words import count
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.findings import delisting_lines, finding_lines
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import ByName, last, values_of
from ses_tui.tui.ips.coach import WARMING, coach_lines, pace_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.IP
WIDE, WIDEST = 100, 150
BAR = 10

_SPAM: Mapping[float, str] = {0.0: "< 10 %", 0.5: "10-90 %", 1.0: ">= 90 %"}
"""SNDS.SpamRate is a class: 0 is under 10 % of the mail judged as spam, 0.5 up to 90 %, 1 above."""


_PACE = {Standing.NEW: "first day", Standing.BEHIND: "behind", Standing.AHEAD: "ahead"}


def columns(title: str, width: int) -> tuple[Column, ...]:
    """IP, pool, warm-up with its pace and end, what Microsoft and the lists say."""
    return (
        Column("ip", title, 18, flex=1),
        Column("pool", "pool", 18, flex=1, minimum_table_width=WIDE),
        Column("bar", "warm-up", BAR + 6),
        Column("day", "day of 45", 9),
        Column("pace", "pace", 12),
        Column("ends", "ends", 10),
        Column("spam", "SNDS spam", 9, minimum_table_width=WIDE),
        Column("traps", "traps", 5, align="right", minimum_table_width=WIDEST),
        Column("complaints", "SNDS complaints", 15, align="right", minimum_table_width=WIDEST),
        Column("lists", "listed on", 9, flex=3),
    )


def hits(inventory: Inventory, ip: str) -> list[BlocklistHit]:
    """The lists that hold it."""
    read = inventory.deliverability
    return [hit for hit in (read.blocklisted or () if read else ()) if hit.ip == ip]


def listings(inventory: Inventory, ip: str) -> list[Recommendation]:
    """What the advisor says of lists that hold it."""
    return sorted(
        (
            one
            for one in inventory.advisor or ()
            if one.type == "IP_LISTING" and ip in (one.resource, one.arn.rpartition("/")[2])
        ),
        key=Recommendation.order,
    )


def band(one: DedicatedIp, inventory: Inventory) -> Condition:
    """On a list, or mostly spam by SNDS: review; being warmed or some spam: notice."""
    spam = last(values_of(inventory).of(KIND, one.ip), "SNDS.SpamRate")
    open_listing = any(each.status == "OPEN" for each in listings(inventory, one.ip))
    if hits(inventory, one.ip) or open_listing or (spam is not None and spam >= 1.0):
        return Condition.REVIEW
    return Condition.NOTICE if one.warmup == WARMING or spam else Condition.OK


def rows(state: ViewState, width: int) -> list[TableRow]:
    """Worst first, then by pool."""
    target = state.target
    if target is None or target.inventory.pools is None:
        return []
    judged = [(one, band(one, target.inventory)) for one in target.inventory.pools.ips]
    judged.sort(key=lambda each: (-each[1], each[0].pool, each[0].percent or 0))
    return [_row(one, condition, target.inventory, state) for one, condition in judged]


def _row(one: DedicatedIp, condition: Condition, inventory: Inventory, state: ViewState) -> TableRow:
    look = state.look
    sign, style = look.sign(condition)
    found = values_of(inventory).of(KIND, one.ip)
    going = pace_of(one, inventory, state.now)
    dim = partial(styled, style=look.label)
    return TableRow(
        one.ip,
        (
            ((sign, style), (f" {look.to_ascii(one.ip)}", None)),
            dim(look.to_ascii(one.pool)),
            _warmth(one, look),
            styled(f"day {going.plan_day:.0f}") if going else (),
            _pace(going, look),
            dim(_end(going, look)),
            _spam(found, look),
            dim(look.to_ascii(count(last(found, "SNDS.TrapHits")))),
            dim(_share(last(found, "SNDS.ComplaintRate"), look)),
            _lists(one, inventory, look),
        ),
    )


def bar(share: float, cells: int, look: Look) -> StyledLine:
    """A bar of ``cells``: what is reached, then what is left, dim."""
    full = max(0, min(cells, round(share * cells)))
    done, rest = ("=", ".") if look.ascii else ("━", "┄")
    return ((done * full, None), (rest * (cells - full), look.label))


def _warmth(one: DedicatedIp, look: Look) -> StyledLine:
    if one.percent is None:
        return styled("by ISP, below" if one.warmup == "NOT_APPLICABLE" else look.to_ascii("–"), look.label)
    if one.warmup == "DONE":
        return styled("warm", look.label)
    return (*bar(one.percent / 100, BAR, look), (f" {one.percent:>3} %", None))


def _pace(going: Pace | None, look: Look) -> StyledLine:
    if going is None:
        return ()
    slow = going.standing in (Standing.BEHIND, Standing.STALLED)
    return styled(
        _PACE.get(going.standing, going.standing.value), look.style(Condition.NOTICE) if slow else None
    )


def _end(going: Pace | None, look: Look) -> str:
    if going is None or going.expected_end is None:
        return ""
    return look.local(going.expected_end).strftime("%Y-%m-%d")


def _spam(found: ByName, look: Look) -> StyledLine:
    value = last(found, "SNDS.SpamRate")
    if value is None:
        return styled(look.to_ascii("–"), look.label)
    condition = Condition.REVIEW if value >= 1 else Condition.NOTICE if value else Condition.OK
    text = _SPAM.get(value, f"{value:g}")
    return look.number(text, len(text) + 2 * bool(condition), condition)


def _share(value: float | None, look: Look) -> str:
    return look.to_ascii("–") if value is None else f"{100 * value:.3g} %"


def _lists(one: DedicatedIp, inventory: Inventory, look: Look) -> StyledLine:
    names = [hit.list_name for hit in hits(inventory, one.ip)]
    if not names and any(each.status == "OPEN" for each in listings(inventory, one.ip)):
        names = ["a list (advisor)"]
    return styled(look.to_ascii(", ".join(names)), look.style(Condition.REVIEW))


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """Its warm-up in words, SNDS, every list with AWS's words, what the advisor says."""
    target, look = state.target, state.look
    if target is None or target.inventory.pools is None:
        return []
    inventory = target.inventory
    one = next((each for each in inventory.pools.ips if each.ip == name), None) if inventory.pools else None
    if one is None:
        return []
    head = styled(look.to_ascii(f" {one.ip}  "), BOLD)
    lines = folded(head, look.to_ascii(_warmth_words(one, inventory, state)), room)
    sign, style = look.sign(Condition.REVIEW)
    for hit in hits(inventory, one.ip):
        since = f" since {look.stamp(hit.listed, state.now)}" if hit.listed is not None else ""
        label: StyledLine = (
            (f" {sign} ", style),
            (look.to_ascii(f"listed on {hit.list_name}{since}: "), style),
        )
        lines += folded(label, look.to_ascii(hit.description), room)
        lines += delisting_lines(hit.list_name, state, room)
    lines += finding_lines(listings(inventory, one.ip), state, room)
    if not hits(inventory, one.ip):
        for each in listings(inventory, one.ip):
            lines += delisting_lines(each.description, state, room) if each.status == "OPEN" else []
    if one.percent is not None and target.account and target.account.auto_warmup is False:
        sign, style = look.sign(Condition.NOTICE)
        lines += folded(((f" {sign} ", style),), AUTO_OFF, room)
    lines += coach_lines(one, state, room)
    snds = _snds_words(values_of(inventory).of(KIND, one.ip))
    if snds:
        lines += folded(styled(" SNDS  ", look.label), look.to_ascii(snds), room)
    return lines


def _warmth_words(one: DedicatedIp, inventory: Inventory, state: ViewState) -> str:
    pool = f"pool {one.pool}"
    if one.percent is None:
        return f"{pool}; AWS warms it for each ISP by itself"
    going = pace_of(one, inventory, state.now)
    if going is None:
        return f"{pool}; warm, {one.percent} %"
    seen = f"seen for {going.days_seen:.0f} days" if going.days_seen >= 1 else "first seen today"
    at = f"{pool}; {one.percent} %: day {going.plan_day:.0f} of AWS's {PLAN_DAYS}-day plan, {seen}"
    if going.standing is Standing.STALLED:
        return f"{at}; it has not moved for days: does anything send through it?"
    against = "" if going.standing is Standing.NEW else f", {going.standing.value}"
    if going.per_day is not None:
        against += f" ({going.per_day:+.1f} points a day, the plan {PLAN_PER_DAY:+.1f})"
    end = _end(going, state.look)
    ends = f"; ends about {end}" if end else ""
    return f"{at}{against}{ends}; mail above the day's plan goes out through the shared pool"


def _snds_words(found: ByName) -> str:
    said = []
    spam = last(found, "SNDS.SpamRate")
    if spam is not None:
        said.append(f"spam {_SPAM.get(spam, f'{spam:g}')}")
    for name, word in (
        ("SNDS.TrapHits", "trap hits"),
        ("SNDS.MessageRecipients", "recipients"),
        ("SNDS.RCPTCommands", "RCPT"),
        ("SNDS.DATACommands", "DATA"),
    ):
        value = last(found, name)
        if value is not None:
            said.append(f"{value:,.0f} {word}")
    complaints = last(found, "SNDS.ComplaintRate")
    if complaints is not None:
        said.append(f"complaints {100 * complaints:.3g} %")
    if said:
        return f"{', '.join(said)} (Microsoft's own, daily)"
    return "nothing in three days (Microsoft's own, daily)" if any("SNDS" in name for name in found) else ""


def absent(state: ViewState) -> str:
    """What would stand here."""
    unknown = unread(state, "pools", "GetDedicatedIps")
    return unknown or "no dedicated IPs; they would show warm-up, SNDS and blocklists here"


def page(ip: str, state: ViewState) -> str:
    """What to do about an IP that is listed."""
    inventory = state.target.inventory if state.target else Inventory()
    listed = hits(inventory, ip) or any(one.status == "OPEN" for one in listings(inventory, ip))
    return PLAYBOOK if listed else ""


SECTION = Section(
    "ips", "pools", columns, rows, absent, about, "IPs", lambda ip: Subject(KIND, ip), page=page
)
