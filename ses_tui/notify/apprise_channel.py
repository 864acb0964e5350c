"""``apprise``: mail, PagerDuty, SNS and some 150 other services, by the library of that name.

An optional extra. Its URLs hold tokens and passwords, so they are handled as one secret, and what
the library writes to its log ends here.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.messages import Kind, Message
from ses_tui.core.text import MESSAGE_CAP, safe
from ses_tui.notify.channel import GOOD_NEWS, TIME_LIMIT, ChannelError, Tries
from ses_tui.notify.secret import Secret
from ses_tui.notify.webhook import lines

if TYPE_CHECKING:
    from apprise import Apprise, NotifyType

MISSING = "notify.apprise_urls is set, but apprise is not installed: pip install 'ses-tui[apprise]'"

SERVICE_CAP = 30
TAKEN_CAP = 100
"""Messages under way of which it is remembered who took them."""


class AppriseChannel:
    """Every service of ``urls``, one URL a line or separated by spaces; ``#`` begins a comment line.

    The message is accepted when all took it. While one does not, only those that did not are tried again.
    """

    name = "apprise"

    def __init__(
        self, urls: Secret, *, limit: float = TIME_LIMIT, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Blocks for the 0.2 s that the library takes to import.

        Raises Misconfigured where it is not installed or does not understand a URL: better no start
        than an alert that is never sent.
        """
        self._urls = urls
        self._services = _services(urls)
        self._limit = limit
        self._log = _Log()
        self._busy = False
        self._tries = Tries(monotonic)
        self._taken: dict[str, set[int]] = {}

    async def deliver(self, message: Message) -> None:
        """Return when every service took it; ChannelError names those that did not."""
        if self._busy:
            raise ChannelError("apprise: still busy with the message before")
        key = self._tries.begin(message)
        taken = self._taken.setdefault(key, set())
        if len(self._taken) > TAKEN_CAP:
            del self._taken[next(iter(self._taken))]
        self._busy = True
        problem = f"no answer in {self._limit:g} s"
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limit):
                problem = await self._in_thread(message, taken)
        if problem:
            raise ChannelError(f"apprise: {problem}")
        self._tries.accepted(message)
        self._taken.pop(key, None)

    async def _in_thread(self, message: Message, taken: set[int]) -> str:
        """Not the loop's own threads: one that hangs would keep the program from ending."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[str] = loop.create_future()

        def settle(problem: str) -> None:
            if not result.done():
                result.set_result(problem)

        def run() -> None:
            problem = self._send(message, taken)
            self._busy = False
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, problem)

        threading.Thread(target=run, name="apprise", daemon=True).start()
        return await result

    def _send(self, message: Message, taken: set[int]) -> str:
        """Try those that have not taken it, and say who refused; never raises."""
        self._log.listen()
        title, _, body = lines(message).partition("\n")
        refused: list[str] = []
        for place, (name, service) in enumerate(self._services):
            if place in taken:
                continue
            try:
                accepted = bool(
                    service.notify(
                        body=body or title, title=title, notify_type=_type(message), body_format="text"
                    )
                )
            except Exception as error:  # noqa: BLE001  any of its plugins may break; the others are told
                accepted = False
                self._log.line = type(error).__name__
            if accepted:
                taken.add(place)
            else:
                refused.append(name)
        line, self._log.line = self._log.line, ""
        if not refused:
            return ""
        why = f": {line}" if line and not self._urls.is_in(line) else ""
        return f"not accepted by {', '.join(refused)}{why}"


def _services(urls: Secret) -> "list[tuple[str, Apprise]]":
    """Each URL by itself, with the name of its service."""
    if find_spec("apprise") is None:
        raise Misconfigured(MISSING)
    import apprise

    _Log().listen()
    asset = apprise.AppriseAsset(app_id="ses-tui", app_desc="ses-tui", app_url="", async_mode=False)
    found = []
    for place, url in enumerate(_split(urls), start=1):
        service = apprise.Apprise(asset=asset)
        if not service.add(url):
            raise Misconfigured(
                f"notify.apprise_urls: apprise does not understand URL {place} of it: "
                "see https://appriseit.com/services/"
            )
        found.append((safe(service[0].service_name, SERVICE_CAP), service))
    if not found:
        raise Misconfigured("notify.apprise_urls: there is no URL in it: write one a line")
    return found


def _split(urls: Secret) -> list[str]:
    kept = (line for line in urls.reveal().splitlines() if not line.lstrip().startswith("#"))
    return [url for line in kept for url in line.split()]


def _type(message: Message) -> "NotifyType":
    from apprise import NotifyType

    if message.kind in GOOD_NEWS:
        return NotifyType.SUCCESS
    if message.kind in (Kind.DRILL, Kind.DIGEST):
        return NotifyType.INFO
    return NotifyType.FAILURE if message.route >= Condition.REVIEW else NotifyType.WARNING


class _Log(logging.Handler):
    """What the library last complained of, and the end of the way for its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.line = ""

    def listen(self) -> None:
        logger = logging.getLogger("apprise")
        logger.propagate = False
        for handler in [handler for handler in logger.handlers if isinstance(handler, _Log)]:
            logger.removeHandler(handler)
        logger.addHandler(self)
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # below that it names the path

    def emit(self, record: logging.LogRecord) -> None:
        self.line = safe(record.getMessage(), MESSAGE_CAP)
