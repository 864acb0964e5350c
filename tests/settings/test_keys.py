"""Keys by the ids of bindings: read, and refused with file, line and what to write instead."""

from pathlib import Path

import pytest

from ses_tui.cli.keys import check_keys
from ses_tui.cli.main import main
from ses_tui.core.errors import Misconfigured
from ses_tui.settings.load import load_settings

HEAD = "# keys\n[keys]\n"


def check(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    check_keys(load_settings(path).keys, path)


@pytest.mark.parametrize(
    "text", ['[keys]\n"app.pause" = "P"\n', '[keys]\napp.pause = "P"\n', '[keys.app]\npause = "P"\n']
)
def test_the_id_may_be_written_with_and_without_quotes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    assert load_settings(path).keys == {"app.pause": "P"}


def test_the_environment_gives_them_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("SES_TUI_KEYS", '{"app.pause": "P"}')
    check(path, "")
    assert load_settings(path).keys == {"app.pause": "P"}
    monkeypatch.setenv("SES_TUI_KEYS", '{"app.pause": "r"}')
    with pytest.raises(Misconfigured, match=r"environment SES_TUI_KEYS: keys\.app\.pause: r is already"):
        check(path, "")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('"app.puase" = "P"', "keys.app.puase: unknown key id: did you mean app.pause?"),
        ('app.puase = "P"', "keys.app.puase: unknown key id: did you mean app.pause?"),
        ('"zzz" = "P"', "keys.zzz: unknown key id: see docs/keys.md for what there is"),
        ('"app.pause" = "r"', "keys.app.pause: r is already app.playbook (fix) in Overview"),
        ('"app.pause" = "S"', "keys.app.pause: S is already rows.reverse (reverse) in ISPs"),
        ('"detail.metric" = "q"', "keys.detail.metric: q is already app.quit (quit) in Detail"),
        ('"app.pause" = "P,?"', "keys.app.pause: question_mark is already app.help (help) in Overview"),
        ('"app.pause" = "ctrl-p"', "keys.app.pause: no key 'ctrl-p': did you mean ctrl+p?"),
        ('"app.pause" = "shift+p"', "keys.app.pause: no key 'shift+p': write P"),
        ('"app.pause" = "ctrl+i"', "keys.app.pause: ctrl+i is the same as tab in a terminal"),
        ('"app.pause" = "P,"', "keys.app.pause: a key is missing"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(entry: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with pytest.raises(Misconfigured) as caught:
        check(path, f'{HEAD}"app.help" = "?,f1"\n{entry}\n')
    assert str(caught.value).startswith(f"{path}:4:1: {said}")


@pytest.mark.parametrize(
    "entries",
    [
        '"app.pause" = "r"\n"app.playbook" = "p"',
        '"app.quit" = "Q,f10"',
        '"table.up" = "up,w"\n"overview.up" = "up,w"',
        '"app.acknowledge" = "A"',
        '"app.target" = "comma"\n"app.target_before" = "full_stop"',
    ],
)
def test_what_is_clear_is_taken(entries: str, tmp_path: Path) -> None:
    check(tmp_path / "config.toml", f"[keys]\n{entries}\n")


def test_a_value_that_is_no_text_is_refused_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with pytest.raises(Misconfigured, match=r"config.toml:2:1: keys.app.pause = 5 is no text"):
        check(path, '[keys]\n"app.pause" = 5\n')


def test_config_validate_refuses_them_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\n"app.pause" = "r"\n', encoding="utf-8")
    assert main(["config", "validate", "--config", str(path)]) == 3
    assert "app.playbook" in capsys.readouterr().err
