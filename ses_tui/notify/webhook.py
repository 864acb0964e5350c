"""``webhook``: POSTs the alert to a URL, which is a secret."""

from ses_tui.core.messages import Message
from ses_tui.notify import http
from ses_tui.notify.channel import TIME_LIMIT
from ses_tui.notify.payload import Format, payload, settled
from ses_tui.notify.secret import Secret
from ses_tui.notify.tries import Tries


class Webhook:
    """One POST per message. A message that is sent again bears the same ``Idempotency-Key``."""

    name = "webhook"

    def __init__(self, url: Secret, *, form: Format = "auto", limit: float = TIME_LIMIT) -> None:
        self._url = url
        self._form = settled(form, url)
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
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": self._tries.begin(message),
            },
        )
        self._tries.accepted(message)
