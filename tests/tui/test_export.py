"""A view written to a file: where, how, and what is in it."""

import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ses_tui.core.model import Metric, SubjectKind
from ses_tui.core.snapshot import Snapshot
from ses_tui.core.text import safe
from ses_tui.tui.export import Table, as_csv, as_json, write_new
from ses_tui.tui.form import Form
from ses_tui.tui.uicontext import UiContext
from tests.tui import inventory_data, lists_data
from tests.tui.made import NOW
from tests.tui.screens import App, settled, shown, text_of
from tests.tui.snapshots_data import HOSTILE_NAMES, STATES


@asynccontextmanager
async def exporting(
    state: str | Snapshot, folder: Path, *keys: str, form: str = "csv", size: tuple[int, int] = (120, 34)
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    """After ``keys``, ``e`` and enter with ``form`` in the form."""
    async with shown(state, size) as (app, pilot):
        app.ui_context = UiContext(exports=folder)
        await pilot.press(*keys, "e")
        await settled(pilot)
        assert isinstance(app.screen, Form)
        app.screen.query_one("#form", Input).value = form
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        yield app, pilot


def files_of(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def rows_of(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.iterdir()
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


async def test_the_file_is_new_private_named_after_view_and_time_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "exports"
    async with exporting("warn", folder) as (app, _):
        assert "written: " in text_of(app)
    (path,) = files_of(folder)
    assert path.name.startswith("ses-tui-view-20") and path.name.endswith("Z.csv")
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_the_overview_writes_the_account_and_all_rows_as_in_the_snapshot(tmp_path: Path) -> None:
    target = STATES["warn"]().targets[0]
    async with exporting("warn", tmp_path):
        pass
    rows = rows_of(tmp_path)
    assert len(rows) == 1 + sum(map(len, target.rows.values()))
    account = target.reading(Metric.BOUNCE_RATE)
    hotmail = next(row for row in rows if row["name"] == "Hotmail")
    assert account is not None and float(rows[0]["bounce_rate"]) == account.value
    assert (hotmail["bounce_rate_numerator"], hotmail["bounce_rate_denominator"]) == ("3424", "41200")


async def test_a_list_writes_only_what_its_filter_leaves(tmp_path: Path) -> None:
    async with exporting(lists_data.trouble(), tmp_path, "2", "slash", *"hotmail", "enter"):
        pass
    assert [row["name"] for row in rows_of(tmp_path)] == ["Hotmail"]


async def test_json_says_what_it_is_of(tmp_path: Path) -> None:
    async with exporting(lists_data.fleet(), tmp_path, "9", form="JSON"):
        pass
    (path,) = files_of(tmp_path)
    said = json.loads(path.read_text())
    assert said["view"] == "fleet" and said["at"] == NOW
    assert {row["target"] for row in said["rows"]} == {one.name for one in lists_data.fleet().targets}


async def test_a_picture_shows_the_view_without_the_form_and_asks_no_other_site(tmp_path: Path) -> None:
    async with exporting("warn", tmp_path, form="svg"):
        pass
    (path,) = files_of(tmp_path)
    svg = path.read_text()
    assert svg.startswith("<svg") and "Hotmail" in svg
    assert "Export" not in svg and "font-face" not in svg


@pytest.mark.parametrize("mode", "12345689")
async def test_every_mode_writes_a_table(mode: str, tmp_path: Path) -> None:
    async with exporting(inventory_data.trouble(), tmp_path, mode) as (app, _):
        assert "written: " in text_of(app)
    (path,) = files_of(tmp_path)
    with path.open(newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading and rows and all(len(row) == len(heading) for row in rows)


async def test_the_alerts_and_the_points_of_a_chart(tmp_path: Path) -> None:
    alerts = STATES["warn"]().targets[0].alerts
    async with exporting("warn", tmp_path / "a", "6"):
        pass
    assert [row["key"] for row in rows_of(tmp_path / "a")] == [str(alert.key) for alert in alerts]
    async with exporting("warn", tmp_path / "b", "enter"):
        pass
    points = rows_of(tmp_path / "b")
    assert points and all(NOW - 86400 <= float(one["at"]) <= NOW for one in points)


async def test_an_unknown_form_stays_and_says_which_there_are(tmp_path: Path) -> None:
    async with exporting("ok", tmp_path, form="xlsx") as (app, _):
        assert isinstance(app.screen, Form)
        assert "no such form: csv, json, svg" in text_of(app)
    assert not files_of(tmp_path)


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with exporting("ok", tmp_path / "file" / "exports") as (app, _):
        assert "not written to" in text_of(app)


async def test_into_the_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with shown("ok", (120, 34)) as (app, pilot):
        app.ui_context = UiContext(exports=tmp_path / "exports")
        await pilot.press("e", "tab", "space", "enter")
        await settled(pilot)
    assert [path.suffix for path in files_of(tmp_path)] == [".csv"]


def test_nothing_is_overwritten_and_no_link_followed(tmp_path: Path) -> None:
    first = write_new(tmp_path, "view", "csv", "one", NOW)
    second = write_new(tmp_path, "view", "csv", "two", NOW)
    assert first != second and first.read_text() == "one" and second.read_text() == "two"
    for each in (first, second):
        each.unlink()
    first.symlink_to(tmp_path / "elsewhere")
    write_new(tmp_path, "view", "csv", "three", NOW)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "name", ["../../etc/x", "..", "a/b\x1b]2;x\a", "", "=cmd", "x" * 500, *HOSTILE_NAMES]
)
def test_a_name_stays_within_the_directory(name: str, tmp_path: Path) -> None:
    path = write_new(tmp_path, name, "csv", "", NOW)
    assert path.parent == tmp_path and path.name.isascii() and len(path.name) < 100


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1", '=HYPERLINK("x")'])
def test_a_formula_is_defused_in_csv_and_kept_in_json(text: str) -> None:
    table = Table("view", ("name",), ((text,),))
    (cell,) = list(csv.reader(as_csv(table).splitlines()))[1]
    assert cell == f"'{text}"
    assert json.loads(as_json(table, {}))["rows"] == [{"name": text}]


def test_numbers_stay_numbers_and_what_was_not_read_is_empty() -> None:
    table = Table("view", ("a", "b", "c"), ((-0.5, None, "a-b"),))
    assert as_csv(table).splitlines()[1] == "-0.5,,a-b"


async def test_hostile_names_are_one_cell_each(tmp_path: Path) -> None:
    async with exporting("hostile", tmp_path):
        pass
    names = [row["name"].removeprefix("'") for row in rows_of(tmp_path) if row["kind"] == "isp"]
    rows = STATES["hostile"]().targets[0].rows[SubjectKind.ISP]
    assert names == [row.subject.name for row in rows]
    assert "\x1b" not in "".join(names) and set(map(safe, names)) == set(names)
