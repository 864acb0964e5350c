"""The table of managed pools per ISP: how much goes through the own IPs, and how full the day is."""

from typing import NamedTuple

from ses_tui.core.condition import Condition
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import ByName, count_cell, last, total, values_of
from ses_tui.tui.ips.addresses import bar
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.POOL
SHARE = "ApproximateDedicatedSendingPercentage"
SENT, ROOM = "SentLast24Hours", "Available24HourSend"
FULL = 0.9
"""From this share of the day's room on, more volume will overflow."""

BAR = 10


class Warmth(NamedTuple):
    """One pool at one ISP."""

    pool: str
    isp: str
    found: ByName

    @property
    def dedicated(self) -> float | None:
        """Fraction of the mail that goes through the pool's own IPs; AWS gives percent."""
        value = last(self.found, SHARE)
        return None if value is None else value / 100

    @property
    def use(self) -> float | None:
        """Fraction of the day's room that is used."""
        sent, room = last(self.found, SENT), last(self.found, ROOM)
        return sent / (sent + room) if sent is not None and room is not None and sent + room else None

    @property
    def band(self) -> Condition:
        """Not yet warm, or nearly full: notice."""
        cold = self.dedicated is not None and self.dedicated < 1
        return Condition.NOTICE if cold or (self.use or 0.0) >= FULL else Condition.OK

    @property
    def id(self) -> str:
        """Of its row."""
        return f"{self.pool}\n{self.isp}"


def of_inventory(inventory: Inventory) -> list[Warmth]:
    """Coldest first, then by volume."""
    values = values_of(inventory)
    names = [pool.name for pool in inventory.pools.pools] if inventory.pools else []
    found = [
        Warmth(pool, isp, values.of(KIND, pool, isp)) for pool in names for isp in values.isps(KIND, pool)
    ]
    found = [one for one in found if {SHARE, SENT, ROOM} & set(one.found)]
    return sorted(
        found,
        key=lambda one: (
            -one.band,
            1.0 if one.dedicated is None else one.dedicated,
            -(last(one.found, SENT) or 0),
        ),
    )


def columns(title: str, width: int) -> tuple[Column, ...]:
    """ISP, pool, own IPs' share, mail of a day and the room for more."""
    return (
        Column("isp", title, 18, flex=1),
        Column("share", "on own IPs", BAR + 6),
        Column("sends", "sends", 6, align="right", minimum_table_width=100),
        Column("sent", "sent 24 h", 9, align="right"),
        Column("room", "room left", 9, align="right"),
        Column("pool", "pool", 16, flex=2),
    )


def rows(state: ViewState, width: int) -> list[TableRow]:
    """See ``of_inventory``."""
    target, look = state.target, state.look
    if target is None:
        return []
    made = []
    for one in of_inventory(target.inventory):
        sign, style = look.sign(one.band)
        made.append(
            TableRow(
                one.id,
                (
                    ((sign, style), (f" {look.to_ascii(one.isp)}", None)),
                    _share(one.dedicated, look),
                    count_cell(total(one.found, "Send"), look),
                    count_cell(last(one.found, SENT), look),
                    count_cell(last(one.found, ROOM), look),
                    styled(look.to_ascii(one.pool), look.label),
                ),
            )
        )
    return made


def _share(dedicated: float | None, look: Look) -> StyledLine:
    if dedicated is None:
        return styled(look.to_ascii("–"), look.label)
    return (*bar(dedicated, BAR, look), (f" {100 * dedicated:>3.0f} %", None))


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """The same in words."""
    target, look = state.target, state.look
    if target is None:
        return []
    one = next((each for each in of_inventory(target.inventory) if each.id == name), None)
    if one is None:
        return []
    said = []
    if one.dedicated is not None:
        rest = "" if one.dedicated >= 1 else ", the rest through the shared pool until it is warmer"
        said.append(f"about {100 * one.dedicated:.0f} % goes through the pool's own IPs{rest}")
    sent, left = last(one.found, SENT), last(one.found, ROOM)
    if sent is not None:
        said.append(f"{sent:,.0f} sent in 24 h")
    if left is not None:
        said.append(f"room for {left:,.0f} more today")
    if (one.use or 0.0) >= FULL:
        said.append("nearly full: what is above it overflows, later it waits")
    label = styled(look.to_ascii(f" {one.isp} in {one.pool}  "), BOLD)
    return folded(label, "; ".join(said), room)


def absent(state: ViewState) -> str:
    """What would stand here: of a managed pool, or until its values are read."""
    if unknown := unread(state, "pools", "ListDedicatedIpPools", "GetDedicatedIpPool"):
        return unknown
    if unknown := unread(state, "values", "ListMetrics", "GetMetricData"):
        return unknown
    pools = state.target.inventory.pools if state.target else None
    if pools is not None and any(pool.kind == "MANAGED" for pool in pools.pools):
        return "not read yet, or CloudWatch has nothing per ISP of the managed pools"
    base = (state.target.prices if state.target else DEFAULT_PRICES).managed_base
    return f"no managed pool; one would show how warm each ISP is (${base:,.0f} a month and use)"


def _subject(row: str) -> Subject:
    return Subject(KIND, row.partition("\n")[0])


SECTION = Section("warmth", "pools", columns, rows, absent, about, "Managed, per ISP", _subject)
