"""Which store this process uses: the file of this machine, or the database that several share."""

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ses_tui.core.clock import parse_duration
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.record import Record
from ses_tui.core.store_url import has_password, is_url
from ses_tui.core.text import safe
from ses_tui.settings.light import state_directory, store_table

if TYPE_CHECKING:
    from ses_tui.core.findings import Finding
    from ses_tui.notify.secret import SecretSource
    from ses_tui.store.store import Store

COPIES_MOST = 20
"""Processes of one user and store on this machine, each with a copy of its own."""

SYNC_SECONDS = 5.0
"""How long a command waits for the database."""

NEEDS_PSYCOPG = "a store by URL needs psycopg: pip install 'ses-tui[postgres]'"

_options: list[argparse.Namespace] = []


class Place(Record, frozen=True):
    """Where a store is."""

    directory: Path
    """Of its file; of the first copy where it is a database."""
    url: Callable[[], str] | None = None
    """Of the database; read each time, and kept nowhere."""
    installation: str = "ses_tui"
    solo_after: float | None = None


def use(options: argparse.Namespace) -> None:
    """The command line of this process, which may name the store."""
    _options[:] = [options]


def place(environ: Mapping[str, str] = os.environ) -> Place:
    """The store of this process. Raises Misconfigured where ``--store`` names none."""
    options = _options[0] if _options else None
    if chosen := getattr(options, "store", None):
        return named(chosen, environ)
    table = store_table(getattr(options, "config", None), environ)
    words = repr([table.get(way) for way in ("url", "url_file", "url_command")])
    if not any(table.get(way) for way in ("url", "url_file", "url_command")):
        return Place(state_directory(environ))
    from ses_tui.notify.secret import Secret, SecretSource

    url, command = str(table.get("url") or ""), table.get("url_command")
    if isinstance(command, str):
        import json

        command = json.loads(command)
    if url and not is_url(url):
        raise Misconfigured("store.url: write postgresql://user@host/database")
    if url and not environ.get("SES_TUI_STORE__URL") and has_password(url):
        raise Misconfigured("store.url: a password does not belong there: put the URL into a file, url_file")
    source = SecretSource(
        "url",
        Secret(url) if url else None,
        str(table.get("url_file") or ""),
        tuple(map(str, command)) if isinstance(command, list) else (),
        section="store",
    )
    return Place(
        _copy(words, environ),
        _revealed(source, environ),
        str(table.get("installation") or "ses_tui"),
        _seconds(table.get("solo_after")),
    )


def named(text: str, environ: Mapping[str, str] = os.environ) -> Place:
    """The store that ``text`` names: a directory, a file that holds a URL, or a URL without a password.

    Raises Misconfigured, with no word of a URL.
    """
    if is_url(text):
        if has_password(text):
            raise Misconfigured(
                "a URL with a password does not belong on the command line, where others can read it: "
                "put it into a file and name that, or the password into ~/.pgpass"
            )
        return Place(_copy(repr([text, None, None]), environ), lambda: text)
    path = Path(text).expanduser()
    if not path.is_file():
        return Place(path)
    from ses_tui.notify.secret import SecretSource

    source = SecretSource("url", file=str(path.absolute()), section="store")
    if not is_url(_revealed(source, environ)()):
        raise Misconfigured("the file of --store holds no URL: postgresql://user@host/database")
    words = repr([None, str(path.absolute()), None])
    return Place(_copy(words, environ), _revealed(source, environ))


def _revealed(source: "SecretSource", environ: Mapping[str, str]) -> Callable[[], str]:
    def read() -> str:
        from ses_tui.notify.secret import first_line

        return first_line(source, environ).secret.reveal()

    return read


def _copy(words: str, environ: Mapping[str, str]) -> Path:
    """Of the store that these words name: the URL itself may be a secret that is not read yet."""
    return state_directory(environ) / "shared" / sha256(words.encode()).hexdigest()[:16] / "0"


def _seconds(text: object) -> float | None:
    try:
        return parse_duration(text) if isinstance(text, str) else None
    except ValueError:
        return None  # the full validation reports it


def store_directory() -> Path:
    """Where the file is that commands read which have no store open."""
    return place().directory


def open_store(where: Place | None = None, *, owns: bool = True) -> "Store":
    """The store; it never raises for what lies on a disk, and never waits for a database.

    ``owns``: whether it may come to own targets. Raises Misconfigured where psycopg is missing.
    """
    where = where or place()
    from ses_tui.store.store import Store

    if where.url is None:
        return Store.open(where.directory)
    try:
        from ses_tui.store.postgres.store import SharedStore
    except ImportError:
        raise Misconfigured(NEEDS_PSYCOPG) from None
    from ses_tui.store.files import StoreProblem

    try:
        for number in range(COPIES_MOST):
            directory = where.directory.with_name(str(number))
            shared = SharedStore.share(
                directory, where.url, where.installation, solo_after=where.solo_after, owns=owns
            )
            if shared is not None:
                return shared
    except StoreProblem as problem:
        return Store.in_memory(str(problem))
    raise Misconfigured(f"{COPIES_MOST} processes use this store on this machine already")


def refresh(targets: Iterable[str]) -> None:
    """Have the copy that commands read as the database is, as far as that answers soon."""
    where = place()
    if where.url is None:
        return
    store = open_store(where, owns=False)
    try:
        for target in targets:
            store.for_target(target)
        store.sync(SYNC_SECONDS)
    finally:
        store.close()


def examined() -> "tuple[Finding, ...]":
    """What ``doctor`` says of the database; nothing where there is none."""
    where = place()
    if where.url is None:
        return ()
    from ses_tui.core.doctor_store import StoreFacts
    from ses_tui.core.doctor_store import examined as findings

    try:
        from ses_tui.store.postgres.examination import examine
    except ImportError:
        return findings(StoreFacts(problem=NEEDS_PSYCOPG))
    return findings(examine(where.url, where.installation))


def stored_targets() -> tuple[Target, ...]:
    """All targets of the database, for a viewer's login that configures none; empty for any other."""
    where = place()
    if where.url is None:
        return ()
    try:
        from ses_tui.store.postgres.examination import viewable
    except ImportError:
        return ()  # opening the store says what is missing
    found = []
    for id in viewable(where.url, where.installation):
        account, _, rest = id.partition("/")
        region, _, endpoint = rest.partition("@")
        found.append(
            Target(safe(f"{account}/{region}"), region=region, endpoint_url=endpoint, account_id=account)
        )
    return tuple(found)
