"""The file stays bounded over months."""

from pathlib import Path

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind
from ses_tui.core.snapshot import AlertEvent
from ses_tui.store import files
from ses_tui.store.last import FILE_NAME
from ses_tui.store.prune import ACCOUNT_DAYS, DAY, EVENTS_KEPT, LEAST_ROW_DAYS, ROW_DAYS, Pruning
from ses_tui.store.store import Store
from ses_tui.store.tables import Points
from ses_tui.store.writer import Write
from tests.store.samples import NOW

ISPS = [Subject(SubjectKind.ISP, f"isp{number}") for number in range(10)]


def day_of_points(day: int) -> Points:
    """What a day brings: the account every 15 minutes, ten ISPs hourly; an ISP of its own per day."""
    start = NOW + day * DAY
    points = [(ACCOUNT, Metric.BOUNCE_RATE, Point(start + 900 * step, 0.01, 1, 100)) for step in range(96)]
    for isp in [*ISPS, Subject(SubjectKind.ISP, f"seen on day {day} only")]:
        points += [(isp, Metric.BOUNCE_RATE, Point(start + 3600 * hour, 0.02, 2, 100)) for hour in range(24)]
    return points


def used(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.iterdir())


def test_ninety_days_end_bounded_with_the_history_that_is_promised(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    sizes: list[int] = []
    for day in range(90):
        store.for_target("prod").save_points(day_of_points(day))
        store.prune(NOW + (day + 1) * DAY)
        assert store.flush()
        sizes.append(used(tmp_path))
    end = NOW + 90 * DAY
    found = store.for_target("prod").load_points(0.0)
    account = found[ACCOUNT, Metric.BOUNCE_RATE]
    assert account[0].at == end - ACCOUNT_DAYS * DAY
    assert len(account) == ACCOUNT_DAYS * 96
    for isp in ISPS:
        assert found[isp, Metric.BOUNCE_RATE][0].at == end - ROW_DAYS * DAY
        assert len(found[isp, Metric.BOUNCE_RATE]) == ROW_DAYS * 24
    assert len(found) == 1 + len(ISPS) + ROW_DAYS  # series without points are gone
    assert max(sizes[70:]) <= 1.1 * max(sizes[:70])
    assert store.problem == ""
    store.close()


def test_it_is_done_at_most_hourly(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    old = (ISPS[0], Metric.BOUNCE_RATE, Point(NOW - 20 * DAY, 0.01))

    def left_after(now: float) -> bool:
        store.for_target("prod").save_points([old])
        store.flush()
        store.prune(now)
        store.flush()
        return bool(store.for_target("prod").load_points(0.0))

    assert not left_after(NOW)
    assert left_after(NOW + 3599)
    assert not left_after(NOW + 3600)
    store.close()


def test_it_goes_in_steps_so_that_other_writes_get_in_between(tmp_path: Path) -> None:
    connection, _ = files.open_file(tmp_path)
    store = Store.open(tmp_path)
    store.for_target("prod").save_points(
        [
            (Subject(SubjectKind.IDENTITY, f"{n}"), Metric.SENDS, Point(NOW - 20 * DAY, 1.0))
            for n in range(500)
        ],
    )
    assert store.flush()
    step: Write | None = Pruning(NOW).step
    left: list[int] = []
    while step is not None:
        step = step(connection)
        left.append(connection.execute("SELECT count(*) FROM point").fetchone()[0])
    assert left == [450, 400, 350, 300, 250, 200, 150, 100, 50, 0, 0]
    connection.close()
    store.close()


def test_with_too_many_rows_their_history_gets_shorter_and_the_accounts_does_not(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for day in range(20):
        store.for_target("prod").save_points(day_of_points(day))
    store.close()
    connection, _ = files.open_file(tmp_path)
    step: Write | None = Pruning(NOW + 20 * DAY, size_limit=1).step
    while step is not None:
        step = step(connection)
    oldest = dict(
        connection.execute("SELECT kind, min(at) FROM point JOIN series ON id = series GROUP BY kind")
    )
    connection.close()
    assert oldest == {"account": NOW, "isp": NOW + (20 - LEAST_ROW_DAYS) * DAY}


def test_events_are_bounded_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    key = Key("prod", ACCOUNT, Metric.BOUNCE_RATE)
    for number in range(EVENTS_KEPT + 50):
        store.for_target("prod").save_event(AlertEvent(NOW + number, "FIRING", Condition.WARN, key, ""))
    assert store.flush(30)
    store.prune(NOW)
    assert store.flush()
    events = store.for_target("prod").events(limit=10**6)
    assert len(events) == EVENTS_KEPT
    assert events[0].at == NOW + EVENTS_KEPT + 49
    store.close()
    assert (tmp_path / FILE_NAME).exists()
