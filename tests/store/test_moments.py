"""Moments: found by time, equal parts kept once, fewer with age, bounded in bytes."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ses_tui.core.clock import DAY, HOUR
from ses_tui.core.condition import Health
from ses_tui.core.model import Metric, Series, SubjectKind
from ses_tui.core.moments import MomentRequest, Step
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Reading, Row, Snapshot
from ses_tui.store import files, moments
from ses_tui.store.codec import CodecError
from ses_tui.store.last import FILE_NAME
from ses_tui.store.moment_codec import ROWS_FULL, ROWS_KEPT, THIN_POINTS, decode, encode
from ses_tui.store.store import Store
from tests.store.samples import NOW, anything, snapshot

STEP = 300.0


def over_series(snapshot: Snapshot, change: Callable[[Series], Series]) -> Snapshot:
    """With every series that is packed changed, and without what is left out on purpose."""

    def reading(one: Reading) -> Reading:
        return replace(one, series=change(one.series), daily=change(one.daily))

    def row(one: Row) -> Row:
        return replace(one, readings=tuple(map(reading, one.readings)))

    targets = []
    for target in snapshot.targets:
        values = tuple(replace(one, series=change(one.series)) for one in target.inventory.values)
        targets.append(
            replace(
                target,
                readings=tuple(map(reading, target.readings)),
                rows={kind: tuple(map(row, rows)) for kind, rows in target.rows.items()},
                inventory=replace(target.inventory, values=values),
                sources=tuple(replace(source, last_success_mono=None) for source in target.sources),
            )
        )
    return replace(snapshot, targets=tuple(targets))


def likely(series: Series) -> Series:
    """As many points as ``series``, at times and of values that there are."""
    values = [abs(value) % 1.0 for value in series.values]
    return Series.of((NOW + 40_000.123 * place, round(value, 7)) for place, value in enumerate(values))


def rounded(series: Series) -> Series:
    """To the precision that is kept."""
    return Series(
        tuple(round(at, 3) for at in series.times), tuple(round(value, 7) for value in series.values)
    )


@settings(
    max_examples=60,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # one of such a size takes minutes to shrink
)
@given(anything(Snapshot))
def test_any_snapshot_comes_back_as_it_was(drawn: Snapshot) -> None:
    before = over_series(drawn, likely)
    after = decode(encode(before), "why").snapshot
    assert over_series(after, rounded) == over_series(before, rounded)


@pytest.mark.parametrize("spoil", [lambda body: b"", lambda body: body[:-3], lambda body: b"\x00" + body])
def test_a_part_that_is_damaged_or_gone_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    parts = encode(snapshot())
    for name in parts:
        with pytest.raises(CodecError):
            decode({**parts, name: spoil(parts[name])}, "")
    with pytest.raises(CodecError):
        decode({name: body for name, body in parts.items() if name != "head"}, "")


def test_of_ten_thousand_rows_the_first_are_kept_and_how_many_there_were() -> None:
    kept = decode(encode(snapshot(rows=10_000)), "")
    rows = kept.snapshot.targets[0].rows[SubjectKind.IDENTITY]
    assert [row.subject.label for row in rows[:2]] == ["news0.example.org", "news1.example.org"]
    assert len(rows) == ROWS_KEPT and kept.totals == {SubjectKind.IDENTITY: 10_000}
    series = [row.readings[0].series for row in rows]
    assert len(series[ROWS_FULL - 1]) == 5 * 288 and 0 < len(series[ROWS_FULL]) <= THIN_POINTS
    assert series[ROWS_FULL].last_at == NOW
    assert decode(encode(snapshot(rows=3)), "").totals == {}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


def keep(store: Store, at: float, about: str = "", run: float = 0.0, target: str = "prod") -> None:
    store.save_moment(snapshot(rows=2, target=target, at=at), run, about, bool(about))


def found(store: Store, step: Step, at: float, target: str = "prod") -> float | None:
    kept = store.find_moment([target], MomentRequest(step, at))
    return kept.moment.snapshot.generated_at - NOW if kept else None


def test_a_moment_is_found_by_time_by_step_and_by_message(store: Store) -> None:
    for step in range(5):
        keep(store, NOW + step * STEP, "FIRING" if step in (1, 3) else "")
    keep(store, NOW + 2 * STEP, "of others", target="elsewhere")
    assert store.flush()
    assert [found(store, Step.AT, NOW + at) for at in (-1.0, 0.0, STEP - 1, STEP, 9 * STEP)] == [
        None, 0.0, 0.0, STEP, 4 * STEP,
    ]  # fmt: skip
    assert found(store, Step.BEFORE, NOW + STEP) == 0.0 and found(store, Step.BEFORE, NOW) is None
    assert (
        found(store, Step.AFTER, NOW + STEP) == 2 * STEP and found(store, Step.AFTER, NOW + 4 * STEP) is None
    )
    assert found(store, Step.MESSAGE_BEFORE, NOW + 3 * STEP) == STEP
    assert found(store, Step.MESSAGE_AFTER, NOW + STEP) == 3 * STEP
    assert found(store, Step.MESSAGE_AFTER, NOW + 3 * STEP) is None
    kept = store.find_moment(["prod"], MomentRequest(Step.AT, NOW + STEP))
    assert kept is not None and kept.moment.about == "FIRING" and kept.beside == (NOW + 2 * STEP, 0.0)
    assert store.first_moment(["prod"]) == NOW and store.first_moment(["nowhere"]) is None
    assert store.first_moment(["elsewhere", "nowhere"]) == NOW + 2 * STEP
    store.close()


def test_the_moments_of_a_fleet_wait_for_a_slow_disk_and_none_is_dropped(store: Store) -> None:
    one = snapshot(rows=2, target="prod", at=NOW).targets[0]
    many = replace(snapshot(at=NOW), targets=tuple(replace(one, name=f"t{number}") for number in range(100)))
    with store._read_lock:
        for minute in range(10):
            store.save_moment(replace(many, generated_at=NOW + 60 * minute), NOW, "", False)
        assert store.problem == ""


def test_one_target_more_takes_nothing_from_the_past_of_the_others(store: Store) -> None:
    keep(store, NOW)
    keep(store, NOW + 60.0, "FIRING", target="other")
    assert store.flush()
    kept = store.find_moment(["new", "prod", "other"], MomentRequest(Step.AT, NOW + STEP))
    assert kept is not None and kept.moment.about == "FIRING"
    new, prod, other = kept.moment.snapshot.targets
    assert (new.name, prod.name, other.name) == ("new", "prod", "other")
    assert prod.readings and other.readings and not new.readings and new.health is Health.INIT
    later = store.find_moment(["prod", "other"], MomentRequest(Step.AFTER, NOW))
    assert later is not None and later.moment.snapshot.generated_at == NOW + 60.0
    keep(store, NOW + 10 * STEP)
    assert store.flush()
    kept = store.find_moment(["prod", "other"], MomentRequest(Step.AT, NOW + 10 * STEP))
    assert kept is not None and not kept.moment.snapshot.targets[1].readings  # not recorded any more


def test_what_is_the_same_from_moment_to_moment_is_kept_once(store: Store, tmp_path: Path) -> None:
    counts = []
    for step in range(3):
        keep(store, NOW + step * STEP)
        assert store.flush()
        with files.connect(tmp_path / FILE_NAME) as connection:
            counts.append(connection.execute("SELECT COUNT(*) FROM moment_part").fetchone()[0])
    assert counts[0] > 5  # days, rows, the rest
    assert [after - before for before, after in pairwise(counts)] == [1, 1]
    store.close()


def test_fewer_with_age_but_those_with_a_message_and_the_last_of_each_stretch(tmp_path: Path) -> None:
    connection = files.open_file(tmp_path)[0]
    start = NOW - NOW % 1800
    for step in range(int(20 * DAY / STEP)):
        at = start + step * STEP
        told = step % 1000 == 500
        run = start if step < 4003 else start + 4003 * STEP
        moments.write(connection, "prod", Snapshot(at, ()), run, "", told)
    end = start + 20 * DAY
    moments.thin(connection, end)
    rows = connection.execute("SELECT at, told FROM moment ORDER BY at").fetchall()
    ages = [(end - at, told) for at, told in rows]
    assert sum(bool(told) for _, told in ages) == 6
    assert all(told or age <= 14 * DAY for age, told in ages)
    assert sum(age <= DAY for age, _ in ages) == DAY / STEP
    between = [age for age, told in ages if DAY < age <= 14 * DAY and not told]
    assert 13 * 48 <= len(between) <= 13 * 48 + 1
    assert end - (start + 4002 * STEP) in [age for age, _ in ages]
    moments.thin(connection, end + 60 * DAY)
    assert all(told for _, told in connection.execute("SELECT at, told FROM moment"))
    moments.thin(connection, end + 70 * DAY)
    assert connection.execute("SELECT COUNT(*) FROM moment").fetchone() == (0,)
    assert connection.execute("SELECT COUNT(*) FROM moment_part").fetchone() == (0,)
    connection.close()


def test_bounded_in_bytes_the_oldest_go_first_and_messages_last(tmp_path: Path) -> None:
    connection = files.open_file(tmp_path)[0]
    for step in range(40):
        at = NOW + step * STEP
        moments.write(connection, "prod", snapshot(at=at, target=f"t{step}"), 0.0, "", step == 0)
    whole = connection.execute("SELECT SUM(size) FROM moment_part").fetchone()[0]
    moments.thin(connection, NOW + HOUR, bytes_kept=whole // 2)
    assert connection.execute("SELECT SUM(size) FROM moment_part").fetchone()[0] <= whole // 2
    kept = [at for (at,) in connection.execute("SELECT at FROM moment ORDER BY at")]
    assert kept[0] == NOW and kept[1:] == [NOW + step * STEP for step in range(41 - len(kept), 40)]
    connection.close()


def test_the_storein_memory_has_moments_too() -> None:
    store = Store.in_memory("no disk")
    keep(store, NOW, "FIRING")
    assert store.flush()
    kept = store.find_moment(["prod"], MomentRequest(Step.AT, NOW))
    assert kept is not None
    assert kept.moment.snapshot.targets[0].reading(Metric.BOUNCE_RATE) is not None
    store.close()


def test_what_cannot_be_read_is_none_and_a_problem(store: Store, tmp_path: Path) -> None:
    keep(store, NOW)
    assert store.flush()
    with files.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE moment_part SET body = x'00'")
    assert found(store, Step.AT, NOW) is None
    assert "can't be read" in store.problem
    store.close()
