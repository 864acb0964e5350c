"""The account's page: both rates, one above the other."""

from ses_tui.core.model import Metric
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.lines import Room
from ses_tui.tui.wall.panel import panel

RATES = (Metric.BOUNCE_RATE, Metric.COMPLAINT_RATE)


def account_title(target: TargetSnapshot | None, state: ViewState) -> tuple[str, ...]:
    """``prod · us-east-1 · HEALTHY, sending on``, and shorter."""
    if target is None:
        return ("ses-tui",)
    name, look = target.name, state.look
    account = target.account
    if account is None:
        return (look.to_ascii(f"{name} · {target.region}"), look.to_ascii(name))
    on = "sending on" if account.sending_enabled else "SENDING OFF"
    status = account.enforcement_status
    return (
        look.to_ascii(f"{name} · {target.region} · {status}, {on}"),
        look.to_ascii(f"{name} · {status}, {on}"),
        look.to_ascii(f"{name} · {status}"),
        look.to_ascii(name),
    )


def account_page(target: TargetSnapshot | None, state: ViewState, room: Room) -> list[StyledLine]:
    """Two panels of the same height; a row between them where there is one."""
    if target is None:
        return []
    gap = 1 if room.height % 2 or room.height > 20 else 0
    half = (room.height - gap) // 2
    first, second = (panel(target, metric, state, room._replace(height=half)) for metric in RATES)
    return [*first, *[()] * gap, *second]
