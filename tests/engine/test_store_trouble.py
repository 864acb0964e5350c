"""Whatever the store does: reads and alerts go on, and it is said."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.store import files
from ses_tui.store.last import FILE_NAME
from ses_tui.store.store import Store
from tests.engine.bench import Bench, bench

UNTIL_PAUSED = 25 * 60.0
"""Simulated seconds until the account ``paused`` is."""


async def goes_on(run: Bench) -> bool:
    """Whether what the account does next is read and told."""
    await run.read_all()
    told = len(run.sent)
    run.pass_time(UNTIL_PAUSED)
    await run.read_all()
    fired = [one for one in run.sent[told:] if one.kind is Kind.FIRING and one.key.subject == ACCOUNT]
    reading = run.monitor.picture().reading(Metric.BOUNCE_RATE)
    return bool(fired) and reading is not None and reading.value is not None


def damaged(directory: Path) -> None:
    (directory / FILE_NAME).write_bytes(b"nonsense" * 1000)


def linked(directory: Path) -> None:
    (directory / FILE_NAME).symlink_to(directory / "elsewhere")


@pytest.mark.fault("the store's file is damaged")
@pytest.mark.fault("a link, or another file of a kind of its own, in the store's place")
@pytest.mark.parametrize("trouble", [damaged, linked], ids=lambda each: each.__name__)
async def test_what_lies_in_the_stores_place_holds_up_nothing(
    trouble: Callable[[Path], None], tmp_path: Path
) -> None:
    trouble(tmp_path)
    store = Store.open(tmp_path)
    assert store.problem
    async with bench("paused", store) as run:
        assert await goes_on(run)
    store.close()
    (tmp_path / FILE_NAME).unlink()
    again = Store.open(tmp_path)
    assert again.problem == ""
    again.close()


@pytest.mark.fault("the disk takes nothing at the start")
async def test_a_disk_that_is_full_at_the_start_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise files.StoreProblem("no history is kept: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(files, "open_file", full)
        store = Store.open(tmp_path)
    async with bench("paused", store) as run:
        assert await goes_on(run)
        assert any(one.kind is Kind.STORE_FAILING for one in run.sent)
    store.close()
    again = Store.open(tmp_path)
    assert again.problem == ""
    again.close()


@pytest.mark.fault("the store fails while it runs")
async def test_a_store_that_fails_meanwhile_holds_up_nothing_and_is_written_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    async with bench("paused", store) as run:
        await run.read_all()
        assert store.flush()
        store._writer._connection.execute("PRAGMA busy_timeout = 0")
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # nobody else can write
            assert await goes_on(run)
            assert not store.flush(0.1)
            assert store.problem
            await run.read_all()
            assert [one.kind for one in run.sent].count(Kind.STORE_FAILING) == 1
        assert store.flush(60)
        assert store.problem == ""
    assert store.for_target("prod@1").told(), "nothing that waited is lost"
    store.close()
