"""Both stores: the file of one machine, and that of several on PostgreSQL, behind the same fixture."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from ses_tui.store.postgres import journal
from ses_tui.store.postgres.catalogue import TABLES
from ses_tui.store.postgres.leases import Pace
from ses_tui.store.postgres.store import SharedStore
from ses_tui.store.store import CLOSE_SECONDS, Store
from ses_tui.store.target import TargetStore
from tests import postgres

PATIENCE = 20.0
QUICK = Pace(lasts=5.0, renew=0.5)

Opened = Callable[[Path], Store]


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as one:
        yield one


class Forgetful(SharedStore):
    """Owns what it is asked for, and reads nothing but what has been in the database and back."""

    def for_target(self, target_id: str, name: str = "") -> TargetStore:
        target = super().for_target(target_id, name)
        if not self._closed:
            own(self, target.id)
        return target

    def flush(self, timeout: float = CLOSE_SECONDS) -> bool:
        if not super().flush(timeout):
            return False
        for target in list(self._targets):
            own(self, target.id)
        if not self.sync(timeout):
            return False
        self.put(_forget_all)
        return super().flush(timeout) and self.sync(timeout)


def _forget_all(connection: sqlite3.Connection) -> None:
    """What others have too: not what is kept under an id that only this copy knows."""
    connection.execute("INSERT INTO applying VALUES (1)")
    ids = [one for (one,) in connection.execute("SELECT target FROM series UNION SELECT target FROM told")]
    for target in filter(journal.is_shared, ids):
        journal.forget_owned(connection, target)
        connection.execute("DELETE FROM series WHERE target = ?", (target,))
    for table in TABLES:
        if not table.relation and table.name not in ("told", "known"):
            connection.execute(f"DELETE FROM {table.here}")
    for name in ("moment", "moment_part"):
        connection.execute(f"DELETE FROM {name}")
    journal.forget_fetched(connection)
    connection.execute("DELETE FROM applying")


def own(store: SharedStore, target_id: str) -> None:
    until = time.monotonic() + PATIENCE
    while store.leases.acquire(target_id) is None:
        assert time.monotonic() < until, "nobody gave the lease"
        time.sleep(0.01)


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens the store of a directory, again where that was done before."""
    stores: list[Store] = []
    if request.param == "sqlite":

        def open_one(directory: Path) -> Store:
            stores.append(Store.open(directory))
            return stores[-1]

    else:
        server: postgres.Server = request.getfixturevalue("server")
        schema = f"test_{uuid4().hex[:12]}"

        def open_one(directory: Path) -> Store:
            found = Forgetful.share(directory, lambda: server.url, schema, pace=QUICK)
            assert found is not None
            stores.append(found)
            return found

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Opened, tmp_path: Path) -> Store:
    return opened(tmp_path)
