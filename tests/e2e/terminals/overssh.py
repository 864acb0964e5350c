"""Over ssh to this machine: a server of its own on a free port, with keys that live as long as the test."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.e2e.terminals.terminal import PATIENCE, Terminal

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")

CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitUserEnvironment no
"""


class Ssh(Terminal):
    """The client in a pseudo-terminal, the program behind the server."""

    name = "ssh"
    needs = "ssh"
    _server: "subprocess.Popen[bytes] | None" = None

    def open(self, *command: str) -> None:
        assert SSHD is not None
        for name in ("host", "user"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / name)], check=True
            )
        port = _free_port()
        config = self.folder / "sshd_config"
        config.write_text(CONFIG.format(port=port, folder=self.folder), "utf-8")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # its own package makes it at boot
        with (self.folder / "sshd.log").open("wb") as log:
            self._server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=log)
        _wait_for_port(port)
        self.spawn(
            (
                *("ssh", "-tt", "-F", "none", "-p", str(port), "-i", str(self.folder / "user")),
                *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
                *("-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-o", "EscapeChar=none"),
                *(f"{getpass.getuser()}@127.0.0.1", *command),
            )
        )

    def stop(self) -> None:
        super().stop()
        if self._server is not None:
            self._server.kill()
            self._server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("sshd does not listen")
