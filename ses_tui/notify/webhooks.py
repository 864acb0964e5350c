"""``[[notify.webhooks]]``: any number of addresses, each a channel of its own by its name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ses_tui.notify.alertmanager import CYCLE_SECONDS, Alertmanager
from ses_tui.notify.channel import TIME_LIMIT, Channel
from ses_tui.notify.ladder import Choice
from ses_tui.notify.pagerduty import ENQUEUE, PagerDuty
from ses_tui.notify.secret import Fetched, Secret, first_line, web_address
from ses_tui.notify.webhook import Webhook, WebhookWay

LEAST_CYCLE_SECONDS = 60.0
"""Of a monitor that reads more often; what is open is posted again every 30 seconds at most."""


@dataclass(frozen=True, slots=True)
class OpenedWebhook:
    """The same with what was read; ``warning``: one line on how it is kept, or empty."""

    way: WebhookWay
    url: Secret
    key: Secret | None
    warning: str

    @property
    def choice(self) -> Choice:
        """That it is used, and why."""
        form = "" if self.way.form == "auto" else f"{self.way.form}, "
        return Choice(self.way.name, True, f"{form}{self.way.setting} in the settings", warning=self.warning)


def opened(way: WebhookWay, environ: Mapping[str, str] = os.environ) -> OpenedWebhook:
    """With its secrets read, as ``secret.fetch`` does. Raises Misconfigured."""
    url = web_address(way.url, environ) if way.url else Fetched(ENQUEUE)
    key = first_line(way.key, environ) if way.key else None
    warnings = [one.warning for one in (url, key) if one and one.warning]
    return OpenedWebhook(way, url.secret, key.secret if key else None, "; ".join(warnings))


def webhook_channel(
    one: OpenedWebhook, *, cycle: float = CYCLE_SECONDS, limit: float = TIME_LIMIT
) -> Channel:
    """Its channel. ``cycle``: seconds between two cycles of the monitor."""
    name = one.way.name
    match one.way.form:
        case "pagerduty":
            return PagerDuty(one.key or Secret(""), name=name, url=one.url, limit=limit)
        case "alertmanager":
            return Alertmanager(one.url, name=name, cycle=max(cycle, LEAST_CYCLE_SECONDS), limit=limit)
        case "auto":
            return Webhook(one.url, name=name, limit=limit)
        case form:
            return Webhook(one.url, name=name, form=form, limit=limit)
