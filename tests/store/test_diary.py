"""What was done when is kept, and the newest counts."""

from pathlib import Path

import pytest

from ses_tui.store.diary import note, read
from ses_tui.store.files import StoreProblem
from ses_tui.store.last import FILE_NAME


def test_the_newest_time_of_each_is_kept_and_the_others_stay(tmp_path: Path) -> None:
    note(tmp_path, ["drill/hook", "drill/bell"], 100.0)
    note(tmp_path, ["drill/hook"], 200.0)
    assert read(tmp_path) == {"drill/hook": 200.0, "drill/bell": 100.0}


def test_reading_makes_no_store(tmp_path: Path) -> None:
    assert read(tmp_path / "state") == {}
    assert not (tmp_path / "state").exists()


def test_what_can_not_be_kept_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    for act in (lambda: note(tmp_path, ["a"], 1.0), lambda: read(tmp_path)):
        with pytest.raises(StoreProblem):
            act()
