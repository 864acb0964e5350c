"""The table of IP advice: which kind of IP fits this account's own volumes, and what each costs."""

from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.core import words
from ses_tui.core.advice import Advice, Cost, advise, volumes
from ses_tui.core.bill import account_of
from ses_tui.core.clock import utc_day
from ses_tui.core.condition import Condition
from ses_tui.core.isps import OTHER
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.column import NAME, Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table, Value
from ses_tui.tui.inventory.column import text
from ses_tui.tui.inventory.values import by_isp, summed
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState


class KindRow(NamedTuple):
    """One kind of IP."""

    cost: Cost
    advice: Advice

    @property
    def fits(self) -> bool:
        """Whether it is the one that is advised."""
        return self.cost.kind is self.advice.kind

    @property
    def why(self) -> str:
        """What decided for it, or what it was counted with."""
        ips = f"{self.cost.ips} IP{'s' if self.cost.ips != 1 else ''}; " if self.cost.ips else ""
        counted = f"{ips}at {words.count(float(self.cost.messages))} messages a month"
        return self.advice.because[0] if self.fits else counted


def advice_of(target: TargetSnapshot, now: float) -> Advice | None:
    """From the days that VDM counts; None without any."""
    isps = by_isp(target)
    named = {name: days for name, days in isps.items() if name != OTHER}
    found = volumes(summed(isps), utc_day(now), named)
    account = account_of(target.account, target.inventory.pools)
    return None if found is None else advise(found, target.prices, account=account)


def items(state: ViewState) -> list[tuple[str, KindRow]]:
    """The three kinds; the one that fits is first."""
    advice = advice_of(state.target, state.now) if state.target else None
    if advice is None or advice.kind is None:
        return []
    costs = sorted(advice.costs, key=lambda one: one.kind is not advice.kind)
    return [(one.kind.value, KindRow(one, advice)) for one in costs]


def _name(row: KindRow, state: ViewState, room: int) -> StyledLine:
    sign, style = state.look.sign(Condition.OK)
    return ((sign if row.fits else " ", style), (f" {row.cost.kind.value}", None))


COLUMNS: tuple[Column[KindRow], ...] = (
    Column(NAME, "", 22, cell=_name, value=lambda row: row.cost.kind.value),
    text("fits", "fits", 5, lambda row: "yes" if row.fits else "", lambda row, look: BOLD),
    Column(
        "usd",
        "$ a month",
        10,
        align="right",
        cell=lambda row, state, room: styled(f"{row.cost.total:,.2f}"),
        value=lambda row: row.cost.total,
        kind="number",
    ),
    text("why", "why", 20, lambda row: row.why, lambda row, look: None if row.fits else look.label, flex=1),
)


def about(row: KindRow, state: ViewState, room: int) -> list[StyledLine]:
    """The numbers that decided, when another kind would be right, and where an IP would starve."""
    target, look, advice = state.target, state.look, row.advice
    if advice.kind is None:
        return []
    lines = folded(styled(f" {advice.kind.value} fits  ", BOLD), "; ".join(advice.because), room)
    for said in advice.money:
        lines += folded(styled("   cost  ", look.label), said, room)
    for said in advice.otherwise:
        lines += folded(styled("   otherwise  ", look.label), said, room)
    sign, style = look.sign(Condition.NOTICE)
    for said in advice.warnings:
        lines += folded(((f" {sign} ", style),), said, room)
    dated = target.prices.dated(state.now) if target else ""
    said = f"{dated}; sending, plan and VDM included; ses-tui advise counts other volumes"
    return [*lines, *folded(styled("   "), said, room, look.label)]


def absent(state: ViewState) -> str:
    """Without VDM's days the command knows more."""
    return "too few days of mail were read; ses-tui advise reads the account's own counts"


def export(items: Sequence[KindRow], state: ViewState) -> Table:
    """Each kind with its cost, and on the one that fits everything that was said."""
    columns = ("kind", "fits", "usd_a_month", "total_usd_a_month", "messages_a_month", "ips")
    as_of = state.target.prices.as_of if state.target else ""
    rows: list[tuple[Value, ...]] = []
    for row in items:
        one, advice = row.cost, row.advice
        said = (advice.because, advice.otherwise, advice.warnings, advice.money)
        texts = ("; ".join(texts) if row.fits else "" for texts in said)
        costs = (one.kind.value, row.fits, round(one.usd, 2), round(one.total, 2), one.messages, one.ips)
        rows.append((*costs, *texts, as_of))
    return Table(
        "kinds", (*columns, "because", "otherwise", "warnings", "money", "prices_as_of"), tuple(rows)
    )


SECTION = Section("kinds", "IP advice", "", COLUMNS, items, absent, about, export)
