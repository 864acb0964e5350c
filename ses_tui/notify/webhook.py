"""``webhook``: POSTs the alert to a URL, which is a secret, in the form that its service reads."""

import json
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from ses_tui.core.incidents import alert_json
from ses_tui.core.messages import Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify import http
from ses_tui.notify.channel import TIME_LIMIT, Tries
from ses_tui.notify.secret import Secret, SecretSource

Format = Literal["auto", "json", "slack", "discord", "pagerduty", "alertmanager"]

Body = Literal["json", "slack", "discord"]


@dataclass(frozen=True, slots=True)
class WebhookWay:
    """One webhook as configured; ``url`` and ``key`` are not read yet."""

    url: SecretSource | None
    name: str = "webhook"
    form: Format = "auto"
    key: SecretSource | None = None
    setting: str = "webhook_url"
    """Where it stands in the settings."""


_SLACK_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")
_DISCORD_HOSTS = ("discord.com", "discordapp.com")

_SLACK_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""https://docs.slack.dev/messaging/formatting-message-text: without it ``<!channel>`` calls everybody."""

_CALL = re.compile(r"@(?=(?:channel|all|here|everyone)\b)", re.IGNORECASE)
"""Mattermost and Rocket.Chat call everybody by the bare word."""

_DISCORD_MARKUP = re.compile(r"([\\*_~`|>\[\]])")


def by_host(url: Secret) -> Body:
    """Slack's and Discord's own get what they read, everybody else the JSON."""
    host = (urlsplit(url.reveal()).hostname or "").lower()
    if host in _SLACK_HOSTS:
        return "slack"
    if host in _DISCORD_HOSTS or host.endswith(tuple(f".{one}" for one in _DISCORD_HOSTS)):
        return "discord"
    return "json"


def payload(form: Body, message: Message) -> bytes:
    """The body of the request, ASCII JSON."""
    if form == "slack":
        text = _CALL.sub("＠", lines(message).translate(_SLACK_ESCAPES))
        fields: dict[str, object] = {"text": text, "mrkdwn": False, "unfurl_links": False}
    elif form == "discord":
        text = _DISCORD_MARKUP.sub(r"\\\1", lines(message))
        fields = {"content": text, "allowed_mentions": {"parse": []}}
    else:
        fields = alert_json(message)
    return json.dumps(fields).encode("ascii")


def lines(message: Message) -> str:
    """Up to four lines for people: what, who, what to do, and the page that helps."""
    help_line = f"ses-tui playbook {message.playbook}" if message.playbook else ""
    parts = (message.title, message.body, message.advice, help_line)
    return "\n".join(safe(part, MESSAGE_CAP) for part in parts if part)


class Webhook:
    """One POST per message. A message that is sent again bears the same ``Idempotency-Key``."""

    def __init__(
        self, url: Secret, *, name: str = "webhook", form: Body | None = None, limit: float = TIME_LIMIT
    ) -> None:
        """``form``: None for the one by the host."""
        self.name = name
        self._url = url
        self._form = form or by_host(url)
        self._limit = limit
        self._tries = Tries()

    async def deliver(self, message: Message) -> None:
        """Return when the server answered 2xx; ChannelError where it did not in time."""
        await http.request(
            self.name,
            "POST",
            self._url,
            limit=self._limit,
            body=payload(self._form, message),
            headers={"Content-Type": "application/json", "Idempotency-Key": self._tries.begin(message)},
        )
        self._tries.accepted(message)
