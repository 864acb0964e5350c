"""Which alerts have no message of their own (ALERTING: notify)."""

from collections.abc import Iterable

from ses_tui.core.model import ACCOUNT
from ses_tui.core.snapshot import Alert


def inside_account(alert: Alert, alerts: Iterable[Alert]) -> bool:
    """Whether it is a row's, under an account that is as bad or worse by the same metric: such rows are
    listed inside the account's message."""
    return alert.key.subject != ACCOUNT and any(
        one.key.subject == ACCOUNT and one.key.metric is alert.key.metric and one.condition >= alert.condition
        for one in alerts
    )
