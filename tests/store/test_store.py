"""History and alert state on disk: what is kept, and that keeping it never gets in the way."""

import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.counts import SendBucket
from ses_tui.core.delivery import Delivered
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Subject, SubjectKind
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.core.snapshot import AlertEvent, Posted
from ses_tui.core.target_id import fingerprinted
from ses_tui.core.visibility import NEVER, DeliveredBlindness
from ses_tui.store import files
from ses_tui.store.last import FILE_NAME, load_ids, load_twins
from ses_tui.store.schema import VERSION
from ses_tui.store.store import Store
from ses_tui.store.writer import Job, Writer
from tests.store.conftest import Opened
from tests.store.samples import NOW

HOTMAIL = Subject(SubjectKind.ISP, "Hotmail")
BOUNCE = Metric.BOUNCE_RATE


def test_points_come_back_in_time_order_per_subject_and_metric(store: Store) -> None:
    late, early = Point(NOW, 0.02, 2, 100), Point(NOW - 300, 0.01, 1, 100)
    store.for_target("prod").save_points([(HOTMAIL, BOUNCE, late), (ACCOUNT, BOUNCE, Point(NOW, 0.03))])
    store.for_target("prod").save_points(
        [(HOTMAIL, BOUNCE, early), (HOTMAIL, Metric.SENDS, Point(NOW, 5000.0))]
    )
    store.for_target("other").save_points([(HOTMAIL, BOUNCE, Point(NOW, 0.5))])
    assert store.flush()
    assert store.for_target("prod").load_points(0.0) == {
        (HOTMAIL, BOUNCE): [early, late],
        (ACCOUNT, BOUNCE): [Point(NOW, 0.03)],
        (HOTMAIL, Metric.SENDS): [Point(NOW, 5000.0)],
    }
    assert store.for_target("prod").load_points(NOW)[HOTMAIL, BOUNCE] == [late]


def test_a_rewritten_past_value_replaces(store: Store) -> None:
    store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.06, 6, 100))])
    assert store.flush()
    assert store.for_target("prod").load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.06, 6, 100)]}


def test_everything_survives_a_restart(opened: Opened, tmp_path: Path) -> None:
    key = Key("prod", HOTMAIL, BOUNCE)
    event = AlertEvent(NOW, "FIRING", Condition.WARN, key, "WARN Hotmail bounce 3.1 % ≥ 3 %")
    first = opened(tmp_path)
    first.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    first.for_target("prod").save_event(event)
    heard = (
        "hook",
        key,
        Delivered(Condition.WARN, NOW, Condition.REVIEW),
        DeliveredBlindness(frozenset({"throttle"}), NOW, 2),
    )
    first.for_target("prod").save_told([heard])
    first.close()
    second = opened(tmp_path)
    assert second.for_target("prod").load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.01)]}
    assert second.for_target("prod").events() == (event,)
    assert second.for_target("prod").told() == (heard,)
    assert second.problem == ""
    second.close()


def test_events_are_newest_first_and_per_target(store: Store) -> None:
    def event(at: float, target: str = "prod") -> AlertEvent:
        return AlertEvent(at, "FIRING", Condition.REVIEW, Key(target, ACCOUNT, BOUNCE), f"at {at}")

    for at in (NOW, NOW - 60, NOW + 60, NOW + 60):
        store.for_target("prod").save_event(event(at))
    store.for_target("other").save_event(event(NOW + 90, "other"))
    assert store.flush()
    assert [seen.at for seen in store.for_target("prod").events()] == [NOW + 60, NOW + 60, NOW, NOW - 60]
    assert len(store.for_target("prod").events(limit=2)) == 2


def test_what_was_told_last_is_what_counts(store: Store) -> None:
    key = Key("prod", ACCOUNT, Metric.ENFORCEMENT_STATUS)
    store.for_target("prod").save_told([("hook", key, Delivered(Condition.PAUSE, NOW), NEVER)])
    store.for_target("prod").save_told([("hook", key, Delivered(Condition.REVIEW, NOW + 1), NEVER)])
    store.for_target("prod").save_told([("bell", key, Delivered(Condition.PAUSE, NOW), NEVER)])
    assert store.flush()
    assert set(store.for_target("prod").told()) == {
        ("hook", key, Delivered(Condition.REVIEW, NOW + 1), NEVER),
        ("bell", key, Delivered(Condition.PAUSE, NOW), NEVER),
    }
    assert store.for_target("other").told() == ()


def test_what_says_nothing_any_more_is_not_kept(store: Store) -> None:
    key = Key("prod", ACCOUNT, BOUNCE)
    store.for_target("prod").save_told(
        [("hook", key, Delivered(Condition.WARN, NOW), DeliveredBlindness(frozenset({"proxy"}), NOW, 1))]
    )
    store.for_target("prod").save_told([("hook", key, Delivered(at=NOW + 1), NEVER)])
    assert store.flush()
    assert store.for_target("prod").told() == ()


def test_what_is_kept_of_a_target_comes_back_under_the_name_that_it_has_here(
    opened: Opened, tmp_path: Path
) -> None:
    key, here = Key("ann's", HOTMAIL, BOUNCE), Key("bob's", HOTMAIL, BOUNCE)
    ack = Acknowledgement(key, Condition.REVIEW, NOW, NOW + 3600)
    with closing(opened(tmp_path)) as store:
        target = store.for_target("1", "ann's")
        target.save_event(AlertEvent(NOW, "FIRING", Condition.WARN, key, "told"))
        target.save_told([("hook", key, Delivered(Condition.WARN, NOW), NEVER)])
        target.save_known([(key, NOW)])
        target.save_ack(ack)
        store.save_silence(Silence("a1", "isp:*", NOW + 60, NOW, "ann's"))
    with closing(opened(tmp_path)) as store:
        target = store.for_target("1", "bob's")
        assert [event.key for event in target.events()] == [here]
        assert [row[1] for row in target.told()] == [here]
        assert target.known() == {here: NOW}
        overlays = store.overlays()
        assert overlays is not None
        assert overlays.acks == {here: replace(ack, key=here)}
        assert [one.target for one in overlays.silences.values()] == ["bob's"]
        target.drop_ack(here)
        assert store.flush()
        assert store.overlays() == Overlays({}, overlays.silences)


def test_counts_of_mail_are_kept_and_the_newest_of_one_start_holds(store: Store) -> None:
    old, new = SendBucket(NOW, 100, 1, 0, 0), SendBucket(NOW, 120, 2, 1, 0)
    earlier = SendBucket(NOW - 900, 50, 0, 0, 3)
    prod = store.for_target("prod")
    prod.save_counts([old, earlier])
    prod.save_counts([new])
    store.for_target("other").save_counts([old])
    assert store.flush()
    assert prod.load_counts(0.0) == (earlier, new)
    assert prod.load_counts(NOW) == (new,)


def test_what_is_laid_over_alerts_survives_and_ends(opened: Opened, tmp_path: Path) -> None:
    key = Key("prod", HOTMAIL, BOUNCE)
    ack = Acknowledgement(key, Condition.REVIEW, NOW, NOW + 3600, "ann", "known list")
    silence = Silence("a1", "isp:*", NOW + 60, NOW, "prod", "bob", "move", frozenset({"pause", "blind"}))
    first = opened(tmp_path)
    first.for_target("prod").save_ack(ack)
    first.save_silence(silence)
    first.close()
    second = opened(tmp_path)
    second.for_target("prod")
    overlays = second.overlays()
    assert overlays is not None
    assert overlays.acks == {key: ack}
    assert overlays.silences == {"a1": silence}
    second.for_target("prod").drop_ack(key)
    second.drop_silence("a1")
    assert second.flush()
    assert second.overlays() == Overlays()
    second.close()


def test_trouble_and_deliveries_are_kept(store: Store) -> None:
    failing = SelfAlert(Kind.CHANNEL_FAILING, "webhook")
    posted = Posted("0123456789ab", "FIRING", Condition.WARN, "hook", NOW)
    store.save_self_alert("desktop", failing, told=True)
    store.for_target("prod").save_posted(posted)
    store.for_target("prod").save_known([(Key("prod", ACCOUNT, BOUNCE), NOW)])
    assert store.flush()
    assert store.self_alerts() == (("desktop", failing),)
    assert store.for_target("prod").posted(NOW) == (posted,)
    assert store.for_target("prod").posted(NOW + 1) == ()
    assert store.for_target("prod").known() == {Key("prod", ACCOUNT, BOUNCE): NOW}
    store.save_self_alert("desktop", failing, told=False)
    assert store.flush()
    assert store.self_alerts() == ()


def test_file_and_directories_are_for_the_user_alone(tmp_path: Path) -> None:
    directory = tmp_path / "state" / "ses-tui"
    store = Store.open(directory)
    store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    assert store.flush()

    def mode(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert {mode(tmp_path / "state"), mode(directory)} == {0o700}
    assert {path.name for path in directory.iterdir()} >= {FILE_NAME, f"{FILE_NAME}-wal"}
    assert {mode(path) for path in directory.iterdir()} == {0o600}
    store.close()


def test_a_value_that_sqlite_refuses_is_said_and_harms_nothing_else(store: Store) -> None:
    store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.5, 2**70, 1))])
    store.for_target("prod").save_event(
        AlertEvent(NOW, "FIRING", Condition.WARN, Key("prod", ACCOUNT, BOUNCE), "\ud800")
    )
    store.for_target("prod").save_points(
        [(ACCOUNT, BOUNCE, Point(NOW, float("nan"))), (HOTMAIL, BOUNCE, Point(NOW, 0.1))]
    )
    assert store.flush()
    assert store.for_target("prod").load_points(0.0) == {(HOTMAIL, BOUNCE): [Point(NOW, 0.1)]}
    assert store.problem == "2 writes to the history were dropped"


def test_words_of_a_later_version_are_passed_over(store: Store, tmp_path: Path) -> None:
    store.for_target("prod").save_points([(HOTMAIL, BOUNCE, Point(NOW, 0.1))])
    assert store.flush()
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("INSERT INTO series VALUES (77, 'prod', 'planet', 'Mars', 'bounce_rate')")
    other.execute("INSERT INTO point VALUES (77, 1.0, 0.5, NULL, NULL)")
    other.commit()
    other.close()
    assert store.for_target("prod").load_points(0.0) == {(HOTMAIL, BOUNCE): [Point(NOW, 0.1)]}
    assert store.problem == ""


def test_saving_never_waits_for_the_disk(tmp_path: Path) -> None:
    """While another process holds the write lock, the methods that write return at once."""
    store = Store.open(tmp_path)
    other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Event()

    def save() -> None:
        for number in range(100):
            store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW + number, 0.01))])
        done.set()

    threading.Thread(target=save, daemon=True).start()
    assert done.wait(2), "saving waited for the lock"
    assert not store.flush(0.05)
    assert store.for_target("prod").load_points(0.0) == {}
    other.execute("COMMIT")
    other.close()
    assert store.flush()
    assert len(store.for_target("prod").load_points(0.0)[ACCOUNT, BOUNCE]) == 100
    store.close()


def test_after_closing_nothing_raises(store: Store) -> None:
    store.close()
    store.for_target("prod").save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    assert store.for_target("prod").load_points(0.0) == {}
    assert store.problem
    store.close()


def slow_writer(weight_limit: int) -> tuple[Writer, threading.Event, list[str]]:
    """A writer held up in its first job until the event is set, and the names of the jobs done."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    writer = Writer(connection, threading.Lock(), weight_limit=weight_limit, retry_seconds=0.01)
    release, started = threading.Event(), threading.Event()
    done: list[str] = []

    def hold(_: sqlite3.Connection) -> None:
        started.set()
        release.wait(10)

    writer.put(Job(hold))
    assert started.wait(5)
    return writer, release, done


def job(done: list[str], name: str, weight: int = 1, slot: str = "") -> Job:
    def write(_: sqlite3.Connection) -> None:
        done.append(name)

    return Job(write, weight, slot)


def test_what_waits_is_bounded_and_what_is_dropped_is_counted() -> None:
    writer, release, done = slow_writer(weight_limit=10)
    for number in range(4):
        writer.put(job(done, f"{number}", weight=4))
    assert writer.problem == "2 writes to the history were dropped"
    release.set()
    assert writer.flush(5)
    assert done == ["0", "1"]
    writer.put(job(done, "later", weight=4))
    assert writer.flush(5)
    assert done == ["0", "1", "later"]
    writer.close(5)


def test_of_writes_to_one_slot_only_the_newest_waits() -> None:
    writer, release, done = slow_writer(weight_limit=3)
    for number in range(100):
        writer.put(job(done, f"{number}", slot="snapshot"))
    release.set()
    assert writer.flush(5)
    assert done == ["99"]
    assert writer.problem == ""
    writer.close(5)


def fill(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO t VALUES (zeroblob(100000))")


def test_a_full_disk_is_said_and_the_write_goes_out_when_there_is_room(tmp_path: Path) -> None:
    connection = files.connect(tmp_path / "db")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 4")
    lock = threading.Lock()
    writer = Writer(connection, lock, retry_seconds=0.01)

    writer.put(Job(fill))
    assert not writer.flush(0.2)
    assert writer.problem == "the history is not written: the disk is full"
    with lock:
        connection.execute("PRAGMA max_page_count = 1000")
    assert writer.flush(5)
    assert writer.problem == ""
    writer.close(5)
    after = sqlite3.connect(tmp_path / "db")
    assert after.execute("SELECT count(*) FROM t").fetchone() == (1,)
    after.close()


def test_leaving_does_not_wait_for_a_disk_that_stays_full(tmp_path: Path) -> None:
    connection = files.connect(tmp_path / "db")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("PRAGMA max_page_count = 4")
    writer = Writer(connection, threading.Lock(), retry_seconds=3600)
    for _ in range(3):
        writer.put(Job(fill))
    writer.close(5)
    with pytest.raises(sqlite3.ProgrammingError):  # closed: the thread has ended
        connection.execute("SELECT 1")


WRITER = """
import sys
from pathlib import Path
from ses_tui.core.model import ACCOUNT, Metric, Point
from ses_tui.core.counts import SendBucket
from ses_tui.core.delivery import Delivered
from ses_tui.core.messages import Kind
from ses_tui.core.overlays import Acknowledgement, Overlays, Silence
from ses_tui.core.target_id import fingerprinted
from ses_tui.core.visibility import NEVER, DeliveredBlindness
from ses_tui.core.snapshot import Posted
from ses_tui.core.record import replace
from ses_tui.core.self_monitoring import SelfAlert
from ses_tui.store.store import Store
store = Store.open(Path(sys.argv[1]))
first = float(sys.argv[2])
for number in range(300):
    store.for_target("prod").save_points([(ACCOUNT, Metric.BOUNCE_RATE, Point(first + number, 0.01))])
    store.for_target("own" + sys.argv[2]).save_points([(ACCOUNT, Metric.SENDS, Point(number, 1.0))])
print(store.flush(30), repr(store.problem))
store.close()
"""


def test_several_processes_write_to_one_file_from_its_first_moment_on(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), first], stdout=subprocess.PIPE, text=True
        )
        for first in ("0", "1000", "2000")
    ]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["True ''\n"] * 3
    store = Store.open(tmp_path)
    points = store.for_target("prod").load_points(0.0)[ACCOUNT, BOUNCE]
    assert len(points) == 900
    assert points == sorted(points, key=lambda point: point.at)
    assert len(store.for_target("own1000").load_points(0.0)[ACCOUNT, Metric.SENDS]) == 300
    store.close()
    assert sqlite3.connect(tmp_path / FILE_NAME).execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_process_killed_in_mid_write_loses_nothing_that_was_flushed(tmp_path: Path) -> None:
    code = WRITER.replace("store.close()", "import os; os.kill(os.getpid(), 9)")
    subprocess.run([sys.executable, "-c", code, str(tmp_path), "0"], check=False, capture_output=True)
    store = Store.open(tmp_path)
    assert store.problem == ""
    assert len(store.for_target("prod").load_points(0.0)[ACCOUNT, BOUNCE]) == 300
    store.close()


def test_a_way_that_leads_to_another_account_later_takes_nothing_of_the_first_along(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened(tmp_path)
    first = store.for_target("a@1", "prod")
    first.save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    first.adopt("111/eu-west-1")
    assert store.flush()
    again = store.for_target("a@1", "prod")
    assert again.id == "111/eu-west-1"
    again.adopt("222/eu-west-1")
    assert store.flush()
    assert again.id == "222/eu-west-1"
    assert again.load_points(0.0) == {}
    assert store.for_target("111/eu-west-1").load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.01)]}
    at_the_next_start = store.for_target("a@1", "prod")
    assert not at_the_next_start.account_known
    at_the_next_start.adopt("222/eu-west-1")
    assert store.flush()
    assert store.for_target("a@1", "prod").id == "222/eu-west-1"
    other = store.for_target("111/eu-west-1", "prod")
    other.adopt("222/eu-west-1")
    assert store.flush()
    assert store.for_target("111/eu-west-1").load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.01)]}
    assert store.problem == ""
    store.close()


WAY, REPOINTED = fingerprinted("prod@0a1b2c3d", "a"), fingerprinted("prod@0a1b2c3d", "b")


@pytest.mark.parametrize("account", ["", "111/eu-west-1"])
def test_what_a_version_without_fingerprints_kept_is_that_of_the_credentials_that_come_first(
    opened: Opened, tmp_path: Path, account: str
) -> None:
    store = opened(tmp_path)
    earlier = store.for_target("prod@0a1b2c3d", "prod")
    earlier.save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01))])
    if account:
        earlier.adopt(account)
    assert store.flush()
    first = store.for_target(WAY, "prod")
    assert first.load_points(0.0) == {(ACCOUNT, BOUNCE): [Point(NOW, 0.01)]}
    first.adopt("111/eu-west-1")
    assert store.flush()
    assert store.for_target(WAY).id == "111/eu-west-1"
    assert store.for_target(REPOINTED).id == REPOINTED
    assert store.for_target(REPOINTED).load_points(0.0) == {}
    assert store.problem == ""
    store.close()


def test_a_shell_without_credentials_finds_the_only_account_of_that_name(tmp_path: Path) -> None:
    here = {fingerprinted("prod@0a1b2c3d", ""): "prod"}
    store = Store.open(tmp_path)
    store.for_target(WAY, "prod").adopt("111/eu-west-1")
    assert store.flush()
    assert load_ids(tmp_path, here) == {"111/eu-west-1": "prod"}
    assert load_ids(tmp_path, {REPOINTED: "prod"}) == {REPOINTED: "prod"}
    store.for_target(REPOINTED, "prod").adopt("222/eu-west-1")
    assert store.flush()
    assert load_ids(tmp_path, here) == here, "of two nobody knows which is meant"
    store.close()


def test_what_two_ways_kept_of_one_account_is_one_and_the_newer_of_a_kind_holds(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened(tmp_path)
    ann, bob = store.for_target("a@1", "ann's"), store.for_target("b@2", "bob's")
    for one, at in ((ann, NOW), (bob, NOW + 60)):
        key = Key(one.name, ACCOUNT, BOUNCE)
        one.save_points([(ACCOUNT, BOUNCE, Point(NOW, 0.01)), (ACCOUNT, BOUNCE, Point(at, 0.02))])
        one.save_told([("hook", key, Delivered(Condition.WARN, at), NEVER)])
        one.save_known([(key, at)])
        one.save_counts([SendBucket(NOW, 10, 0, 0, 0), SendBucket(at, 10, 0, 0, 0)])
        one.save_posted(Posted("id", "FIRING", Condition.WARN, "hook", at))
    store.save_silence(Silence("a1", "isp:*", NOW + 60, NOW, "bob's"))
    assert store.flush()
    assert not ann.adopt("123/eu-west-1")  # nothing more is known of it than was kept here
    assert store.flush()
    assert bob.adopt("123/eu-west-1")
    assert store.flush()
    for one in (ann, bob, store.for_target("b@2", "later")):
        key = Key(one.name, ACCOUNT, BOUNCE)
        assert one.id == "123/eu-west-1"
        assert [point.at for point in one.load_points(0.0)[ACCOUNT, BOUNCE]] == [NOW, NOW + 60]
        assert one.told() == (("hook", key, Delivered(Condition.WARN, NOW + 60), NEVER),)
        assert one.known() == {key: NOW + 60}
        assert [bucket.at for bucket in one.load_counts(0.0)] == [NOW, NOW + 60]
        assert [posted.at for posted in one.posted(0.0)] == [NOW, NOW + 60]
    assert store.problem == ""
    store.close()
    assert load_twins(tmp_path, {"a@1": "ann's", "b@2": "bob's", "c@3": "other"}) == (("bob's", "ann's"),)
