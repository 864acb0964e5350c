"""The light read before the first paint agrees with the full one after it."""

from pathlib import Path

import pytest

from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.wall import WallOptions
from ses_tui.settings.light import FirstFrame, config_file, first_frame, state_directory
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import WallSettings

FILES = [
    "",
    'time_zone = "Europe/Berlin"\n',
    '\ufefftime_zone = "Europe/Berlin"\n',
    '[[targets]]\nname = "prod"\nprofile = "p"\nregion = "eu-west-1"\n[[targets]]\nname = "dev"\n'
    'role_arn = "arn:aws:iam::1:role/r"\nendpoint_url = "http://127.0.0.1:1"\n',
    '[[targets]]\nregion = "eu-west-1"\nrepresentative_volume = 1000\n',
    '[[targets]]\nname = "\\u001b[31m"\n',
]
VARIABLES: list[dict[str, str]] = [
    {},
    {"SES_TUI_TIME_ZONE": "UTC"},
    {"SES_TUI_TIME_ZONE": ""},
    {"SES_TUI_TARGETS": '[{"name": "env", "region": "us-east-1"}]'},
    {"SES_TUI_TARGETS": "[]"},
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("variables", VARIABLES)
def test_it_agrees_with_the_full_settings(
    text: str, variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    full = load_settings(path)
    targets = tuple(target for one in full.each_target() for target in one.as_targets())
    assert first_frame(path) == FirstFrame(full.time_zone, targets)


@pytest.mark.parametrize(
    "content",
    [
        b"[poll\n",
        b"\xff\xfe",
        b"targets = 5\ntime_zone = 7\n",
        b'targets = [1, "a"]\n',
        b"[[targets]]\nname = 5\n",
    ],
)
def test_what_is_wrong_is_left_to_the_full_validation(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    assert first_frame(path, {}) == FirstFrame("", (Target(),))


def test_no_file_is_no_trouble(tmp_path: Path) -> None:
    assert first_frame(tmp_path / "none.toml", {}) == FirstFrame()
    assert first_frame(None, {"XDG_CONFIG_HOME": str(tmp_path)}) == FirstFrame()


def test_places_follow_xdg(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "s")}
    assert config_file(environ) == tmp_path / "ses-tui" / "config.toml"
    assert state_directory(environ) == tmp_path / "s" / "ses-tui"
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": ""}
    assert config_file(home) == tmp_path / ".config" / "ses-tui" / "config.toml"
    assert state_directory(home) == tmp_path / ".local" / "state" / "ses-tui"


WALL = '[wall]\nseconds = "1m"\npages = ["isps", "account"]\n'


def test_what_the_wall_shows_is_read_alike_before_and_after_validation(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WALL, encoding="utf-8")
    light, full = first_frame(path, {}).wall, load_settings(path, {}).wall
    assert (light.seconds, light.pages) == (full.seconds, full.pages) == (60.0, ("isps", "account"))
    assert first_frame(tmp_path / "none.toml", {}).wall == WallOptions()
    assert (WallSettings().seconds, WallSettings().pages) == WallOptions()


def test_auto_is_no_number_of_seconds(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[wall]\nseconds = "auto"\n', encoding="utf-8")
    assert first_frame(path, {}).wall.seconds is None
    assert load_settings(path, {}).wall.seconds is None
    assert WallOptions().stay(80 * 24) == 30.0
    assert WallOptions().stay(200 * 60) == 187.5
    assert WallOptions(10.0).stay(200 * 60) == 10.0


def test_the_environment_wins_for_the_wall_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WALL, encoding="utf-8")
    given = {"SES_TUI_WALL__SECONDS": "10s", "SES_TUI_WALL__PAGES": '["fleet"]'}
    assert first_frame(path, given).wall == WallOptions(10.0, ("fleet",))


@pytest.mark.parametrize(
    "table", ['seconds = "soon"', "seconds = 3", "pages = 7", 'pages = ["attic"]', "pages = []", "[[nope]]"]
)
def test_a_wrong_wall_is_left_to_the_validation(tmp_path: Path, table: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[wall]\n{table}\n", encoding="utf-8")
    assert first_frame(path, {}).wall == WallOptions()


def test_the_option_wall_in_the_environment_is_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("1", "yes"):
        monkeypatch.setenv("SES_TUI_WALL", word)
        monkeypatch.setenv("SES_TUI_WALL__SECONDS", "20s")
        path = tmp_path / "config.toml"
        path.write_text("", encoding="utf-8")
        assert load_settings(path).wall.seconds == 20.0


@pytest.mark.parametrize("table", ['seconds = "1s"', 'pages = ["attic"]', "pages = []", "page = 1"])
def test_a_wrong_wall_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[wall]\n{table}\n", encoding="utf-8")
    with pytest.raises(Misconfigured):
        load_settings(path, {})


@pytest.mark.parametrize(
    ("text", "variable", "wanted"),
    [
        ("", "", True),
        ('[screen]\ntitle = "auto"\n', "", True),
        ('[screen]\ntitle = "off"\n', "", False),
        ('[screen]\ntitle = "off"\n', "auto", True),
        ("", "off", False),
        ("screen = 3\n", "", True),
    ],
)
def test_the_title_is_a_setting(
    text: str, variable: str, wanted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SES_TUI_SCREEN__TITLE", variable)
    assert first_frame(path).title is wanted
    if "3" not in text:
        assert (load_settings(path).screen.title != "off") is wanted


@pytest.mark.parametrize(
    ("text", "variable", "wanted"),
    [
        ("", "", "auto"),
        ('[screen]\ntheme = "light"\n', "", "light"),
        ('[screen]\ntheme = "light"\n', "colour-blind", "colour-blind"),
        ("", "high-contrast", "high-contrast"),
    ],
)
def test_the_theme_of_the_first_frame_is_that_of_the_settings(
    text: str, variable: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SES_TUI_SCREEN__THEME", variable)
    assert first_frame(path).theme == wanted
    assert load_settings(path).screen.theme == wanted


def test_an_unknown_theme_is_the_usual_one_at_first_and_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[screen]\ntheme = "mauve"\n', encoding="utf-8")
    assert first_frame(path, {}).theme == "auto"
    with pytest.raises(Misconfigured, match="colour-blind"):
        load_settings(path, {})
