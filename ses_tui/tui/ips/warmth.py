"""The table of managed pools per ISP: how much goes by their own IPs, how much of the capacity is used.

AWS documents two metrics per ISP (``SentLast24Hours``, ``Available24HourSend``: developer guide, managed
dedicated IPs) and leaves open whether they name the pool, and whether the others come per ISP or per pool:
a pool has a row of its own where it has metrics of its own, and so have all pools together.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.core.condition import Condition
from ses_tui.core.feature_prices import managed_price
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table, records_table
from ses_tui.tui.inventory.column import count, named, percent, text, unknown
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import ByName, last, total, values_of
from ses_tui.tui.ips.addresses import bar
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.POOL
SHARE = "ApproximateDedicatedSendingPercentage"
SENT, CAPACITY = "SentLast24Hours", "Available24HourSend"
"""Both of the last 24 hours: what was sent, and what the ISP would have taken."""

FULL = 0.9
"""From this share of the capacity on, more volume will overflow."""

ALL = "all ISPs"
"""Who a pool's own row is about."""

ALL_POOLS = "all managed pools"
"""Whose metrics name an ISP alone."""

TAKEN_BACK = "AWS may take back its IPs, the last one too, when volume falls"

BAR = 10


class Warmth(NamedTuple):
    """One pool at one ISP, or at all of them together."""

    pool: str | None
    """None: all that are managed."""
    isp: str | None
    found: ByName

    @property
    def who(self) -> str:
        """The ISP, or that it is all."""
        return ALL if self.isp is None else self.isp

    @property
    def where(self) -> str:
        """The pool, or that it is all."""
        return ALL_POOLS if self.pool is None else self.pool

    @property
    def dedicated(self) -> float | None:
        """Fraction of the mail that goes through the pool's own IPs; AWS gives percent."""
        value = last(self.found, SHARE)
        return None if value is None else value / 100

    @property
    def use(self) -> float | None:
        """Fraction of the capacity that was used; above 1 where more was sent than it is now."""
        sent, capacity = last(self.found, SENT), last(self.found, CAPACITY)
        return sent / capacity if sent is not None and capacity else None

    @property
    def band(self) -> Condition:
        """Not yet warm, or nearly full: notice."""
        cold = self.dedicated is not None and self.dedicated < 1
        return Condition.NOTICE if cold or (self.use or 0.0) >= FULL else Condition.OK

    @property
    def id(self) -> str:
        """Of its row."""
        return f"{self.where}\n{self.who}"


def of_inventory(inventory: Inventory) -> list[Warmth]:
    """Coldest first, then by volume."""
    values = values_of(inventory)
    names: list[str | None] = [pool.name for pool in inventory.pools.pools] if inventory.pools else []
    found = [
        Warmth(pool, isp, values.of(KIND, pool, isp))
        for pool in (*names, None)
        for isp in (None, *values.isps(KIND, pool))
    ]
    found = [one for one in found if {SHARE, SENT, CAPACITY} & set(one.found)]
    return sorted(
        found,
        key=lambda one: (
            -one.band,
            1.0 if one.dedicated is None else one.dedicated,
            -(last(one.found, SENT) or 0),
        ),
    )


def items(state: ViewState) -> list[tuple[str, Warmth]]:
    """See ``of_inventory``."""
    found = of_inventory(state.target.inventory) if state.target else ()
    return [(one.id, one) for one in found]


def _share(one: Warmth, state: ViewState, room: int) -> StyledLine:
    if one.dedicated is None:
        return unknown(state.look)
    return (*bar(one.dedicated, BAR, state.look), (f" {100 * one.dedicated:>3.0f} %", None))


COLUMNS: tuple[Column[Warmth], ...] = (
    named(20, lambda one: one.who, lambda one: one.band, flex=1),
    Column("share", "on own IPs", BAR + 6, cell=_share, value=lambda one: one.dedicated, kind="percent"),
    count("sends", "sends", 6, lambda one: total(one.found, "Send"), at=100),
    count("sent", "sent 24 h", 9, lambda one: last(one.found, SENT)),
    count("capacity", "capacity", 9, lambda one: last(one.found, CAPACITY)),
    percent(
        "used",
        "used",
        6,
        lambda one: one.use,
        "{:.0f} %",
        lambda one, look: look.style(Condition.NOTICE) if (one.use or 0.0) >= FULL else None,
    ),
    text("pool", "pool", 14, lambda one: one.where, flex=2),
)


def about(one: Warmth, state: ViewState, room: int) -> list[StyledLine]:
    """The same in words."""
    said = []
    if one.dedicated is not None:
        rest = "" if one.dedicated >= 1 else ", the rest through the shared pool until it is warmer"
        said.append(f"about {100 * one.dedicated:.0f} % goes through the pool's own IPs{rest}")
    sent, capacity = last(one.found, SENT), last(one.found, CAPACITY)
    if sent is not None:
        said.append(f"{sent:,.0f} sent in 24 h")
    if capacity is not None:
        used = f", {100 * one.use:.0f} % used" if one.use is not None else ""
        said.append(f"a capacity of {capacity:,.0f} in the same 24 h{used}")
    if (one.use or 0.0) >= FULL:
        full = "full" if (one.use or 0.0) >= 1 else "nearly full"
        said.append(f"{full}: what is above it overflows, later it waits")
    said.append(TAKEN_BACK)
    label = styled(f" {one.who} in {one.where}  ", BOLD)
    return folded(label, "; ".join(said), room)


def absent(state: ViewState) -> str:
    """What would stand here: of a managed pool, or until its values are read."""
    if unknown := unread(state, "pools", "ListDedicatedIpPools", "GetDedicatedIpPool"):
        return unknown
    if unknown := unread(state, "values", "ListMetrics", "GetMetricData"):
        return unknown
    pools = state.target.inventory.pools if state.target else None
    if pools is not None and any(pool.kind == "MANAGED" for pool in pools.pools):
        return "not read yet, or CloudWatch has nothing of the managed pools"
    account, prices = (state.target.account, state.target.prices) if state.target else (None, DEFAULT_PRICES)
    return f"no managed pool; one shows each ISP's warmth ({managed_price(account, prices)})"


def export(items: Sequence[Warmth], state: ViewState) -> Table:
    """CloudWatch's values of these pools and ISPs."""
    wanted = {(one.pool, one.isp) for one in items}
    values = state.target.inventory.values if state.target else ()
    return records_table(
        "warmth",
        (one for one in values if one.subject.kind is KIND and (one.subject.name, one.isp) in wanted),
    )


SECTION = Section(
    "warmth",
    "Managed pools",
    "pools",
    COLUMNS,
    items,
    absent,
    about,
    export,
    lambda one: Subject(KIND, one.pool) if one.pool else None,
)
