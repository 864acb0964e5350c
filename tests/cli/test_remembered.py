"""The file that keeps the last mode, order and target."""

import json
from pathlib import Path

import pytest

from ses_tui.cli.remembered import NAME, read, write
from ses_tui.tui.uicontext import Remembered, RememberedChoices

KEPT = Remembered("isps", "prod", {"isps": "-bounce"})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "new", KEPT)
    assert read(tmp_path / "new") == (KEPT, "")
    assert [path.name for path in (tmp_path / "new").iterdir()] == [NAME]


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path) == (Remembered(), "")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"5", b'{"sorts": 5}', b"\xff\xfe", b"[" * 15_000, b'"x"', b"null"]
)
def test_a_file_that_is_none_is_not_used_and_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(content)
    remembered, wrong = read(tmp_path)
    assert remembered == Remembered()
    assert str(tmp_path / NAME) in wrong
    assert "\n" not in wrong


def test_what_is_of_another_kind_is_left_out(tmp_path: Path) -> None:
    content = {"mode": 5, "target": "a\x1b[31m", "sorts": {"isps": [1], "identities": "bounce"}, "more": 1}
    (tmp_path / NAME).write_text(json.dumps(content), encoding="utf-8")
    remembered, wrong = read(tmp_path)
    assert not wrong
    assert remembered.mode == ""
    assert "\x1b" not in remembered.target
    assert remembered.sorts["identities"] == "bounce"


def test_a_directory_that_cannot_be_written_is_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    write(tmp_path / "file", KEPT)
    assert "was not written" in caplog.text


def test_it_is_written_when_it_has_changed_and_not_without_a_way() -> None:
    written: list[Remembered] = []
    choices = RememberedChoices(KEPT, written.append)
    choices.mode("isps")
    choices.flush()
    assert written == []
    choices.mode("alerts")
    choices.sort("isps", "")
    choices.flush()
    choices.flush()
    assert written == [Remembered("alerts", "prod", {})]
    demo = RememberedChoices()
    demo.mode("alerts")
    assert not demo.changed
    demo.flush()
