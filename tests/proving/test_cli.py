"""``ses-tui test`` and ``ses-tui replay`` as they are called."""

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import pytest

from ses_tui.cli.main import main
from ses_tui.cli.replay import moment
from ses_tui.core.condition import Condition
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import ACCOUNT, Key, Metric, Point, Target
from ses_tui.core.snapshot import AlertEvent
from ses_tui.core.target_id import provisional_id
from ses_tui.settings.light import state_directory
from ses_tui.store.store import Store

START = 1_767_225_600.0
PASSES = """\
series: {account/bounce_rate: 1% 3.1%x2}
expect: [{at: 10m, notify: [{kind: FIRING}]}]
unexpected: fail
"""


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("SES_TUI_", "AWS_"))]:
        monkeypatch.delenv(name)
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))


@pytest.fixture
def files(tmp_path: Path) -> Mapping[str, Path]:
    texts = {"good": PASSES, "failing": PASSES.replace("10m", "5m"), "bad": "sries: {}\npol: 5m\n"}
    found = {}
    for name, text in texts.items():
        found[name] = tmp_path / name / f"{name}.yaml"
        found[name].parent.mkdir()
        found[name].write_text(text)
    return found


def test_exit_codes(files: Mapping[str, Path]) -> None:
    good, failing, bad = (str(files[name]) for name in ("good", "failing", "bad"))
    assert main(["test", good]) == 0
    assert main(["test", good, failing]) == 1
    assert main(["test", bad]) == 2
    assert main(["test", failing, bad, good]) == 2
    assert main(["test", str(files["good"].parent)]) == 0
    assert main(["test", "/nowhere/at/all.yaml"]) == 2
    assert main(["test"]) == 3


def test_errors_are_lines_with_their_place_on_standard_error(
    files: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["test", str(files["bad"])])
    out, err = capsys.readouterr()
    bad = str(files["bad"])
    assert [line.split(": ")[0] for line in err.splitlines()] == [f"{bad}:1:1", f"{bad}:1:1", f"{bad}:2:1"]
    assert "did you mean series?" in err
    assert out == "1 scenario: 0 passed, 1 can't be run\n"


def test_a_failure_is_said_with_its_line_and_shown_whole_with_diff(
    files: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    failing = str(files["failing"])
    main(["test", failing])
    assert f"  - {failing}:2: at 5m: no {{kind: FIRING}}" in capsys.readouterr().out
    main(["test", "--diff", failing])
    out = capsys.readouterr().out
    assert "  +++ sent" in out
    assert "  + 10m tui FIRING warn account/bounce_rate" in out


def test_quiet_says_only_what_failed(files: Mapping[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    main(["test", "-q", str(files["good"])])
    assert capsys.readouterr().out == "1 scenario: 1 passed\n"


def test_a_folder_without_scenarios_is_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["test", str(tmp_path / "empty")]) == 2


def test_junit_is_written(files: Mapping[str, Path], tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    assert main(["test", *map(str, files.values()), "--junit", str(report)]) == 2
    assert ET.parse(report).getroot().get("tests") == "3"
    assert main(["test", str(files["good"]), "--junit", "/nowhere/at/all.xml"]) == 3


def test_the_shipped_ones_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--shipped", "-q"]) == 0
    assert "passed" in capsys.readouterr().out


def test_moments() -> None:
    assert moment("now", 100.0) == 100.0
    assert moment("-1h30m", 10_000.0) == 4_600.0
    assert moment("2026-01-01T00:00:00Z", START) == START
    assert moment("2026-01-01", START) == START
    with pytest.raises(Misconfigured, match="is no time"):
        moment("yesterday", 0.0)


@pytest.mark.parametrize("text", ["-9999999d", "0001-01-01T00:00:00+05:00", "0001-01-01", "9999-12-31"])
def test_a_moment_outside_the_calendar_is_said_in_a_line(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "--source", "store", "--from", text]) == 3
    assert main(["replay", "--source", "store", "--to", text]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("too far away") + captured.err.count("is no time") == 2


def _stored(*, sent: bool) -> None:
    """A history in the store of the default target: warn at 10 minutes, review at 20."""
    name = provisional_id(Target(), os.environ)
    store = Store.open(state_directory())
    values = [0.01, 0.031, 0.031, 0.031, 0.055, 0.055]
    points = [Point(START + 300 * number, value) for number, value in enumerate(values)]
    store.for_target(name).save_points([(ACCOUNT, Metric.BOUNCE_RATE, point) for point in points])
    if sent:
        key = Key(name, ACCOUNT, Metric.BOUNCE_RATE)
        store.for_target(name).save_event(AlertEvent(START + 610, "FIRING", Condition.WARN, key, "told"))
        store.for_target(name).save_event(AlertEvent(START + 1210, "FIRING", Condition.REVIEW, key, "told"))
    store.close()


SPAN = ["--from", "2026-01-01T00:00:00Z", "--to", "2026-01-01T00:40:00Z"]


def test_replay_of_the_store(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _stored(sent=False)
    assert main(["replay", *SPAN]) == 0
    out = capsys.readouterr().out
    assert "2026-01-01T00:10:00Z FIRING warn account/bounce_rate" in out
    assert "bounce 5 %, was crossed: first told 10m before, FIRING warn" in out
    other = tmp_path / "other.toml"
    other.write_text("[bands.bounce_rate]\nwarn = 0.04\n")
    assert main(["replay", *SPAN, "--diff", str(other), "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(one["mark"], one["condition"]) for one in shown["diff"]] == [("-", "warn"), (" ", "review")]
    assert shown["crossings"][0]["lead_seconds"] == 600


def test_verify_exits_1_on_a_difference(capsys: pytest.CaptureFixture[str]) -> None:
    _stored(sent=False)
    assert main(["replay", *SPAN, "--verify"]) == 1
    assert "- was not sent: 2026-01-01T00:10:00Z FIRING warn" in capsys.readouterr().out


def test_verify_exits_0_where_all_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    _stored(sent=True)
    assert main(["replay", *SPAN, "--verify"]) == 0
    assert "2 sent as the rules say" in capsys.readouterr().out


def test_replay_without_a_history_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--from", "-30d", "--source", "store"]) == 3
    assert "no history is stored there yet" in capsys.readouterr().err
    assert main(["replay", "--from", "-1d", "--to", "-2d"]) == 3
