"""The table of IP advice: which kind of IP fits this account's own volumes, and what each costs."""

from ses_tui.core.advice import Advice, Cost, advise, volumes
from ses_tui.core.bill import account_of
from ses_tui.core.clock import utc_day
from ses_tui.core.condition import Condition
from ses_tui.core.isps import OTHER
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import count
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Value
from ses_tui.tui.inventory.section import Exported, Section
from ses_tui.tui.inventory.values import by_isp, summed
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Kind, whether it fits, its price at the present volume, and why."""
    return (
        Column("kind", title, 22),
        Column("fits", "fits", 5),
        Column("usd", "$ a month", 10, align="right"),
        Column("why", "why", 20, flex=1),
    )


def advice_of(target: TargetSnapshot, now: float) -> Advice | None:
    """From the days that VDM counts; None without any."""
    isps = by_isp(target)
    named = {name: days for name, days in isps.items() if name != OTHER}
    found = volumes(summed(isps), utc_day(now), named)
    account = account_of(target.account, target.inventory.pools)
    return None if found is None else advise(found, target.prices, account=account)


def rows(state: ViewState, width: int) -> list[TableRow]:
    """The three kinds; the one that fits is marked, and first."""
    target, look = state.target, state.look
    advice = advice_of(target, state.now) if target else None
    if advice is None or advice.kind is None:
        return []
    made = []
    for one in _fitting_first(advice):
        fits = one.kind is advice.kind
        sign, style = look.sign(Condition.OK)
        ips = f"{one.ips} IP{'s' if one.ips != 1 else ''}; " if one.ips else ""
        why = advice.because[0] if fits else f"{ips}at {count(float(one.messages))} messages a month"
        made.append(
            TableRow(
                one.kind.value,
                (
                    ((sign if fits else " ", style), (f" {one.kind.value}", None)),
                    styled("yes" if fits else "", BOLD),
                    styled(f"{one.total:,.2f}"),
                    styled(look.to_ascii(why), None if fits else look.label),
                ),
            )
        )
    return made


def _fitting_first(advice: Advice) -> list[Cost]:
    return sorted(advice.costs, key=lambda one: one.kind is not advice.kind)


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """The numbers that decided, when another kind would be right, and where an IP would starve."""
    target, look = state.target, state.look
    advice = advice_of(target, state.now) if target else None
    if advice is None or advice.kind is None:
        return []
    lines = folded(
        styled(f" {advice.kind.value} fits  ", BOLD), look.to_ascii("; ".join(advice.because)), room
    )
    for text in advice.money:
        lines += folded(styled("   cost  ", look.label), look.to_ascii(text), room)
    for text in advice.otherwise:
        lines += folded(styled("   otherwise  ", look.label), look.to_ascii(text), room)
    sign, style = look.sign(Condition.NOTICE)
    for text in advice.warnings:
        lines += folded(((f" {sign} ", style),), look.to_ascii(text), room)
    dated = target.prices.dated(state.now) if target else ""
    said = f"{dated}; sending, plan and VDM included; ses-tui advise counts other volumes"
    return [*lines, *folded(styled("   "), said, room, look.label)]


def absent(state: ViewState) -> str:
    """Without VDM's days the command knows more."""
    return "too few days of mail were read; ses-tui advise reads the account's own counts"


def export(state: ViewState) -> Exported:
    """Each kind with its cost, and on the one that fits everything that was said."""
    target = state.target
    advice = advice_of(target, state.now) if target else None
    if target is None or advice is None or advice.kind is None:
        return Exported((), {})
    columns = ("kind", "fits", "usd_a_month", "total_usd_a_month", "messages_a_month", "ips")
    said = {
        "because": advice.because,
        "otherwise": advice.otherwise,
        "warnings": advice.warnings,
        "money": advice.money,
    }
    rows: dict[str, tuple[Value, ...]] = {}
    for one in _fitting_first(advice):
        fits = one.kind is advice.kind
        texts = ("; ".join(texts) if fits else "" for texts in said.values())
        costs = (one.kind.value, fits, round(one.usd, 2), round(one.total, 2), one.messages, one.ips)
        rows[one.kind.value] = (*costs, *texts, target.prices.as_of)
    return Exported((*columns, *said, "prices_as_of"), rows)


SECTION = Section("kinds", "", columns, rows, absent, about, "IP advice", export=export)
