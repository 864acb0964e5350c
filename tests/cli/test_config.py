"""``ses-tui config``."""

import json
from pathlib import Path

import pytest

from ses_tui.cli.main import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the configuration goes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "ses-tui" / "config.toml"


def test_init_writes_a_file_that_is_valid_and_never_overwrites(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "init"]) == 0
    text = home.read_text(encoding="utf-8")
    assert text.startswith("# ses-tui configuration")
    assert main(["config", "validate"]) == 0
    assert capsys.readouterr().err.endswith(f"{home}: valid\n")
    home.write_text(text + "# mine\n", encoding="utf-8")
    assert main(["config", "init"]) == 3
    assert "nothing was changed" in capsys.readouterr().err
    assert home.read_text(encoding="utf-8").endswith("# mine\n")


def test_init_goes_where_config_says(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "my.toml"
    assert main(["config", "init", "--config", str(path)]) == 0
    assert main(["config", "validate", "--config", str(path)]) == 0


def test_init_where_nothing_can_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["config", "init", "--config", str(tmp_path / "file" / "config.toml")]) == 3
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1


def test_validate_without_a_file_says_that_the_defaults_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "validate"]) == 0
    assert "the defaults hold" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[poll]\nrats = 1\n", 'time_zone = "x"\n', '[notify]\nwebhook_url = "x"\n'])
def test_validate_refuses_what_check_would_refuse(
    text: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    home.write_text(text)
    assert main(["config", "validate"]) == 3
    validated = capsys.readouterr().err
    assert main(["check", "--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:1"]) == 3
    assert capsys.readouterr().err == validated


def test_schema_is_json_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "schema"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["properties"]["poll"]
    assert err == ""
