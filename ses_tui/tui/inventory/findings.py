"""What AWS's advisor says of one resource, in its own words."""

from collections.abc import Iterable

from ses_tui.core.condition import Condition
from ses_tui.core.delisting import PLAYBOOK, delisting_words
from ses_tui.core.inventory import Inventory
from ses_tui.core.resources import Recommendation
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import folded, styled
from ses_tui.tui.viewstate import ViewState


def about(inventory: Inventory, arn: str) -> list[Recommendation]:
    """The advisor's findings of exactly this resource, open ones first."""
    return sorted((one for one in inventory.advisor or () if one.arn == arn), key=Recommendation.order)


def named(inventory: Inventory, ending: str) -> list[Recommendation]:
    """As ``about``, where only the ARN's end is known: ``configuration-set/NAME``."""
    found = (one for one in inventory.advisor or () if one.arn.endswith(f":{ending}"))
    return sorted(found, key=Recommendation.order)


def band(one: Recommendation) -> Condition:
    """Open and of high impact: warn; open: notice; fixed: ok. It colours a row, and is no alert."""
    if one.status != "OPEN":
        return Condition.OK
    return Condition.WARN if one.impact == "HIGH" else Condition.NOTICE


def delisting_lines(named: str, state: ViewState, room: int) -> list[StyledLine]:
    """How to get off the list that is named, and the page that tells more."""
    look = state.look
    said = f"{delisting_words(named)}; first end the cause (r, or ses-tui playbook {PLAYBOOK})"
    return folded(styled("   off the list  ", look.label), said, room)


def finding_lines(found: Iterable[Recommendation], state: ViewState, room: int) -> list[StyledLine]:
    """``▲ HIGH BOUNCE  Bounce rate 18 % over …``, wrapped, verbatim."""
    look = state.look
    lines: list[StyledLine] = []
    for one in found:
        sign, style = look.sign(band(one))
        words = f"{one.impact} {one.type}" if one.status == "OPEN" else f"{one.status} {one.type}"
        label: StyledLine = ((f" {sign} ", style), (f"{words}  ", look.style(band(one))))
        lines += folded(label, one.description, room)
    return lines
