"""What systemd is told of this process, where it started it as Type=notify (sd_notify(3))."""

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress

STATUS_CHARACTERS = 200


class ServiceManager:
    """Silent where nobody listens. Never waits and never raises: monitoring goes on without a listener."""

    def __init__(self, environ: Mapping[str, str] = os.environ, process: int | None = None) -> None:
        """``process``: whose watchdog counts; None: this one's."""
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._status = ""
        self.watchdog: float | None = None
        """Seconds within which ``alive`` must be said, or the process is restarted; None: need not be."""
        named, wait = environ.get("WATCHDOG_PID", ""), environ.get("WATCHDOG_USEC", "")
        if address and wait.isdecimal() and named in ("", str(process or os.getpid())):
            self.watchdog = int(wait) / 1e6 or None

    def ready(self) -> None:
        """The monitor runs; AWS may not have been read yet."""
        self._send("READY=1")

    def reloading(self) -> None:
        """The configuration is read anew, until ``ready``."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """The end has begun."""
        self._send("STOPPING=1")

    def alive(self) -> None:
        """The watchdog may wait anew."""
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        """One line for ``systemctl status``; the same again is not sent."""
        if text != self._status:
            self._status = text
            self._send(f"STATUS={text[:STATUS_CHARACTERS]}")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.setblocking(False)
            way.sendto(message.encode("utf-8", "replace"), self._address)
