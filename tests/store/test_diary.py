"""What was done when is kept, and the newest counts."""

from pathlib import Path

import pytest

from ses_tui.store.diary import note, read
from ses_tui.store.files import StoreProblem
from ses_tui.store.last import FILE_NAME
from ses_tui.store.store import Store


def test_the_newest_time_of_each_is_kept_and_the_others_stay(tmp_path: Path) -> None:
    note(tmp_path, ["drill/hook", "drill/bell"], 100.0)
    note(tmp_path, ["drill/hook"], 200.0)
    assert read(tmp_path) == {"drill/hook": 200.0, "drill/bell": 100.0}


def test_the_store_of_a_running_monitor_knows_the_drills_alone(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    note(tmp_path, ["drill/hook", "doctor/prod"], 100.0)
    assert store.drilled() == {"hook": 100.0}
    store.close()


def test_reading_makes_no_store(tmp_path: Path) -> None:
    assert read(tmp_path / "state") == {}
    assert not (tmp_path / "state").exists()


def test_what_can_not_be_kept_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    for act in (lambda: note(tmp_path, ["a"], 1.0), lambda: read(tmp_path)):
        with pytest.raises(StoreProblem):
            act()
