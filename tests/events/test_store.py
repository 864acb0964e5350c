"""Events are stored once and masked; of what is no event nothing is kept."""

import json
import sqlite3
from pathlib import Path

import pytest

from ses_tui.core.events.event import Arrival
from ses_tui.core.events.parse import parse
from ses_tui.store import events_in
from ses_tui.store.events_in import EventStore
from ses_tui.store.files import StoreProblem
from tests.events.examples import envelope, event


def arrival(text: str, message: str = "m-1", *, reveal: bool = False) -> Arrival:
    """One message as the queue gave it."""
    return Arrival("q", message, 1000.0, text, parse(text, delivery=message, reveal=reveal))


def test_what_comes_again_changes_nothing(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path)
    first = arrival(envelope(event("Bounce")))
    assert len(store.add([first, first]).fresh) == 1
    assert store.add([arrival(envelope(event("Bounce")), "m-2")]).fresh == ()
    store.close()
    again = EventStore.open(tmp_path)
    assert again.add([first]).fresh == ()
    assert again.count() == 1
    assert again.recent(5) == first.parsed


def test_what_was_revealed_on_the_screen_is_masked_on_the_disk(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path)
    content = event("Bounce", recipient="somebody@example.com")
    content["bounce"]["bouncedRecipients"][0]["diagnosticCode"] = "550 <somebody@example.com> unknown"
    stored = store.add([arrival(json.dumps(content), reveal=True)])
    assert stored.fresh[0].recipient == "somebody@example.com"
    store.close()
    assert b"somebody" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_of_what_is_no_event_nothing_is_kept(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path)
    stored = store.add([arrival("somebody's secret", "m-9"), arrival(envelope(event("Send")), "m-3")])
    assert (len(stored.fresh), store.count()) == (1, 1)
    store.close()
    assert b"somebody" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_notice_is_stored_once_as_it_came(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path)
    text = json.dumps(
        {"detail-type": "Sending Status Disabled", "id": "1", "source": "aws.ses", "detail": {}}
    )
    assert store.add([arrival(text), arrival(text, "m-2")]).fresh == arrival(text).parsed
    assert store.recent(5) == arrival(text).parsed


def test_only_the_newest_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events_in, "EVENTS_KEPT", 10)
    monkeypatch.setattr(events_in, "PRUNE_EVERY", 5)
    store = EventStore.open(tmp_path)
    for number in range(30):
        store.add([arrival(json.dumps(event("Send", number)), f"m-{number}")])
    assert 10 <= store.count() <= 15


def test_a_disk_that_cannot_be_written_stores_nothing(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path)
    other = sqlite3.connect(tmp_path / "ses-tui.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(StoreProblem, match="another process holds the file"):
        store.add([arrival(envelope(event("Send")))])
    other.execute("ROLLBACK")
    assert len(store.add([arrival(envelope(event("Send")))]).fresh) == 1
