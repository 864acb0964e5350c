"""PagerDuty's Events API v2: an incident is opened, changed and closed under one key of its own.

https://developer.pagerduty.com/docs/events-api-v2-overview: an event with the ``dedup_key`` of an open
alert is about that alert; a ``resolve`` of what is not open does nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ses_tui.core.clock import iso
from ses_tui.core.incidents import Incident, alert_json, incidents
from ses_tui.core.messages import Kind, Message
from ses_tui.core.text import safe
from ses_tui.notify import http
from ses_tui.notify.channel import TIME_LIMIT, Tries
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import lines

ENQUEUE = Secret("https://events.pagerduty.com/v2/enqueue")
"""The service in the United States; https://events.eu.pagerduty.com/v2/enqueue is the one in the EU."""

SUMMARY_CAP = 1024
"""What PagerDuty takes of a summary."""


class PagerDuty:
    """One event per incident that a message is about. ``key``: the integration key, a secret."""

    def __init__(
        self, key: Secret, *, name: str = "pagerduty", url: Secret = ENQUEUE, limit: float = TIME_LIMIT
    ) -> None:
        self.name = name
        self._key = key
        self._url = url
        self._limit = limit
        self._tries = Tries()
        self._taken: tuple[str, dict[str, object]] = "", {}
        """Of a message that is tried again: by incident the event that was accepted last."""

    async def deliver(self, message: Message) -> None:
        """Return when every event was accepted; ChannelError where one was not."""
        attempt = self._tries.begin(message)
        taken = self._taken[1] if self._taken[0] == attempt else {}
        self._taken = attempt, taken
        for event in events(message):
            said = event.action, event.severity
            if taken.get(event.id) == said:
                continue
            await http.request(
                self.name,
                "POST",
                self._url,
                limit=self._limit,
                body=json.dumps({"routing_key": self._key.reveal(), **event.body}).encode("ascii"),
                headers={"Content-Type": "application/json"},
                secrets=(self._key,),
            )
            taken[event.id] = said
        self._tries.accepted(message)


@dataclass(frozen=True, slots=True)
class Event:
    """One request. ``content``: the rest of its body, but for the integration key."""

    action: Literal["trigger", "resolve"]
    id: str
    severity: str = ""
    content: Mapping[str, object] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, object]:
        """As PagerDuty reads it."""
        return {"event_action": self.action, "dedup_key": self.id, **self.content}


def events(message: Message) -> Iterator[Event]:
    """What is said of each incident of ``message``."""
    for one in incidents(message):
        if one.open:
            yield Event("trigger", one.id, one.severity, _content(message, one))
        if not one.open or message.kind is Kind.DRILL:
            for id in (one.id, *one.also):
                yield Event("resolve", id)


def _content(message: Message, one: Incident) -> dict[str, object]:
    where = "/".join(filter(None, (message.account_id, message.region)))
    return {
        "client": "ses-tui",
        "payload": {
            "summary": safe(one.title, SUMMARY_CAP),
            "source": safe(where or message.key.target or "ses-tui"),
            "severity": one.severity,
            "timestamp": iso(message.at),
            "component": safe(one.key.subject.label),
            "group": safe(message.group or one.key.target),
            "class": one.name,
            "custom_details": {**alert_json(message), "text": lines(message)},
        },
    }
