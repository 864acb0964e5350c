"""Whether a desktop is there to show a notification: the session bus, and who answers on it.

The library that sends reports success without a bus, so this is asked first.
"""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
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
_DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@dataclass(frozen=True, slots=True)
class Server:
    """The notification service. ``markup``: it reads ``<b>`` and ``&amp;`` in a body."""

    markup: bool


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


async def find_server(environ: Mapping[str, str] | None = None) -> Server:
    """The notification service of this session, started by the bus if need be.

    Raises ChannelError, in a few seconds at most, where there is no bus, no service, or no answer.
    """
    surroundings = os.environ if environ is None else environ
    address = session_address(surroundings)
    if address is None or not await asyncio.to_thread(reachable, surroundings):
        raise ChannelError("desktop: no D-Bus session bus here")
    try:
        async with asyncio.timeout(ASK_SECONDS):
            return await _ask(address)
    except TimeoutError:
        raise ChannelError(f"desktop: the notification service gave no answer in {ASK_SECONDS:g} s") from None


async def _ask(address: str) -> Server:
    await asyncio.to_thread(import_module, "dbus_fast.aio")  # tens of milliseconds, off the loop
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import DBusFastError

    bus = None
    try:
        bus = MessageBus(bus_address=address)
        await bus.connect()
        if not await _call(bus, _DAEMON, "NameHasOwner", SERVICE):
            activatable = await _call(bus, _DAEMON, "ListActivatableNames")
            if SERVICE not in activatable:
                raise ChannelError("desktop: no notification service on the session bus")
        capabilities = await _call(bus, (SERVICE, _PATH, SERVICE), "GetCapabilities")
        return Server(markup="body-markup" in capabilities)
    except (OSError, EOFError, DBusFastError) as error:
        raise ChannelError(f"desktop: the session bus does not serve us: {error}") from error
    finally:
        if bus is not None:
            bus.disconnect()


async def _call(bus: "MessageBus", where: tuple[str, str, str], member: str, *strings: str) -> Any:
    """The first value of the answer; ChannelError where the answer is an error."""
    from dbus_fast import Message, MessageType

    name, path, interface = where
    reply = await bus.call(
        Message(
            destination=name,
            path=path,
            interface=interface,
            member=member,
            signature="s" * len(strings),
            body=list(strings),
        )
    )
    if reply is None or reply.message_type is MessageType.ERROR:
        why = reply.error_name if reply is not None else "no answer"
        raise ChannelError(f"desktop: {member}: {why}")
    return reply.body[0] if reply.body else None
