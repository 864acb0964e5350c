"""The table of pools: kind, IPs, who sends through it."""

from ses_tui.core.condition import Condition
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES, Prices
from ses_tui.core.resources import Pool
from ses_tui.core.warmup import AUTO_OFF
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.section import Section
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.inventory.values import count_cell, total, values_of
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

KIND = SubjectKind.POOL
WARMING = "IN_PROGRESS"

_ABOUT_KIND = {
    "STANDARD": "standard: {ip} per IP and month; AWS warms it by time, over 45 days",
    "MANAGED": "managed: {base} a month and a price per message; AWS warms each ISP by what is sent"
    " to it, adds IPs, and may take them back, the last one too, when volume falls",
}


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Who, kind, how many IPs, sends of a day, and the sets that send through it."""
    return (
        Column("who", title, 24, flex=1),
        Column("kind", "kind", 8),
        Column("ips", "IPs", 4, align="right"),
        Column("warming", "warming", 7, align="right"),
        Column("sends", "sends", 6, align="right"),
        Column("sets", "used by sets", 20, flex=2),
    )


def rows(state: ViewState, width: int) -> list[TableRow]:
    """In AWS's order."""
    target, look = state.target, state.look
    if target is None or target.inventory.pools is None:
        return []
    inventory = target.inventory
    made = []
    unknown = not users_known(inventory)
    no_ips = bool(unread(state, "pools", "GetDedicatedIps"))
    for pool in target.inventory.pools.pools:
        ips = [ip for ip in target.inventory.pools.ips if ip.pool == pool.name]
        warming = sum(ip.warmup == WARMING for ip in ips)
        made.append(
            TableRow(
                pool.name,
                (
                    styled(look.to_ascii(f"  {pool.name}")),
                    styled(look.to_ascii(pool.kind.lower() or "–"), look.label),
                    styled(look.to_ascii("–"), look.label) if no_ips and not ips else styled(str(len(ips))),
                    styled(str(warming) if warming else look.to_ascii("–"), None if warming else look.label),
                    count_cell(sends(inventory, pool.name), look),
                    styled(
                        look.to_ascii("–" if unknown else ", ".join(users(inventory, pool.name))), look.label
                    ),
                ),
            )
        )
    return made


def sends(inventory: Inventory, pool: str) -> float | None:
    """Messages of 24 h: the pool's own count, else those of its ISPs together."""
    values = values_of(inventory)
    own = total(values.of(KIND, pool), "Send")
    if own is not None:
        return own
    by_isp = [total(values.of(KIND, pool, isp), "Send") for isp in values.isps(KIND, pool)]
    known = [one for one in by_isp if one is not None]
    return sum(known) if known else None


def users(inventory: Inventory, pool: str) -> list[str]:
    """The configuration sets that send through the pool."""
    return [one.name for one in inventory.sets.sets if one.pool == pool] if inventory.sets else []


def users_known(inventory: Inventory) -> bool:
    """Whether it was read through which pool each configuration set sends."""
    return inventory.sets is not None and all(one.pool is not None for one in inventory.sets.sets)


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """What its kind means, and its IPs."""
    target, look = state.target, state.look
    if target is None or target.inventory.pools is None:
        return []
    pool: Pool | None = next((one for one in target.inventory.pools.pools if one.name == name), None)
    if pool is None:
        return []
    known = _ABOUT_KIND.get(pool.kind)
    kind = f"kind {pool.kind}" if pool.kind else "its kind was not read"
    if known is not None:
        kind = known.format(**_priced(target.prices))
    lines = folded(styled(f" {look.to_ascii(name)}  ", BOLD), look.to_ascii(kind), room)
    if pool.kind == "STANDARD" and target.account and target.account.auto_warmup is False:
        sign, style = look.sign(Condition.NOTICE)
        lines += folded(((f" {sign} ", style),), AUTO_OFF, room)
    used = users(target.inventory, name)
    if used:
        lines += folded(styled(" sets  ", look.label), look.to_ascii(", ".join(used)), room)
    elif users_known(target.inventory):
        lines.append(styled(" no configuration set sends through it", look.label))
    ips = [one.ip for one in target.inventory.pools.ips if one.pool == name]
    return [
        *lines,
        *(folded(styled(" IPs  ", look.label), look.to_ascii(", ".join(ips)), room) if ips else []),
    ]


def absent(state: ViewState) -> str:
    """What a pool is, and what it costs."""
    if unknown := unread(state, "pools", "ListDedicatedIpPools"):
        return unknown
    said = "no dedicated pools: standard from {ip} per IP a month, managed {base} and use"
    return said.format(**_priced(state.target.prices if state.target else DEFAULT_PRICES))


def _priced(prices: Prices) -> dict[str, str]:
    return {"ip": f"${prices.dedicated_ip:,.2f}", "base": f"${prices.managed_base:,.0f}"}


SECTION = Section("pools", "pools", columns, rows, absent, about, "Pools", lambda name: Subject(KIND, name))
