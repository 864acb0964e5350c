"""URLs that are passwords: where they come from, and how they are kept out of every text.

Whoever has the URL of a webhook can write to it, so it is handled as a password: no log, error,
status or repr may hold any of it but its host, and that only where a delivery failed.
"""

import os
import signal
import stat
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from re import split
from urllib.parse import unquote, urlsplit

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe

COMMAND_SECONDS = 10.0
"""A command has this long to print the secret. Nobody can answer it: it must do so by itself."""

SIZE_CAP = 65536
_WINDOW = 8
_PIECE = 5


class Secret:
    """A text that prints as ``Secret(…)``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def is_in(self, text: str) -> bool:
        """Whether ``text`` repeats a part of it long enough to help anybody guess the rest."""
        seen = unquote(text).casefold()
        for form in {self._text.casefold(), unquote(self._text).casefold()}:
            rest = form.partition("://")[2] or form
            windows = (rest[start : start + _WINDOW] for start in range(max(1, len(rest) - _WINDOW + 1)))
            pieces = (piece for piece in split(r"[^\w.-]+", rest) if len(piece) >= _PIECE)
            if any(part in seen for part in (*windows, *pieces) if part):
                return True
        return False

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret comes from, one of three ways."""

    name: str
    """Its setting below ``section``, such as ``webhook_url`` or ``webhooks.pager.key``."""
    value: Secret | None = None
    file: str = ""
    command: tuple[str, ...] = ()
    section: str = "notify"


@dataclass(frozen=True, slots=True)
class Fetched:
    """``warning``: one line on how it is kept, or empty."""

    secret: Secret
    warning: str = ""


def fetch(source: SecretSource, environ: Mapping[str, str] = os.environ) -> Fetched:
    """The secret, read now; blocks for at most ``COMMAND_SECONDS``.

    Raises Misconfigured with one line that says what is wrong and what to do.
    """
    if source.value is not None:
        fetched = Fetched(source.value)
    elif source.file:
        fetched = _from_file(f"{source.section}.{source.name}_file", source.file, _held(source))
    else:
        fetched = Fetched(_from_command(f"{source.section}.{source.name}_command", source.command, environ))
    if not fetched.secret.reveal().strip():
        raise Misconfigured(f"{_origin(source)}: there is nothing in it: it must hold the {_held(source)}")
    return fetched


def first_line(source: SecretSource, environ: Mapping[str, str] = os.environ) -> Fetched:
    """The same for what is one line: the first, as ``pass`` keeps a password."""
    fetched = fetch(source, environ)
    return Fetched(Secret(fetched.secret.reveal().strip().splitlines()[0].strip()), fetched.warning)


def web_address(source: SecretSource, environ: Mapping[str, str] = os.environ) -> Fetched:
    """The same for a single http or https URL."""
    fetched = first_line(source, environ)
    line = fetched.secret.reveal()
    if not _is_web_address(line):
        raise Misconfigured(f"{_origin(source)}: no https or http URL: write it as https://host/path")
    warnings = [fetched.warning] if fetched.warning else []
    if _is_bare(line):
        warnings.append("http to another machine is not encrypted: use https")
    return Fetched(Secret(line), "; ".join(warnings))


def _held(source: SecretSource) -> str:
    return "key" if source.name.endswith("key") else "URL"


def _from_file(origin: str, name: str, held: str) -> Fetched:
    """What it says of the file holds no name that could be the URL itself, put there by mistake."""
    shown = safe(name) if name.startswith(("/", "~", "./", "../")) else "the file that it names"
    try:
        path = Path(name).expanduser()
        with open(path, "rb", opener=_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Misconfigured(f"{origin}: {shown} is no regular file")
            text = file.read(SIZE_CAP).decode("utf-8-sig")
    except FileNotFoundError:
        problem = f"is not there: write the {held} into it, readable by you alone (chmod 600)"
    except UnicodeDecodeError:
        problem = f"is no UTF-8 text: write the {held} into it"
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        problem = f"cannot be read ({(reason or 'no usable path').lower()}): make it readable by you alone"
    else:
        mine = status.st_uid == os.geteuid()  # Kubernetes mounts root's file, readable by the pod's group
        opened = status.st_mode & (0o077 if mine else 0o007)
        return Fetched(Secret(text), f"others can open {shown}: chmod 600 it" if opened else "")
    raise Misconfigured(f"{origin}: {shown} {problem}")


def _at_once(path: str, flags: int) -> int:
    """Without waiting: a FIFO that nobody writes to would hold up the start."""
    return os.open(path, flags | os.O_NONBLOCK)


def _from_command(origin: str, command: Sequence[str], environ: Mapping[str, str]) -> Secret:
    """Nothing of what a command says is repeated, nor its words: both may hold the secret."""
    # Without a terminal: a prompt for a passphrase must not be drawn over the screen.
    surroundings = {name: value for name, value in environ.items() if name != "GPG_TTY"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a command"
        problem = f"the command cannot be started: {reason.lower()}"
    else:
        output, problem = _output(process)
        if not problem:
            return Secret(output)
    raise Misconfigured(f"{origin}: {problem}")


def _output(process: "subprocess.Popen[bytes]") -> tuple[str, str]:
    """What it printed, or a problem. It and its children are gone afterwards where it took too long."""
    try:
        printed, _ = process.communicate(timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=1.0)
        return "", f"the command took longer than {COMMAND_SECONDS:g} s: it must answer by itself, unasked"
    if process.returncode:
        how = f"exit {process.returncode}" if process.returncode > 0 else f"signal {-process.returncode}"
        return "", f"the command failed ({how}): run it by hand to see why"
    return printed[:SIZE_CAP].decode("utf-8", "replace"), ""


def _origin(source: SecretSource) -> str:
    if source.value is not None:
        return f"SES_TUI_{source.section.upper()}__{source.name.upper().replace('.', '__').replace('-', '_')}"
    return f"{source.section}.{source.name}_{'file' if source.file else 'command'}"


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = text.isprintable() and not any(char.isspace() or char in '<>"\\' for char in text)
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0


def _is_bare(text: str) -> bool:
    """Whether it goes over the network unencrypted."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme != "http" or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True
