"""The table of dedicated IPs: warm-up and its pace, SNDS, lists that hold it."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.delisting import PLAYBOOK
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.resources import BlocklistHit, DedicatedIp, Recommendation
from ses_tui.core.warmup import AUTO_OFF, PLAN_DAYS, PLAN_PER_DAY, Pace, Standing
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.column import count, day, named, percent, text, unknown
from ses_tui.tui.inventory.export import with_values
from ses_tui.tui.inventory.findings import delisting_lines, finding_lines
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import ByName, last, values_of
from ses_tui.tui.ips.coach import WARMING, coach_lines, pace_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.query import day_words
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.IP
WIDE, WIDEST = 100, 150
BAR = 10

_SPAM: Mapping[float, str] = {0.0: "< 10 %", 0.5: "10-90 %", 1.0: ">= 90 %"}
"""SNDS.SpamRate is a class: 0 is under 10 % of the mail judged as spam, 0.5 up to 90 %, 1 above."""


_PACE = {Standing.NEW: "first day", Standing.BEHIND: "behind", Standing.AHEAD: "ahead"}


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


class IpRow(NamedTuple):
    """An IP with its warm-up, its values of CloudWatch, and the lists that hold it."""

    one: DedicatedIp
    found: ByName
    going: Pace | None
    lists: str
    band: Condition

    @property
    def spam(self) -> float | None:
        """SNDS' class."""
        return last(self.found, "SNDS.SpamRate")


def items(state: ViewState) -> list[tuple[str, IpRow]]:
    """Worst first, then by pool."""
    target = state.target
    if target is None or target.inventory.pools is None:
        return []
    inventory = target.inventory
    values = values_of(inventory)
    rows = [
        IpRow(
            one,
            values.of(KIND, one.ip),
            pace_of(one, inventory, state.now),
            _lists(one, inventory),
            band(one, inventory),
        )
        for one in target.inventory.pools.ips
    ]
    rows.sort(key=lambda row: (-row.band, row.one.pool, row.one.percent or 0))
    return [(row.one.ip, row) for row in rows]


def bar(share: float, cells: int, look: Look) -> StyledLine:
    """A bar of ``cells``: what is reached, then what is left, dim."""
    full = max(0, min(cells, round(share * cells)))
    return (("━" * full, None), ("┄" * (cells - full), look.label))


def _warmth(row: IpRow, state: ViewState, room: int) -> StyledLine:
    look, one = state.look, row.one
    if one.percent is None:
        return styled("by ISP, below", look.label) if one.warmup == "NOT_APPLICABLE" else unknown(look)
    if one.warmup == "DONE":
        return styled("warm", look.label)
    return (*bar(one.percent / 100, BAR, look), (f" {one.percent:>3} %", None))


def _pace(row: IpRow) -> str:
    return _PACE.get(row.going.standing, row.going.standing.value) if row.going else ""


def _pace_style(row: IpRow, look: Look) -> Style | None:
    slow = row.going is not None and row.going.standing in (Standing.BEHIND, Standing.STALLED)
    return look.style(Condition.NOTICE) if slow else None


def _spam(row: IpRow, state: ViewState, room: int) -> StyledLine:
    value = row.spam
    if value is None:
        return unknown(state.look)
    condition = Condition.REVIEW if value >= 1 else Condition.NOTICE if value else Condition.OK
    said = _spam_words(value)
    return state.look.number(said, len(said) + 2 * bool(condition), condition)


def _spam_words(value: float) -> str:
    return _SPAM.get(value, f"{value:g}")


def _lists(one: DedicatedIp, inventory: Inventory) -> str:
    names = [hit.list_name for hit in hits(inventory, one.ip)]
    if not names and any(each.status == "OPEN" for each in listings(inventory, one.ip)):
        names = ["a list (advisor)"]
    return ", ".join(names)


COLUMNS: tuple[Column[IpRow], ...] = (
    named(18, lambda row: row.one.ip, lambda row: row.band, flex=1),
    text("pool", "pool", 18, lambda row: row.one.pool, flex=1, at=WIDE),
    Column(
        "warmth",
        "warm-up",
        BAR + 6,
        cell=_warmth,
        value=lambda row: None if row.one.percent is None else row.one.percent / 100,
        kind="percent",
    ),
    Column(
        "day",
        "day of 45",
        9,
        cell=lambda row, state, room: styled(f"day {row.going.plan_day:.0f}") if row.going else (),
        value=lambda row: row.going.plan_day if row.going else None,
        kind="number",
    ),
    text("pace", "pace", 12, _pace, _pace_style),
    day("ends", "ends", 10, lambda row: row.going.expected_end if row.going else None),
    Column(
        "spam",
        "SNDS spam",
        9,
        minimum_table_width=WIDE,
        cell=_spam,
        value=lambda row: row.spam,
        kind="percent",
    ),
    count("traps", "traps", 5, lambda row: last(row.found, "SNDS.TrapHits"), at=WIDEST),
    percent(
        "complaints",
        "SNDS complaints",
        15,
        lambda row: last(row.found, "SNDS.ComplaintRate"),
        form="{:.3g} %",
        at=WIDEST,
    ),
    text(
        "lists", "listed on", 9, lambda row: row.lists, lambda row, look: look.style(Condition.REVIEW), flex=3
    ),
)


def about(row: IpRow, state: ViewState, room: int) -> list[StyledLine]:
    """Its warm-up in words, SNDS, every list with AWS's words, what the advisor says."""
    target, look, one = state.target, state.look, row.one
    if target is None:
        return []
    inventory = target.inventory
    head = styled(f" {one.ip}  ", BOLD)
    lines = folded(head, _warmth_words(row, look), room)
    sign, style = look.sign(Condition.REVIEW)
    for hit in hits(inventory, one.ip):
        since = f" since {look.stamp(hit.listed, state.now)}" if hit.listed is not None else ""
        label: StyledLine = (
            (f" {sign} ", style),
            (f"listed on {hit.list_name}{since}: ", style),
        )
        lines += folded(label, hit.description, room)
        lines += delisting_lines(hit.list_name, state, room)
    lines += finding_lines(listings(inventory, one.ip), state, room)
    if not hits(inventory, one.ip):
        for each in listings(inventory, one.ip):
            lines += delisting_lines(each.description, state, room) if each.status == "OPEN" else []
    if one.percent is not None and target.account and target.account.auto_warmup is False:
        sign, style = look.sign(Condition.NOTICE)
        lines += folded(((f" {sign} ", style),), AUTO_OFF, room)
    lines += coach_lines(one, state, room)
    snds = _snds_words(row.found)
    if snds:
        lines += folded(styled(" SNDS  ", look.label), snds, room)
    return lines


def _warmth_words(row: IpRow, look: Look) -> str:
    one, going = row.one, row.going
    pool = f"pool {one.pool}"
    if one.percent is None:
        return f"{pool}; AWS warms it for each ISP by itself"
    if going is None:
        return f"{pool}; warm, {one.percent} %"
    seen = f"seen for {going.days_seen:.0f} days" if going.days_seen >= 1 else "first seen today"
    at = f"{pool}; {one.percent} %: day {going.plan_day:.0f} of AWS's {PLAN_DAYS}-day plan, {seen}"
    if going.standing is Standing.STALLED:
        return f"{at}; it has not moved for days: does anything send through it?"
    against = "" if going.standing is Standing.NEW else f", {going.standing.value}"
    if going.per_day is not None:
        against += f" ({going.per_day:+.1f} points a day, the plan {PLAN_PER_DAY:+.1f})"
    end = day_words(going.expected_end, look)
    ends = f"; ends about {end}" if end else ""
    return f"{at}{against}{ends}; mail above the day's plan goes out through the shared pool"


def _snds_words(found: ByName) -> str:
    said = []
    spam = last(found, "SNDS.SpamRate")
    if spam is not None:
        said.append(f"spam {_spam_words(spam)}")
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


def page(row: IpRow, state: ViewState) -> str:
    """What to do about an IP that is listed."""
    return PLAYBOOK if row.lists else ""


def subject(row: IpRow) -> Subject:
    """What values, alerts and silences call it."""
    return Subject(KIND, row.one.ip)


SECTION = Section(
    "ips",
    "IPs",
    "pools",
    COLUMNS,
    items,
    absent,
    about,
    with_values("ips", lambda row: row.one, subject),
    subject,
    page,
)
