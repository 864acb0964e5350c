"""The desktop's notification service: whether a session bus is there, who answers on it, and how to ask."""

import asyncio
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ses_tui.notify.channel import ChannelError

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

CONNECT_SECONDS = 1.0
ASK_SECONDS = 3.0

SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SERVICE = (SERVICE, _PATH, SERVICE)
_DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(frozen=True, slots=True)
class Server:
    """The notification service. ``markup``: it reads ``<b>`` and ``&amp;`` in a body.

    ``owner``: which process of the bus it is; another one knows nothing of what this one showed.
    """

    markup: bool
    owner: str


def session_address(environ: Mapping[str, str]) -> str | None:
    """The address of the session bus: as named, else the socket that systemd makes; None without."""
    named = environ.get("DBUS_SESSION_BUS_ADDRESS")
    if named:
        return named
    runtime = environ.get("XDG_RUNTIME_DIR")
    path = Path(runtime) / "bus" if runtime else None
    return f"unix:path={path}" if path and path.is_socket() else None


def reachable(environ: Mapping[str, str]) -> bool:
    """Whether a desktop can be told: a session bus that takes a connection; on macOS always.

    Blocks for at most a second per address.
    """
    if sys.platform == "darwin":
        return True
    address = session_address(environ)
    return address is not None and any(_takes_connection(one) for one in address.split(";") if one)


def _takes_connection(address: str) -> bool:
    """Only Unix sockets: a bus over TCP or one still to be started is not the user's desktop."""
    transport, _, rest = address.partition(":")
    if transport != "unix":
        return False
    options = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    path = unquote(options.get("path", ""))
    abstract = unquote(options.get("abstract", ""))
    if not path and not abstract:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(path or f"\0{abstract}")
        except OSError:
            return False
    return True


class Session:
    """A connection to the session bus, kept from one notification to the next."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = environ
        self._bus: MessageBus | None = None

    async def server(self) -> Server:
        """The notification service, started by the bus if need be.

        Raises ChannelError, in a few seconds at most, where there is no bus, no service, or no answer.
        """
        with _told(self):
            async with asyncio.timeout(ASK_SECONDS):
                if not await self._call(_DAEMON, "NameHasOwner", "s", SERVICE):
                    if SERVICE not in await self._call(_DAEMON, "ListActivatableNames"):
                        raise ChannelError("desktop: no notification service on the session bus")
                    await self._call(_DAEMON, "StartServiceByName", "su", SERVICE, 0)
                capabilities = await self._call(_SERVICE, "GetCapabilities")
                owner = await self._call(_DAEMON, "GetNameOwner", "s", SERVICE)
        return Server("body-markup" in capabilities, owner)

    async def notify(self, app: str, replaces: int, title: str, body: str, *, critical: bool) -> int:
        """The number of the notification, which takes the place of number ``replaces`` (0: of none).

        Raises ChannelError where it was not accepted in time.
        """
        from dbus_fast import Variant

        hints = {"urgency": Variant("y", 2 if critical else 1)}
        with _told(self):
            async with asyncio.timeout(ASK_SECONDS):
                number = await self._call(
                    _SERVICE, "Notify", "susssasa{sv}i", app, replaces, "", title, body, [], hints, -1
                )
        return int(number)

    def close(self) -> None:
        """Leave the bus. Notifications that are shown stay."""
        if self._bus is not None:
            self._bus.disconnect()
            self._bus = None

    async def _connect(self) -> "MessageBus":
        if self._bus is None or not self._bus.connected:
            self.close()
            surroundings = os.environ if self._environ is None else self._environ
            address = session_address(surroundings)
            if address is None or not await asyncio.to_thread(reachable, surroundings):
                raise ChannelError("desktop: no D-Bus session bus here")
            await asyncio.to_thread(import_module, "dbus_fast.aio")  # tens of milliseconds, off the loop
            from dbus_fast.aio import MessageBus

            self._bus = MessageBus(bus_address=address)
            await self._bus.connect()
        return self._bus

    async def _call(self, where: tuple[str, str, str], member: str, signature: str = "", *body: Any) -> Any:
        """The first value of the answer; ChannelError where the answer is an error."""
        bus = await self._connect()
        from dbus_fast import Message, MessageType

        name, path, interface = where
        reply = await bus.call(
            Message(
                destination=name,
                path=path,
                interface=interface,
                member=member,
                signature=signature,
                body=list(body),
            )
        )
        if reply is None or reply.message_type is MessageType.ERROR:
            said = " ".join(str(part) for part in reply.body[:1]) if reply is not None else ""
            why = (reply.error_name if reply is not None else "") or "no answer"
            raise ChannelError(f"desktop: {member}: {said or why}")
        return reply.body[0] if reply.body else None


@contextmanager
def _told(session: Session) -> Iterator[None]:
    """Whatever the bus does wrong becomes a ChannelError, and the connection is given up."""
    try:
        yield
    except BaseException as error:  # a cancelled one too gives the connection up, and goes on below
        session.close()
        if isinstance(error, TimeoutError):
            line = f"desktop: the notification service gave no answer in {ASK_SECONDS:g} s"
            raise ChannelError(line) from None
        if isinstance(error, ChannelError) or not isinstance(error, Exception):
            raise
        raise ChannelError(f"desktop: the session bus does not serve us: {error}") from error
