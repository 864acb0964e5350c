"""The table of inbox placement: where seed mails landed, per domain and ISP, day by day."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.style import Style

from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.condition import NO_LINES, Condition
from ses_tui.core.feature_prices import placement_price
from ses_tui.core.isps import readable
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.resources import DomainPlacement, IspPlacement
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table
from ses_tui.tui.inventory.column import count, named, percent, text
from ses_tui.tui.inventory.state import unread
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

DAYS, FEW_DAYS = 30, 14
WIDE = 100
LITTLE = 0.8
"""A share in the inbox under which a row is worth a look: our convention, AWS has no line."""

ALL = "all ISPs"
TOP = 0.2
SCALE = "0-20 %"
"""The bars show the share in spam, so that a calm line is low; what is over the top is full."""


class Placed(NamedTuple):
    """One domain at one ISP; ``isp`` empty: all of it. ``days``: UTC day -> fraction in the inbox."""

    domain: str
    isp: str
    inbox: int | None
    spam: int | None
    days: Mapping[float, float]

    @property
    def share(self) -> float | None:
        """Fraction in the inbox."""
        return IspPlacement(self.isp, self.inbox, self.spam).share

    @property
    def band(self) -> Condition:
        """Notice where little is in the inbox; never more, since it is no rate that AWS judges by."""
        return Condition.NOTICE if self.share is not None and self.share < LITTLE else Condition.OK

    @property
    def id(self) -> str:
        """Of its row."""
        return f"{self.domain}\n{self.isp}"


def of_target(target: TargetSnapshot) -> list[Placed]:
    """Per domain its total, then its ISPs, least in the inbox first."""
    read = target.inventory.deliverability
    found: list[Placed] = []
    for domain in read.domains if read else ():
        isps = [_isp(domain, one) for one in domain.isps]
        isps.sort(key=lambda one: (2.0 if one.share is None else one.share, one.isp))
        found += [Placed(domain.domain, "", domain.inbox, domain.spam, _totals(domain)), *isps]
    return found


def _isp(domain: DomainPlacement, one: IspPlacement) -> Placed:
    days = {
        day.at: each.share
        for day in domain.days
        for each in day.isps
        if each.isp == one.isp and each.share is not None
    }
    return Placed(domain.domain, one.isp, one.inbox, one.spam, days)


def _totals(domain: DomainPlacement) -> dict[float, float]:
    totals = {}
    for day in domain.days:
        inbox = sum(each.inbox or 0 for each in day.isps)
        spam = sum(each.spam or 0 for each in day.isps)
        if inbox + spam:
            totals[day.at] = inbox / (inbox + spam)
    return totals


def items(state: ViewState) -> list[tuple[str, Placed]]:
    """See ``of_target``."""
    return [(one.id, one) for one in of_target(state.target)] if state.target else []


def _bars(one: Placed, state: ViewState, room: int) -> StyledLine:
    return state.look.bars(_days(one, state, FEW_DAYS), top=TOP, lines=NO_LINES)[0]


def _days(one: Placed, state: ViewState, many: int) -> list[float | None]:
    today = utc_day(state.now)
    shares = [one.days.get(today - DAY * back) for back in reversed(range(many))]
    return [None if share is None else 1 - share for share in shares]


def _seeds(one: Placed) -> float | None:
    return None if one.inbox is None or one.spam is None else float(one.inbox + one.spam)


def _in_spam(one: Placed) -> float | None:
    return None if one.share is None else 1 - one.share


def _style(one: Placed, look: Look) -> Style:
    return look.style(one.band)


COLUMNS: tuple[Column[Placed], ...] = (
    named(
        22,
        lambda one: one.domain,
        lambda one: one.band,
        lambda one, look: look.label if one.isp else None,
        flex=1,
    ),
    text("isp", "ISP", 10, lambda one: one.isp or ALL, lambda one, look: None if one.isp else look.label),
    percent("inbox", "inbox", 7, lambda one: one.share, style=_style),
    percent("spam", "spam", 7, _in_spam, style=_style),
    Column("days", f"{FEW_DAYS} d {SCALE}", FEW_DAYS, align="newest", cell=_bars),
    count("seeds", "seed mails", 10, _seeds, at=WIDE),
    Column("rest", "", 0, flex=1, minimum_table_width=WIDE, cell=lambda one, state, room: ()),
)


def about(one: Placed, state: ViewState, room: int) -> list[StyledLine]:
    """The counts in words, the domain's read rate, 30 days as bars."""
    target, look = state.target, state.look
    if target is None:
        return []
    where = readable(one.isp) if one.isp else ALL
    said = []
    if one.inbox is not None and one.spam is not None:
        said.append(f"{one.inbox:,} seed mails in the inbox, {one.spam:,} in spam, over {len(one.days)} days")
    read = target.inventory.deliverability
    domain = next((each for each in read.domains if each.domain == one.domain), None) if read else None
    if domain is not None and domain.read_rate is not None and not one.isp:
        said.append(f"{100 * domain.read_rate:.1f} % read")
    lines = folded(styled(f" {one.domain} at {where}  ", BOLD), "; ".join(said), room)
    if one.days:
        lines.append(styled(f" in spam, {DAYS} days, scale {SCALE}", look.label))
        bars = look.bars(_days(one, state, DAYS), top=TOP, lines=NO_LINES, rows=3)
        lines += [((" ", None), *row) for row in bars]
    return lines


def absent(state: ViewState) -> str:
    """What the subscription would show and what it costs; nothing of ours starts it."""
    if unknown := unread(
        state, "deliverability", "GetDeliverabilityDashboardOptions", "GetDomainStatisticsReport"
    ):
        return unknown
    target = state.target
    read = target.inventory.deliverability if target else None
    if read is not None and read.subscribed:
        return "subscribed, but no domain has a report yet"
    account, prices = (target.account, target.prices) if target else (None, DEFAULT_PRICES)
    price = placement_price(account, prices)
    return f"not subscribed: inbox share per ISP, {price}; ses-tui never starts it"


def export(items: Sequence[Placed], state: ViewState) -> Table:
    """Counts and shares; ``days``: start of the UTC day -> fraction in the inbox, as JSON."""
    rows = tuple(
        (one.domain, one.isp or ALL, one.inbox, one.spam, one.share, json.dumps(dict(one.days)))
        for one in items
    )
    return Table("placement", ("domain", "isp", "inbox", "spam", "inbox_share", "days"), rows)


SECTION = Section(
    "placement",
    "Inbox placement",
    "deliverability",
    COLUMNS,
    items,
    absent,
    about,
    export,
    lambda one: Subject(SubjectKind.IDENTITY, one.domain),
)
