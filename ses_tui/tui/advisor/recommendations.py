"""The table of what AWS's advisor recommends: open ones first, high impact first, in its own words."""

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.delisting import PLAYBOOK
from ses_tui.core.feature_prices import vdm_price
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.resources import Recommendation
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import records_table
from ses_tui.tui.inventory.column import day, named, text
from ses_tui.tui.inventory.findings import band, delisting_lines
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

LISTING = "IP_LISTING"

_KINDS = {
    "identity": SubjectKind.IDENTITY,
    "configuration-set": SubjectKind.CONFIGURATION_SET,
    "tenant": SubjectKind.TENANT,
    "dedicated-ip": SubjectKind.IP,
    "dedicated-ip-pool": SubjectKind.POOL,
}


def items(state: ViewState) -> list[tuple[str, Recommendation]]:
    """Open, then fixed, each with an id of its own."""
    found = sorted(state.target.inventory.advisor or () if state.target else (), key=Recommendation.order)
    return [(f"{index} {one.arn} {one.type}", one) for index, one in enumerate(found)]


def _is_open(one: Recommendation) -> bool:
    return one.status == "OPEN"


def _style(one: Recommendation, look: Look) -> Style | None:
    return None if _is_open(one) else look.label


def _impact_style(one: Recommendation, look: Look) -> Style:
    return look.style(Condition.WARN) if _is_open(one) and one.impact == "HIGH" else look.label


COLUMNS: tuple[Column[Recommendation], ...] = (
    named(22, lambda one: one.resource, band, _style, flex=1),
    text("impact", "impact", 6, lambda one: one.impact if _is_open(one) else one.status, _impact_style),
    text("type", "type", 12, lambda one: one.type, _style),
    text("said", "AWS says", 20, lambda one: one.description, _style, flex=3),
    day("updated", "updated", 10, lambda one: one.updated, at=100),
)


def about(one: Recommendation, state: ViewState, room: int) -> list[StyledLine]:
    """AWS's words uncut, how long it has been so, the resource's ARN."""
    look = state.look
    sign, style = look.sign(band(one))
    label: StyledLine = (
        (f" {sign} ", style),
        (f"{one.resource} ", BOLD),
        (f"{one.type}  ", look.style(band(one))),
    )
    lines = folded(label, one.description, room)
    if _is_listing(one):
        lines += delisting_lines(one.description, state, room)
    said = [f"{one.status.lower()}, impact {one.impact.lower()}"]
    if one.created is not None:
        said.append(f"found {look.stamp(one.created, state.now)}")
    if one.updated is not None:
        said.append(f"changed {look.stamp(one.updated, state.now)}")
    lines += folded(styled("   "), ", ".join(said), room, look.label)
    return [*lines, *folded(styled("   "), one.arn, room, look.label)]


def absent(state: ViewState) -> str:
    """That nothing was found, or that VDM is off and what it would show."""
    account = state.target.account if state.target else None
    if account is not None and not account.vdm_enabled:
        price = vdm_price(account, state.target.prices if state.target else DEFAULT_PRICES)
        return f"VDM is off; with it AWS's advisor says here what to mend ({price})"
    return "the advisor has found nothing to mend"


def subject(one: Recommendation) -> Subject | None:
    """What its ARN names."""
    kind, _, name = one.arn.rpartition(":")[2].partition("/")
    return Subject(_KINDS[kind], name) if kind in _KINDS and name else None


def _is_listing(one: Recommendation) -> bool:
    return one.type == LISTING and _is_open(one)


SECTION = Section(
    "recommendations",
    "Recommendations",
    "advisor",
    COLUMNS,
    items,
    absent,
    about,
    lambda found, state: records_table("recommendations", found),
    subject,
    lambda one, state: PLAYBOOK if _is_listing(one) else "",
)
"""On an IP that is listed, its page says what to do."""
