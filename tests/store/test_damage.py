"""A store that is broken, too new, or impossible: said in one line, and the program goes on."""

import fcntl
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.delivery import Delivered
from ses_tui.core.model import ACCOUNT, Key, Metric, Point
from ses_tui.core.visibility import NEVER
from ses_tui.store import files, schema
from ses_tui.store.last import FILE_NAME, load_last
from ses_tui.store.schema import VERSION
from ses_tui.store.store import Store
from tests.store.samples import NOW, snapshot

POINT = (ACCOUNT, Metric.BOUNCE_RATE, Point(NOW, 0.01))


def works(store: Store) -> bool:
    """Whether it keeps and gives back, at least for this run."""
    key = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
    store.for_target("prod").save_points([POINT])
    heard = ("hook", key, Delivered(Condition.WARN, NOW), NEVER)
    store.for_target("prod").save_told([heard])
    store.prune(NOW)
    return (
        store.flush()
        and store.for_target("prod").load_points(0.0) == {(ACCOUNT, Metric.BOUNCE_RATE): [POINT[2]]}
        and store.for_target("prod").told() == (heard,)
    )


def filled(directory: Path) -> bytes:
    """A healthy file with some thousand points in it."""
    store = Store.open(directory)
    store.for_target("prod").save_points(
        [(ACCOUNT, Metric.BOUNCE_RATE, Point(NOW - number, 0.01)) for number in range(5000)]
    )
    store.save_snapshot(snapshot())
    store.close()
    return (directory / FILE_NAME).read_bytes()


def random_bytes(healthy: bytes) -> bytes:
    return os.urandom(len(healthy))


def text(healthy: bytes) -> bytes:
    return b"this is not a database\n"


def truncated(healthy: bytes) -> bytes:
    return healthy[: len(healthy) // 2]


def cut_in_the_first_page(healthy: bytes) -> bytes:
    return healthy[:50]


def header_only(healthy: bytes) -> bytes:
    return healthy[:100] + os.urandom(len(healthy) - 100)


def holes(healthy: bytes) -> bytes:
    return healthy[:8192] + bytes(8192) + healthy[16384:]


@pytest.mark.fault(
    "the store's file is damaged",
    says="that it was set aside, and where",
    lives="reads and alerts, in a new store",
    blind="no",
    heals="at once",
)
@pytest.mark.parametrize(
    "damage",
    [random_bytes, text, truncated, cut_in_the_first_page, header_only, holes],
    ids=lambda f: f.__name__,
)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    broken = damage(filled(tmp_path))
    (tmp_path / FILE_NAME).write_bytes(broken)
    store = Store.open(tmp_path)
    (aside,) = tmp_path.glob(f"{FILE_NAME}.corrupt-*Z")
    assert aside.read_bytes() == broken
    assert store.problem == f"the history was damaged: kept as {aside.name}, a new one begun"
    assert works(store)
    store.close()
    again = Store.open(tmp_path)
    assert again.problem == ""
    assert again.for_target("prod").load_points(0.0)
    again.close()


def test_the_log_of_a_damaged_file_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nonsense")
    (tmp_path / f"{FILE_NAME}-wal").write_bytes(b"log")
    Store.open(tmp_path).close()
    (log,) = tmp_path.glob(f"{FILE_NAME}.corrupt-*-wal")
    assert log.read_bytes() == b"log"


def test_two_that_find_it_damaged_at_once_set_aside_one_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"nonsense" * 1000)
    stores: list[Store] = []
    threads = [threading.Thread(target=lambda: stores.append(Store.open(tmp_path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(list(tmp_path.glob("*.corrupt-*"))) == 1
    assert sorted(bool(store.problem) for store in stores) == [False] * 5 + [True]
    assert all(works(store) for store in stores)
    for store in stores:
        store.close()


def test_a_newer_file_is_left_alone_and_the_run_goes_on_in_memory(tmp_path: Path) -> None:
    filled(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    store = Store.open(tmp_path)
    assert "was written by a newer ses-tui" in store.problem
    assert "update ses-tui" in store.problem
    assert works(store)
    store.close()
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_an_impossible_directory_is_said_and_the_run_goes_on_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store.open(tmp_path / "file" / "ses-tui")
    assert store.problem.startswith("no history is kept: ")
    assert str(tmp_path) in store.problem
    assert works(store)
    store.close()
    assert load_last(tmp_path / "file" / "ses-tui", {"prod": "prod"}) is None


FULL_DISK = """
import resource, sys
from pathlib import Path
from ses_tui.core.model import ACCOUNT, Metric, Point
from ses_tui.store.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
store = Store.open(Path(sys.argv[1]))
store.for_target("prod").save_points([(ACCOUNT, Metric.BOUNCE_RATE, Point(1.0, 0.01))])
print(store.flush(10), len(store.for_target("prod").load_points(0.0)), store.problem)
store.close()
"""


@pytest.mark.fault(
    "the disk takes nothing at the start",
    says="that nothing is kept",
    lives="reads and alerts, in memory",
    blind="no",
    heals="at the next start",
)
@pytest.mark.parametrize("most", [0, 100_000])  # not even the first page, and not the whole schema
def test_a_disk_that_takes_nothing_is_said_and_the_run_goes_on_in_memory(tmp_path: Path, most: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), str(most)],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("True 1 no history is kept: the disk takes no more: full, over a quota")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_check_that_another_process_never_ends_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.1)
    with (tmp_path / files.LOCK_NAME).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        store = Store.open(tmp_path)
    assert store.problem.startswith("no history is kept: ")
    assert works(store)
    store.close()
    assert not (tmp_path / FILE_NAME).exists()


def test_an_older_file_takes_only_the_steps_that_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (x)",)))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    store = Store.open(tmp_path)
    assert store.problem == ""
    assert len(store.for_target("prod").load_points(0.0)[ACCOUNT, Metric.BOUNCE_RATE]) == 5000
    store.close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE later (x)")  # in the way of the second statement
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE half (x)", "CREATE TABLE later (x)"))
    )
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    store = Store.open(tmp_path)
    assert store.problem.startswith("no history is kept: table later already exists")
    assert works(store)
    store.close()
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchone() is None
    connection.close()


def said(directory: Path) -> str:
    """What the store says of what lies there; it never raises and never waits."""
    store = Store.open(directory)
    store.for_target("prod").save_points([POINT])
    assert store.flush()
    store.close()
    return store.problem


@pytest.mark.fault(
    "a link, or another file of a kind of its own, in the store's place",
    says="what lies there",
    lives="reads and alerts, in memory",
    blind="no",
    heals="at the next start",
)
@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", files.LOCK_NAME])
def test_a_symbolic_link_is_not_followed_out_of_the_directory(tmp_path: Path, name: str) -> None:
    elsewhere, directory = tmp_path / "elsewhere", tmp_path / "state"
    elsewhere.write_bytes(b"precious")
    directory.mkdir()
    (directory / name).symlink_to(elsewhere)
    assert "is a symbolic link, which is not followed" in said(directory)
    assert elsewhere.read_bytes() == b"precious"
    assert load_last(directory, {"prod": "prod"}) is None


def test_a_fifo_in_the_place_of_the_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE_NAME)
    assert load_last(tmp_path, {"prod": "prod"}) is None
    assert said(tmp_path) == f"no history is kept: {tmp_path / FILE_NAME} is no file"


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    assert said(tmp_path) == "the history was empty (a file of 0 bytes): a new one begun"
    assert said(tmp_path) == ""


def test_a_log_that_is_gone_is_said(tmp_path: Path) -> None:
    left = tmp_path / "left"
    left.mkdir()
    store = Store.open(tmp_path / "state")
    store.for_target("prod").save_points([POINT])
    assert store.flush()
    for suffix in ("", "-shm"):  # as a crash leaves it, but for the log
        shutil.copy(tmp_path / "state" / f"{FILE_NAME}{suffix}", left)
    store.close()
    assert "-wal is gone: what was written to the history last is lost" in said(left)


def test_a_lock_that_another_holds_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.0)
    with (tmp_path / files.LOCK_NAME).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert said(tmp_path) == "no history is kept: another process holds the store's lock"


def test_its_files_are_for_the_user_alone_whatever_the_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0)
    try:
        store = Store.open(tmp_path)
        store.for_target("prod").save_points([POINT])
        assert store.flush()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert f"{FILE_NAME}-wal" in modes and set(modes.values()) == {0o600}
