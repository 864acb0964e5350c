"""The last known numbers: kept small, marked as old, read quickly and without a fuss."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import Metric, Point, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Snapshot
from ses_tui.store.codec import encode
from ses_tui.store.keep import ACCOUNT_POINTS, ROW_POINTS, ROWS_KEPT, kept
from ses_tui.store.last import FILE_NAME, last_volumes, load_last, load_targets
from ses_tui.store.store import Store
from tests.store.samples import NOW, snapshot

PROD = {"prod": "prod"}


def save(directory: Path, *snapshots: Snapshot) -> None:
    store = Store.open(directory)
    for one in snapshots:
        store.save_snapshot(one)
        assert store.flush()
    store.close()
    assert store.problem == ""


def test_the_last_numbers_come_back_stale_and_restored(tmp_path: Path) -> None:
    save(tmp_path, snapshot())
    last = load_last(tmp_path, PROD)
    assert last is not None
    assert last.restored
    assert last.generated_at == NOW
    (target,) = last.targets
    assert target.condition is Condition.WARN
    assert target.health is Health.STALE
    assert target.alerts == snapshot().targets[0].alerts
    reading = target.reading(Metric.BOUNCE_RATE)
    assert reading is not None
    assert (reading.value, reading.at, reading.health) == (0.0123, NOW, Health.STALE)
    rows = target.rows[SubjectKind.IDENTITY]
    assert all(reading.health is Health.STALE for row in rows for reading in row.readings)
    assert [row.subject.name for row in rows] == [f"news{number}.example.org" for number in range(3)]


def test_what_belongs_to_the_other_run_is_left_out(tmp_path: Path) -> None:
    save(tmp_path, snapshot())
    last = load_last(tmp_path, PROD)
    assert last is not None
    assert last.channels == ()
    assert last.sequence == 0
    assert last.targets[0].sources[0].last_success_mono is None
    assert last.targets[0].sources[0].last_success == NOW


def test_what_was_blind_stays_blind() -> None:
    before = snapshot()
    blind = replace(before, targets=(replace(before.targets[0], health=Health.BLIND),))
    assert kept(blind).targets[0].health is Health.BLIND


def test_only_what_a_first_paint_needs_is_kept() -> None:
    (target,) = kept(snapshot(rows=200)).targets
    rows = target.rows[SubjectKind.IDENTITY]
    assert len(rows) == ROWS_KEPT
    (account,) = target.readings
    assert len(account.series) == 289 <= ACCOUNT_POINTS  # every point of 24 hours, both ends
    for series, daily in [(reading.series, reading.daily) for row in rows for reading in row.readings]:
        assert len(series) <= ROW_POINTS
        assert series.last_at == NOW
        assert series.times[0] >= NOW - 86_400
        assert len(daily) == 15  # today, partial, and 14 days
    assert len(encode(kept(snapshot(rows=200)))) < 150_000


def test_each_target_has_its_own_and_one_more_takes_nothing_from_the_others(tmp_path: Path) -> None:
    save(tmp_path, snapshot(target="b", at=NOW + 60), snapshot(target="a", at=NOW))
    last = load_last(tmp_path, {"b": "b", "new": "new", "a": "ann's"})
    assert last is not None and last.generated_at == NOW + 60
    assert [target.name for target in last.targets] == ["b", "new", "ann's"]
    assert [bool(target.readings) for target in last.targets] == [True, False, True]
    assert {alert.key.target for alert in last.targets[2].alerts} == {"ann's"}
    assert load_last(tmp_path, {"new": "new"}) is None


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    def written(one: Snapshot) -> dict[str, float]:
        store.save_snapshot(one)
        assert store.flush()
        return {target: last.at for target, last in load_targets(tmp_path).items()}

    store = Store.open(tmp_path)
    (a,), (b,) = snapshot(target="a").targets, snapshot(target="b").targets
    both = replace(snapshot(), targets=(a, b))
    assert written(both) == {"a": NOW, "b": NOW}
    b = replace(b, condition=Condition.REVIEW)
    assert written(replace(both, generated_at=NOW + 30, targets=(a, b))) == {"a": NOW, "b": NOW + 30}
    store.close()


def test_each_run_replaces_the_one_before(tmp_path: Path) -> None:
    save(tmp_path, snapshot(at=NOW + 60), snapshot(at=NOW))
    last = load_last(tmp_path, PROD)
    assert last is not None
    assert last.generated_at == NOW


@pytest.mark.parametrize(
    "content",
    [None, b"", os.urandom(5000), b"SQLite format 3\0" + bytes(5000)],
    ids=["absent", "empty", "noise", "a head alone"],
)
def test_any_trouble_is_just_no_numbers(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    assert load_last(tmp_path, PROD) is None


def test_a_spoiled_snapshot_is_just_no_numbers(tmp_path: Path) -> None:
    save(tmp_path, snapshot())
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("UPDATE last_target SET body = '{}'")
    connection.commit()
    connection.close()
    assert load_last(tmp_path, PROD) is None


def test_it_reads_while_another_process_writes_and_changes_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.save_snapshot(snapshot())
    assert store.flush()
    assert load_last(tmp_path, PROD) is not None
    store.save_snapshot(snapshot(at=NOW + 60))
    assert store.flush()
    last = load_last(tmp_path, PROD)
    store.close()
    assert last is not None
    assert last.generated_at == NOW + 60


def test_reading_it_loads_nothing_heavy() -> None:
    """It runs before the first paint: a fresh interpreter must not load what the paint waits for."""
    code = (
        "import sys, pathlib; from ses_tui.store.last import load_last;"
        "load_last(pathlib.Path('/nowhere'), {});"
        "heavy = ('asyncio', 'pydantic', 'textual', 'aiobotocore', 'botocore', 'threading', 'hashlib');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_volume_of_an_identity_is_that_of_its_newest_point(tmp_path: Path) -> None:
    assert last_volumes(tmp_path, "prod") == {}
    store = Store.open(tmp_path)
    for name, kind, sends in (
        ("a.example.org", SubjectKind.IDENTITY, (100, 300)),
        ("b.example.org", SubjectKind.IDENTITY, (900,)),
        ("Gmail", SubjectKind.ISP, (5000,)),
    ):
        points = [
            (Subject(kind, name), Metric.BOUNCE_RATE, Point(NOW + number, 0.01, 1, sent))
            for number, sent in enumerate(sends)
        ]
        store.for_target("prod").save_points(points)
    assert store.flush()
    assert last_volumes(tmp_path, "prod") == {"a.example.org": 300, "b.example.org": 900}
    assert last_volumes(tmp_path, "other") == {}
    store.close()
    (tmp_path / FILE_NAME).write_bytes(b"no database")
    assert last_volumes(tmp_path, "prod") == {}
