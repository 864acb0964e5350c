"""The table of what AWS's advisor recommends: open ones first, high impact first, in its own words."""

from ses_tui.core.condition import Condition
from ses_tui.core.delisting import PLAYBOOK
from ses_tui.core.inventory import Inventory
from ses_tui.core.model import Subject, SubjectKind
from ses_tui.core.prices import DEFAULT_PRICES
from ses_tui.core.resources import Recommendation
from ses_tui.core.vdm_price import vdm_price
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.export import exported
from ses_tui.tui.inventory.findings import band, delisting_lines
from ses_tui.tui.inventory.section import Exported, Section
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

LISTING = "IP_LISTING"

_KINDS = {
    "identity": SubjectKind.IDENTITY,
    "configuration-set": SubjectKind.CONFIGURATION_SET,
    "tenant": SubjectKind.TENANT,
    "dedicated-ip": SubjectKind.IP,
    "dedicated-ip-pool": SubjectKind.POOL,
}


def columns(title: str, width: int) -> tuple[Column, ...]:
    """Resource, impact or that it is fixed, type, AWS's words, when it last changed."""
    return (
        Column("who", title, 22, flex=1),
        Column("impact", "impact", 6),
        Column("type", "type", 12),
        Column("said", "AWS says", 20, flex=3),
        Column("updated", "updated", 10, minimum_table_width=100),
    )


def ordered(inventory: Inventory) -> list[tuple[str, Recommendation]]:
    """Open, then fixed, each with an id of its own."""
    found = sorted(inventory.advisor or (), key=Recommendation.order)
    return [(f"{index} {one.arn} {one.type}", one) for index, one in enumerate(found)]


def rows(state: ViewState, width: int) -> list[TableRow]:
    """See ``ordered``."""
    target, look = state.target, state.look
    if target is None:
        return []
    made = []
    for name, one in ordered(target.inventory):
        sign, style = look.sign(band(one))
        is_open = one.status == "OPEN"
        word = one.impact if is_open else one.status
        high = is_open and one.impact == "HIGH"
        day = look.local(one.updated).strftime("%Y-%m-%d") if one.updated is not None else ""
        made.append(
            TableRow(
                name,
                (
                    ((sign, style), (f" {look.to_ascii(one.resource)}", None if is_open else look.label)),
                    styled(look.to_ascii(word), look.style(Condition.WARN) if high else look.label),
                    styled(look.to_ascii(one.type), None if is_open else look.label),
                    styled(look.to_ascii(one.description), None if is_open else look.label),
                    styled(day, look.label),
                ),
            )
        )
    return made


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """AWS's words uncut, how long it has been so, the resource's ARN."""
    target, look = state.target, state.look
    if target is None:
        return []
    one = next((each for row, each in ordered(target.inventory) if row == name), None)
    if one is None:
        return []
    sign, style = look.sign(band(one))
    label: StyledLine = (
        (f" {sign} ", style),
        (look.to_ascii(f"{one.resource} "), BOLD),
        (look.to_ascii(f"{one.type}  "), look.style(band(one))),
    )
    lines = folded(label, look.to_ascii(one.description), room)
    if one.type == LISTING and one.status == "OPEN":
        lines += delisting_lines(one.description, state, room)
    said = [f"{one.status.lower()}, impact {one.impact.lower()}"]
    if one.created is not None:
        said.append(f"found {look.stamp(one.created, state.now)}")
    if one.updated is not None:
        said.append(f"changed {look.stamp(one.updated, state.now)}")
    lines += folded(styled("   "), look.to_ascii(", ".join(said)), room, look.label)
    return [*lines, *folded(styled("   "), look.to_ascii(one.arn), room, look.label)]


def absent(state: ViewState) -> str:
    """That nothing was found, or that VDM is off and what it would show."""
    account = state.target.account if state.target else None
    if account is not None and not account.vdm_enabled:
        price = vdm_price(account, state.target.prices if state.target else DEFAULT_PRICES)
        return f"VDM is off; with it AWS's advisor says here what to mend ({price})"
    return "the advisor has found nothing to mend"


def subject(row: str) -> Subject | None:
    """What the ARN in the row's id names."""
    arn = row.split(" ")[1] if " " in row else ""
    kind, _, name = arn.rpartition(":")[2].partition("/")
    return Subject(_KINDS[kind], name) if kind in _KINDS and name else None


def export(state: ViewState) -> Exported:
    """Each as AWS gave it."""
    return exported(ordered(state.target.inventory) if state.target else ())


def page(row: str, state: ViewState) -> str:
    """What to do about an IP that is listed."""
    found = dict(ordered(state.target.inventory)) if state.target else {}
    one = found.get(row)
    return PLAYBOOK if one and one.type == LISTING and one.status == "OPEN" else ""


SECTION = Section(
    "recommendations",
    "advisor",
    columns,
    rows,
    absent,
    about,
    "Recommendations",
    subject,
    export=export,
    page=page,
)
