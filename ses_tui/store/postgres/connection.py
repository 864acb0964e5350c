"""Connections to the database: over TLS that is verified, and every error one line without a secret."""

import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from ses_tui.core.text import safe
from ses_tui.store.postgres.schema import TooNew

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
"""How long the server works on a statement, at most."""

POOLER_SECONDS = 3.0
"""How long a notification may take to come back before a pooler is held to have lost it."""

CHANNEL = "ses_tui"

Url = Callable[[], str]
"""Gives the URL when it is needed, so that it is kept nowhere."""


class Refused(Exception):
    """The database can't be used as it is; the text is one line for the screen."""


def connect(url: Url, schema: str) -> "psycopg.Connection[Any]":
    """In autocommit mode, with ``schema`` as the search path. Raises Refused."""
    try:
        parameters = settled(url())
    except (psycopg.Error, ValueError):
        # the parser's own words repeat what it could not read
        raise Refused("the URL of the store is not valid: postgresql://user@host/database") from None
    try:
        connection: psycopg.Connection[Any] = psycopg.connect(
            **parameters, autocommit=True, prepare_threshold=None
        )
        connection.execute(SQL("SET search_path = {}").format(Identifier(schema)))
        connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
        connection.execute("SET idle_in_transaction_session_timeout = '60s'")
    except psycopg.Error as error:
        raise Refused(one_line(error, str(parameters.get("password") or ""))) from None
    return connection


def settled(url: str) -> dict[str, Any]:
    """The parameters of ``url`` and what this program adds. Raises ValueError or psycopg.Error."""
    if "://" not in url:
        raise ValueError
    parameters: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "ses-tui",
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        **conninfo_to_dict(url),
    }
    if "sslmode" not in parameters and not by_socket(parameters):
        parameters["sslmode"] = "verify-full"
    if str(parameters.get("sslmode", "")).startswith("verify") and "sslrootcert" not in parameters:
        own = Path("~/.postgresql/root.crt").expanduser()
        paths = ssl.get_default_verify_paths()
        system = paths.cafile or paths.openssl_cafile
        if not own.exists():
            parameters["sslrootcert"] = system if Path(system).exists() else "system"
    return parameters


def by_socket(parameters: dict[str, Any]) -> bool:
    """Whether the server is on this machine, behind a socket in the file system."""
    host = str(parameters.get("host") or "")
    return not parameters.get("hostaddr") and (not host or host.startswith(("/", "@")))


def one_line(error: BaseException, password: str = "") -> str:
    """What an error of the database says, on one safe line."""
    if isinstance(error, (Refused, TooNew)):
        return str(error)
    diagnostic = getattr(error, "diag", None)
    text = (diagnostic.message_primary if diagnostic is not None else None) or str(error)
    first = next((line for line in text.splitlines() if line.strip()), type(error).__name__)
    if password:
        first = first.replace(password, "…")
    return safe(first.strip(), 200)


def refuse_pooler(
    working: "psycopg.Connection[Any]", listening: "psycopg.Connection[Any]", schema: str
) -> None:
    """Listen on ``listening``. Raises Refused where notifications do not arrive there."""
    listening.execute(SQL("LISTEN {}").format(Identifier(channel(schema))))
    probe = f"probe {listening.info.backend_pid} {id(listening)}"
    working.execute("SELECT pg_notify(%s, %s)", (channel(schema), probe))
    for one in listening.notifies(timeout=POOLER_SECONDS):
        if one.payload == probe:
            return
    raise Refused(
        "notifications do not arrive: a pooler in transaction mode can't be used: connect to PostgreSQL"
    )


def channel(schema: str) -> str:
    """On which the processes of one installation wake each other."""
    return f"{CHANNEL}:{schema}"


def has_password(url: str) -> bool:
    """Whether a password stands in ``url``; so too where it can't be read."""
    with suppress(psycopg.Error, ValueError):
        return bool(conninfo_to_dict(url).get("password"))
    return True


def without_secrets(parameters: dict[str, Any]) -> str:
    """Who is asked where, for people."""
    host = parameters.get("host") or parameters.get("hostaddr") or "the local socket"
    return safe(f"{host}/{parameters.get('dbname') or parameters.get('user') or ''}", 120)
