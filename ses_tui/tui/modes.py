"""The modes of the screen. A mode is a file of its own and one line here."""

from collections.abc import Callable
from typing import NamedTuple

from ses_tui.tui.view import View


def _overview() -> View:
    from ses_tui.tui.overview.screen import Overview

    return Overview()


def _alerts() -> View:
    from ses_tui.tui.alerts.screen import AlertsScreen

    return AlertsScreen()


class Mode(NamedTuple):
    """``key``: the number that switches to it; ``load`` imports its file when it is first shown."""

    key: str
    name: str
    title: str
    load: Callable[[], View]


ALL_MODES: tuple[Mode, ...] = (
    Mode("1", "overview", "Overview", _overview),
    Mode("6", "alerts", "Alerts", _alerts),
)
