"""Prometheus' Alertmanager: what is open is posted again and again, and ends by itself where that stops.

https://prometheus.io/docs/alerting/latest/alerts_api: an alert is its labels; it is over at its ``endsAt``.
"""

import json
from collections.abc import Iterator, Sequence

from ses_tui.core.clock import iso
from ses_tui.core.incidents import Incident, incidents
from ses_tui.core.messages import Kind, Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify import http
from ses_tui.notify.channel import TIME_LIMIT, below
from ses_tui.notify.secret import Secret

PATH = "/api/v2/alerts"

CYCLES = 2
"""How many cycles ahead an alert ends that is not posted again."""

CYCLE_SECONDS = 300.0

DRILL_SECONDS = 300.0
"""How long a drill stays open: Alertmanager tells nobody of what ends within its ``group_wait``."""


class Alertmanager:
    """``url``: its address, with or without the path; ``cycle``: seconds between two cycles."""

    def __init__(
        self,
        url: Secret,
        *,
        name: str = "alertmanager",
        cycle: float = CYCLE_SECONDS,
        limit: float = TIME_LIMIT,
    ) -> None:
        self.name = name
        whole = url.reveal().rstrip("/")
        self._url = Secret(whole if whole.endswith(PATH) else whole + PATH)
        self.ahead = CYCLES * cycle
        """Seconds after which an alert ends that is not posted again."""
        self._limit = limit

    async def deliver(self, message: Message) -> None:
        """Return when Alertmanager took what has changed; ChannelError where it did not."""
        await self._post(list(alerts(message, self.ahead)))

    async def restate(self, messages: Sequence[Message]) -> None:
        """The same for all that is still open."""
        await self._post([alert for message in messages for alert in alerts(message, self.ahead)])

    async def _post(self, bodies: list[dict[str, object]]) -> None:
        await http.request(
            self.name,
            "POST",
            self._url,
            limit=self._limit,
            body=json.dumps(bodies).encode("ascii"),
            headers={"Content-Type": "application/json"},
        )


def alerts(message: Message, ahead: float) -> Iterator[dict[str, object]]:
    """As they are posted; ``ahead``: seconds after which what is open ends.

    One whose severity is another is another alert: the former ends.
    """
    for one in incidents(message):
        if one.was and (one.was != one.severity or not one.open):
            yield _alert(message, one, one.was, ends=message.at)
        if one.open:
            seconds = DRILL_SECONDS if message.kind is Kind.DRILL else ahead
            yield _alert(message, one, one.severity, ends=message.at + seconds)


def _alert(message: Message, one: Incident, severity: str, ends: float) -> dict[str, object]:
    labels = {
        "alertname": one.name,
        "severity": severity,
        "target": one.key.target,
        "account_id": message.account_id,
        "region": message.region,
        "group": message.group,
        "channel": one.channel,
    }
    if one.about_key:
        subject = one.key.subject
        labels |= {
            "subject_kind": subject.kind.value,
            "subject": subject.name or "",
            "metric": one.key.metric.value,
        }
    alert: dict[str, object] = {
        "labels": {name: safe(value) for name, value in labels.items() if value},
        "endsAt": iso(ends),
    }
    if ends > message.at:
        alert["startsAt"] = iso(min(message.since, message.at))
        page = f"ses-tui playbook {message.playbook}" if message.playbook else ""
        notes = {"summary": one.title, "description": below(message), "playbook": page}
        alert["annotations"] = {name: safe(text, MESSAGE_CAP) for name, text in notes.items() if text}
    return alert
