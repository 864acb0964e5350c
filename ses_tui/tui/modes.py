"""The modes of the screen. A mode is a file of its own and one line here."""

from collections.abc import Callable
from typing import NamedTuple

from ses_tui.tui.view import View


def _overview() -> View:
    from ses_tui.tui.overview.screen import Overview

    return Overview()


def _isps() -> View:
    from ses_tui.tui.rows.screen import Isps

    return Isps()


def _identities() -> View:
    from ses_tui.tui.rows.screen import Identities

    return Identities()


def _sets() -> View:
    from ses_tui.tui.inventory.modes import Sets

    return Sets()


def _ips() -> View:
    from ses_tui.tui.inventory.modes import Ips

    return Ips()


def _advisor() -> View:
    from ses_tui.tui.inventory.modes import Advisor

    return Advisor()


def _alerts() -> View:
    from ses_tui.tui.alerts.screen import AlertsScreen

    return AlertsScreen()


def _events() -> View:
    from ses_tui.tui.events.screen import EventsScreen

    return EventsScreen()


def _fleet() -> View:
    from ses_tui.tui.fleet.screen import FleetScreen

    return FleetScreen()


class Mode(NamedTuple):
    """One line of the table below."""

    key: str
    """The number that switches to it."""
    name: str
    title: str
    load: Callable[[], View]
    """Imports its file when it is first shown."""
    paid: bool = False
    """What it shows costs money to read, and is read only while it is shown."""
    tells: str = ""
    """What it shows, for the help."""


ALL_MODES: tuple[Mode, ...] = (
    Mode("1", "overview", "Overview", _overview, tells="Both rates, budget, worst rows, open alerts"),
    Mode("2", "isps", "ISPs", _isps, tells="Every ISP: all its rates, day by day"),
    Mode("3", "identities", "Identities", _identities, tells="The same for each domain and address"),
    Mode("4", "sets", "Sets", _sets, paid=True, tells="Configuration sets and tenants"),
    Mode("5", "ips", "IPs", _ips, paid=True, tells="Pools and IPs: warm-up, blocklists"),
    Mode("6", "alerts", "Alerts", _alerts, tells="Open and told, silences, channels"),
    Mode("7", "events", "Events", _events, tells="What comes back, as it comes, from your own queue"),
    Mode("8", "advisor", "Advisor", _advisor, tells="Recommendations, IP advice, alarms"),
    Mode("9", "fleet", "Fleet", _fleet, tells="All targets, worst first"),
)
