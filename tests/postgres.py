"""PostgreSQL for tests: a server of their own, on a socket of its own, gone when they end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

import psycopg

USER = "postgres"


def programs() -> Path | None:
    """Where Debian, or whoever is on the path, has them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = [*debian, shutil.which("initdb")]
    return next((Path(one).resolve().parent for one in found if one), None)


def _account() -> str | None:
    """As whom the server runs, which must not be root; None: as we do."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            getpwnam(name)
        except KeyError:
            continue
        return name
    return "nobody"


class Server:
    """One server; ended and begun again by tests of what happens then."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._account = _account()
        found = programs()
        assert found is not None
        self._programs = found
        if self._account:
            os.chown(directory, getpwnam(self._account).pw_uid, -1)
        self._run(
            "initdb", "-D", self.directory / "data", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8"
        )

    @property
    def url(self) -> str:
        """Of the superuser."""
        return self.url_of(USER)

    def url_of(self, user: str) -> str:
        """By the socket."""
        return f"postgresql://{user}@/postgres?host={self.directory}"

    def start(self) -> None:
        """And wait until it answers."""
        options = f"-k {self.directory} -c listen_addresses= -c fsync=off -c max_connections=300"
        log = self.directory / "log"
        self._run("pg_ctl", "-D", self.directory / "data", "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """At once, as when it crashes."""
        self._run("pg_ctl", "-D", self.directory / "data", "-m", "immediate", "-w", "stop")

    def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """As the superuser."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        if self._account:
            command = ["setpriv", f"--reuid={self._account}", "--clear-groups", "--", *command]
        subprocess.run(
            command,
            check=True,
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )


@contextmanager
def server() -> Iterator[Server]:
    """One that runs."""
    directory = Path(tempfile.mkdtemp(prefix="ses-tui-pg-"))
    try:
        one = Server(directory)
        one.start()
        try:
            yield one
        finally:
            one.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)
