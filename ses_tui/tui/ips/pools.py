"""The table of pools: kind, IPs, who sends through it."""

from typing import NamedTuple

from ses_tui.core.condition import Condition
from ses_tui.core.feature_prices import managed_price
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.resources import Pool
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.warmup import AUTO_OFF
from ses_tui.tui.column import NAME, Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.column import count, text
from ses_tui.tui.inventory.export import with_values
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import total, values_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.POOL
WARMING = "IN_PROGRESS"

_ABOUT_KIND = {
    "STANDARD": "standard: {ip} per IP and month; AWS warms it by time, over 45 days",
    "MANAGED": "managed: {managed}; AWS warms each ISP by what is sent"
    " to it, adds IPs, and may take them back, the last one too, when volume falls",
}


class PoolRow(NamedTuple):
    """A pool with what is in it and who sends through it; what was not read is None."""

    one: Pool
    ips: list[str]
    many: float | None
    warming: float | None
    sends: float | None
    users: list[str]
    users_known: bool
    """Whether it was read through which pool each configuration set sends."""


def items(state: ViewState) -> list[tuple[str, PoolRow]]:
    """In AWS's order."""
    target = state.target
    if target is None or target.inventory.pools is None:
        return []
    inventory, read = target.inventory, target.inventory.pools
    sets = inventory.sets.sets if inventory.sets else ()
    known = inventory.sets is not None and all(one.pool is not None for one in sets)
    no_ips = bool(unread(state, "pools", "GetDedicatedIps"))
    rows = []
    for pool in read.pools:
        ips = [ip for ip in read.ips if ip.pool == pool.name]
        many = None if no_ips and not ips else float(len(ips))
        warming = float(sum(ip.warmup == WARMING for ip in ips))
        names = [ip.ip for ip in ips]
        used = [one.name for one in sets if one.pool == pool.name]
        rows.append(PoolRow(pool, names, many, warming or None, sends(inventory, pool.name), used, known))
    return [(row.one.name, row) for row in rows]


def _users(row: PoolRow) -> str | None:
    return ", ".join(row.users) if row.users_known else None


COLUMNS: tuple[Column[PoolRow], ...] = (
    Column(
        NAME,
        "",
        24,
        flex=1,
        cell=lambda row, state, room: styled(f"  {row.one.name}"),
        value=lambda row: row.one.name,
    ),
    text("kind", "kind", 8, lambda row: row.one.kind.lower() or None),
    count("ips", "IPs", 4, lambda row: row.many),
    count("warming", "warming", 7, lambda row: row.warming),
    count("sends", "sends", 6, lambda row: row.sends),
    text("sets", "used by sets", 20, _users, flex=2),
)


def sends(inventory: Inventory, pool: str) -> float | None:
    """Messages of 24 h: the pool's own count, else those of its ISPs together."""
    values = values_of(inventory)
    own = total(values.of(KIND, pool), "Send")
    if own is not None:
        return own
    by_isp = [total(values.of(KIND, pool, isp), "Send") for isp in values.isps(KIND, pool)]
    known = [one for one in by_isp if one is not None]
    return sum(known) if known else None


def about(row: PoolRow, state: ViewState, room: int) -> list[StyledLine]:
    """What its kind means, and its IPs."""
    target, look, pool = state.target, state.look, row.one
    if target is None:
        return []
    known = _ABOUT_KIND.get(pool.kind)
    kind = f"kind {pool.kind}" if pool.kind else "its kind was not read"
    if known is not None:
        kind = known.format(**_priced(target))
    lines = folded(styled(f" {pool.name}  ", BOLD), kind, room)
    if pool.kind == "STANDARD" and target.account and target.account.auto_warmup is False:
        sign, style = look.sign(Condition.NOTICE)
        lines += folded(((f" {sign} ", style),), AUTO_OFF, room)
    if row.users:
        lines += folded(styled(" sets  ", look.label), ", ".join(row.users), room)
    elif row.users_known:
        lines.append(styled(" no configuration set sends through it", look.label))
    ips = folded(styled(" IPs  ", look.label), ", ".join(row.ips), room) if row.ips else []
    return [*lines, *ips]


def absent(state: ViewState) -> str:
    """What a pool is, and what it costs."""
    if unknown := unread(state, "pools", "ListDedicatedIpPools"):
        return unknown
    said = "no pools: from {ip} per IP a month, managed {managed}"
    return said.format(**_priced(state.target))


def _priced(target: TargetSnapshot | None) -> dict[str, str]:
    account, prices = (target.account, target.prices) if target else (None, DEFAULT_PRICES)
    return {"ip": f"${prices.dedicated_ip:,.2f}", "managed": managed_price(account, prices)}


def subject(row: PoolRow) -> Subject:
    """What values, alerts and silences call it."""
    return Subject(KIND, row.one.name)


SECTION = Section(
    "pools",
    "Pools",
    "pools",
    COLUMNS,
    items,
    absent,
    about,
    with_values("pools", lambda row: row.one, subject),
    subject,
)
