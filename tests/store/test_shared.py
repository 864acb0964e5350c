"""Several machines on one database: each a copy of its own, one owner per target."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind, Message
from ses_tui.core.model import ACCOUNT, Key, Metric, Point
from ses_tui.core.overlays import Acknowledgement, Silence
from ses_tui.core.snapshot import AlertEvent
from ses_tui.store.leases import Lease
from ses_tui.store.postgres.connection import Refused, connect, refuse_pooler, settled
from ses_tui.store.postgres.leases import Pace, SharedLease, SharedLeases
from ses_tui.store.postgres.schema import OWNER_ROLE, VIEWER_ROLE, grants
from ses_tui.store.postgres.store import SharedStore
from tests import postgres
from tests.store.conftest import PATIENCE, QUICK, own
from tests.store.samples import NOW

TARGET = "123456789012/eu-west-1"
BOUNCE = Metric.BOUNCE_RATE
KEY = Key("prod", ACCOUNT, BOUNCE)
SECRET = "s3cr3t-w0rd"


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


class Machines:
    """Each with a directory of its own."""

    def __init__(self, server: postgres.Server, directory: Path) -> None:
        self.server = server
        self.schema = f"test_{uuid4().hex[:12]}"
        self._directory = directory
        self._stores: list[SharedStore] = []

    def one(
        self,
        *targets: str,
        user: str = postgres.USER,
        solo_after: float | None = None,
        pace: Pace = QUICK,
    ) -> SharedStore:
        """Another machine, which watches ``targets``."""
        store = SharedStore.share(
            self._directory / str(len(self._stores)),
            lambda: self.server.url_of(user),
            self.schema,
            pace=pace,
            solo_after=solo_after,
        )
        assert store is not None
        self._stores.append(store)
        for target in targets:
            store.for_target(target, "prod")
        return store

    def close(self) -> None:
        for store in self._stores:
            store.close()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.server.execute(query.replace("FROM ", f"FROM {self.schema}."))


@pytest.fixture
def machines(server: postgres.Server, tmp_path: Path) -> Iterator[Machines]:
    found = Machines(server, tmp_path)
    yield found
    found.close()


def message() -> Message:
    return Message(
        id="0123456789ab",
        kind=Kind.FIRING,
        key=KEY,
        condition=Condition.REVIEW,
        route=Condition.REVIEW,
        at=NOW,
        since=NOW,
        title="",
        body="",
    )


def taken_over(machines: Machines) -> None:
    """As by a process that found the lease at its end."""
    machines.server.execute(
        f"UPDATE {machines.schema}.target SET owner = 'other', label = 'elsewhere', token = token + 1,"
        " expires = clock_timestamp() + interval '1 hour'"
    )


def test_hands_are_shared_whoever_owns_the_target(machines: Machines) -> None:
    ann, bob = machines.one(TARGET), machines.one(TARGET)
    ack = Acknowledgement(KEY, Condition.REVIEW, NOW, NOW + 60, "bob", "on it")
    own(ann, TARGET)
    bob.for_target(TARGET, "prod").save_ack(ack)
    bob.save_silence(Silence("a1", "isp:*", NOW + 60, NOW, "", "bob", "move"))
    until(lambda: (found := ann.overlays()) and found.acks and found.silences)
    found = ann.overlays()
    assert found is not None
    assert found.acks == {KEY: ack} and found.silences["a1"].who == "bob"
    ann.for_target(TARGET, "prod").drop_ack(KEY)
    until(lambda: (found := bob.overlays()) and not found.acks)


def test_a_viewer_hears_what_the_owner_told_and_knows_who_it_is(machines: Machines) -> None:
    ann, bob = machines.one(TARGET), machines.one(TARGET)
    own(ann, TARGET)
    assert bob.leases.acquire(TARGET) is None
    assert bob.leases.view(TARGET) is not None
    until(lambda: ann.leases.viewed(TARGET))
    until(lambda: (bob.leases.holder(TARGET) or "").endswith(ann.leases.holder(TARGET) or "?"))
    event = AlertEvent(NOW, "FIRING", Condition.REVIEW, KEY, "told")
    ann.for_target(TARGET, "prod").save_event(event, message())
    seen = bob.for_target(TARGET, "here")
    until(lambda: seen.messages(0))
    assert [one.key.target for _, one in seen.messages(0)] == ["here"]


def test_what_the_next_owner_needs_is_there_before_it_owns(machines: Machines) -> None:
    ann = machines.one(TARGET)
    own(ann, TARGET)
    ann.for_target(TARGET, "prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    ann.for_target(TARGET, "prod").save_known([(KEY, NOW)])
    ann.close()
    bob = machines.one(TARGET)
    own(bob, TARGET)
    heir = bob.for_target(TARGET, "prod")
    assert heir.load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.01)]}
    assert heir.known() == {KEY: NOW}


async def test_an_owner_that_was_overtaken_writes_nothing_and_sends_nothing(machines: Machines) -> None:
    ann = machines.one(TARGET)
    await asyncio.to_thread(own, ann, TARGET)
    lease = ann.leases.acquire(TARGET)
    assert lease is not None
    assert await ann.claim(TARGET, "hook", message())
    taken_over(machines)
    assert not await ann.claim(TARGET, "hook", message())
    ann.for_target(TARGET, "prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.99))])
    assert await asyncio.to_thread(ann.sync, PATIENCE)
    assert lease.lost
    assert machines.rows("SELECT * FROM point") == []
    assert len(machines.rows("SELECT * FROM outbox")) == 1


def test_a_write_carries_its_token_also_where_the_lease_was_not_looked_at_since(machines: Machines) -> None:
    ann = machines.one(TARGET, pace=Pace(lasts=100.0, renew=100.0))
    own(ann, TARGET)
    assert ann.sync(PATIENCE) and ann.sync(PATIENCE)
    time.sleep(1.0)  # until no notification of its own is under way
    taken_over(machines)
    ann.for_target(TARGET, "prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.99))])
    leases = ann.leases
    assert isinstance(leases, SharedLeases)
    until(lambda: leases.token(TARGET) is None)
    assert machines.rows("SELECT * FROM point") == []


def test_what_an_overtaken_owner_remembers_of_telling_is_the_word_of_the_new_one(machines: Machines) -> None:
    ann = machines.one(TARGET)
    own(ann, TARGET)
    taken_over(machines)
    ann.for_target(TARGET, "prod").save_known([(KEY, NOW)])
    assert ann.sync(PATIENCE)
    until(lambda: ann.for_target(TARGET, "prod").known() == {})


def test_targets_are_shared_evenly_and_anew_when_one_goes(machines: Machines) -> None:
    targets = [f"{number:012}/eu-west-1" for number in range(4)]
    ann, bob = machines.one(*targets), machines.one(*targets)

    held: dict[tuple[SharedStore, str], SharedLease | Lease] = {}

    def owned(store: SharedStore) -> int:
        """As an engine that looks now and then, and lets go what is lost."""
        for target in targets:
            lease = held.get((store, target)) or store.leases.acquire(target)
            if lease is not None:
                held[store, target] = lease
                if lease.lost:
                    held.pop((store, target)).release()
        return sum(whose is store for whose, _ in held)

    until(lambda: owned(ann) + owned(bob) == 4 and owned(ann) == 2)
    bob.close()
    until(lambda: owned(ann) == 4)


async def test_without_the_database_all_goes_on_and_is_written_when_it_is_back(machines: Machines) -> None:
    ann = machines.one(TARGET)
    await asyncio.to_thread(own, ann, TARGET)
    prod = ann.for_target(TARGET, "prod")
    machines.server.stop()
    try:
        for number in range(3):
            prod.save_event(AlertEvent(NOW + number, "FIRING", Condition.WARN, KEY, f"{number}"), message())
        assert ann.flush()
        assert [event.text for event in prod.events()] == ["2", "1", "0"]
        assert await ann.claim(TARGET, "hook", message()), "a gap is worse than a duplicate"
        assert "1 messages were sent without its word" in ann.problem
        lease = ann.leases.acquire(TARGET)
        assert lease is not None and not lease.lost
        assert ann.leases.acquire("999999999999/eu-west-1") is None, "no new target"
    finally:
        machines.server.start()
    assert await asyncio.to_thread(ann.sync, PATIENCE)
    assert machines.rows("SELECT text FROM event ORDER BY rev, at") == [("0",), ("1",), ("2",)]
    assert ann.problem == ""


def test_alone_for_long_enough_it_takes_what_nobody_is_known_to_read(machines: Machines) -> None:
    machines.server.stop()
    try:
        ann = machines.one(TARGET, solo_after=0.1)
        own(ann, TARGET)
    finally:
        machines.server.start()
    until(lambda: machines.server.execute("SELECT to_regclass(%s)", f"{machines.schema}.target") != [(None,)])
    until(lambda: machines.rows("SELECT token FROM target") == [(1,)])


def test_a_viewer_may_write_what_hands_do_and_nothing_else(machines: Machines) -> None:
    server = machines.server
    server.execute(grants(machines.schema))
    server.execute(grants(machines.schema))  # twice changes nothing
    owner, viewer = f"owner_{uuid4().hex[:6]}", f"viewer_{uuid4().hex[:6]}"
    for login, role in ((owner, OWNER_ROLE), (viewer, VIEWER_ROLE)):
        server.execute(f"CREATE ROLE {login} LOGIN IN ROLE {role}")
    with psycopg.connect(server.url_of(viewer), autocommit=True) as connection:
        connection.execute(f"SET search_path = {machines.schema}")
        for refused in (
            "INSERT INTO point VALUES ('t', 'account', '', 'bounce_rate', 1, 0.1, 1, 1, 1)",
            "DELETE FROM event",
            "UPDATE told SET condition = 'ok'",
            "INSERT INTO outbox VALUES ('t', 'hook', 'a', 'FIRING', 1, now())",
            "UPDATE target SET owner = 'me'",
            "UPDATE target SET token = 0",
            "DELETE FROM ack",
            "DROP TABLE point",
            "CREATE TABLE mine (x int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(refused)
    ann, bob = machines.one(TARGET, user=owner), machines.one(TARGET, user=viewer)
    own(ann, TARGET)
    ann.for_target(TARGET, "prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    bob.for_target(TARGET, "prod").save_ack(Acknowledgement(KEY, Condition.WARN, NOW, NOW + 60, "bob", ""))
    until(lambda: (found := ann.overlays()) and found.acks)
    assert bob.leases.acquire(TARGET) is None
    assert machines.rows("SELECT count(*) FROM point") == [(1,)]
    assert (ann.problem, bob.problem) == ("", "")


def test_the_password_is_in_no_error_and_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url = f"postgresql://ann:{SECRET}@/postgres?host={tmp_path}"
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as refused:
        connect(lambda: url, "ses_tui")
    for broken in (f"postgresql://ann:{SECRET}@[/x", f"ann:{SECRET}", f"postgresql://ann@/x?{SECRET}=1"):
        with pytest.raises(Refused) as wrong:
            connect(partial(str, broken), "ses_tui")
        assert SECRET not in str(wrong.value)
    store = SharedStore.share(tmp_path / "copy", lambda: url, pace=QUICK)
    assert store is not None
    until(lambda: store._replicator._failure)
    said = f"{refused.value} {store._replicator._failure} {store.problem} {caplog.text}"
    store.close()
    assert SECRET not in said
    written = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert SECRET.encode() not in written


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://ann@db.example.net/x", "verify-full"),
        ("postgresql://ann@db.example.net/x?sslmode=require", "require"),
        ("postgresql://ann@/x?host=/run/postgresql", None),
        ("postgresql:///x", None),
    ],
)
def test_tls_is_verified_unless_told_or_on_a_socket(url: str, mode: str | None) -> None:
    assert settled(url).get("sslmode") == mode


def test_a_pooler_that_loses_notifications_is_refused(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ses_tui.store.postgres.connection.POOLER_SECONDS", 0.1)
    working, listening = (connect(lambda: machines.server.url, "public") for _ in range(2))
    with working, listening:
        refuse_pooler(working, listening, machines.schema)
        # each transaction of another session, as a pooler gives them out
        monkeypatch.setattr(listening, "execute", working.execute)
        with pytest.raises(Refused, match="transaction mode"):
            refuse_pooler(working, listening, "another")


def test_two_processes_of_one_machine_have_a_copy_each(machines: Machines, tmp_path: Path) -> None:
    first = machines.one(TARGET)
    again = SharedStore.share(first.directory or tmp_path, lambda: machines.server.url, machines.schema)
    assert again is None
