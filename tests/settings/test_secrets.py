"""Secrets among the settings: which way wins, and that no message repeats one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from ses_tui.cli.setup import from_settings
from ses_tui.core.errors import Misconfigured
from ses_tui.notify.secret import Secret, SecretSource
from ses_tui.settings.load import load_settings
from ses_tui.settings.model import Settings
from ses_tui.settings.secrets import SECRETS, ways_to
from tests.settings.test_load import refused

URL = "https://hooks.example.net/services/T0123/aVerySecretToken"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A config.toml with this text under ``[notify]``."""

    def written(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(f"[notify]\n{text}\n", encoding="utf-8")
        return path

    return written


def no_secret_in(line: str) -> str:
    assert not Secret(URL).is_in(line), line
    return line


@pytest.mark.parametrize("name", SECRETS)
def test_each_way_arrives_where_it_is_used(name: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def source(path: Path) -> SecretSource | None:
        telling = from_settings(load_settings(path)).telling
        webhook = telling.webhooks[0].url if telling.webhooks else None
        found = {"webhook_url": webhook, "apprise_urls": telling.apprise}
        return found.get(name, telling.heartbeat)

    assert source(write("")) is None
    assert source(write(f'{name}_file = "/run/secrets/x"')) == SecretSource(name, file="/run/secrets/x")
    assert source(write(f'{name}_command = ["pass", "x"]')) == SecretSource(name, command=("pass", "x"))
    monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}", URL)
    assert source(write("")) == SecretSource(name, Secret(URL))


@pytest.mark.parametrize("name", SECRETS)
def test_the_environment_wins_over_the_file_whichever_way_each_gives_it(
    name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(f'{name}_command = ["pass", "x"]')
    monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}_FILE", "/run/secrets/x")
    notify = load_settings(path).notify
    assert (getattr(notify, f"{name}_file"), getattr(notify, f"{name}_command")) == ("/run/secrets/x", ())
    monkeypatch.delenv(f"SES_TUI_NOTIFY__{name.upper()}_FILE")
    monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}_COMMAND", '["vault", "y"]')
    assert getattr(load_settings(path).notify, f"{name}_command") == ("vault", "y")
    other = next(one for one in SECRETS if one != name)
    both = write(f'{name}_file = "/x"\n{other}_file = "/y"')
    assert getattr(load_settings(both).notify, f"{other}_file") == "/y"


@pytest.mark.parametrize("name", SECRETS)
def test_two_ways_at_once_are_refused(name: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(f'{name}_file = "/x"\n{name}_command = ["pass"]')
    assert f"{name}_file and {name}_command are both set: keep one" in refused(path)
    monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}", URL)
    load_settings(path)  # the environment says which
    monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}_FILE", "/x")
    assert "are both set" in no_secret_in(refused(write("")))


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_the_configuration_file_is_refused_with_its_line(name: str, write: Write) -> None:
    path = write(f'desktop = "off"\n{name} = "{URL}"')
    line = no_secret_in(refused(path))
    assert line.startswith(f"{path}:3:1: notify.{name}: a secret does not belong in this file")
    assert line.endswith(f"name that in {name}_file")


@pytest.mark.parametrize("key", [way for name in SECRETS for way in ways_to(name)])
@pytest.mark.parametrize("form", ["{url!r}", "[{url!r}]", "{{u = {url!r}}}", "[5]", "5"])
def test_whatever_is_wrong_with_one_is_not_repeated(key: str, form: str, write: Write) -> None:
    path = write(f"{key} = {form.format(url=URL)}")
    try:
        load_settings(path)
    except Misconfigured as caught:
        no_secret_in(caught.line)
    else:
        assert key.endswith("_command")
        assert form == "[{url!r}]"


@pytest.mark.parametrize(
    "variable", ["SES_TUI_NOTIFY", "SES_TUI_NOTIFY__WEBHOOK_URL_COMMAND", "SES_TUI_NOTIFY__WEBHOOK_ULR"]
)
def test_nor_is_a_variable(variable: str, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, URL)
    assert variable in no_secret_in(refused(write("")))


def test_nor_is_one_in_place_of_the_table(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f'notify = "{URL}"\n')
    no_secret_in(refused(tmp_path / "config.toml"))


def test_the_url_in_place_of_the_file_is_refused(write: Write) -> None:
    line = no_secret_in(refused(write(f'webhook_url_file = "{URL}"')))
    assert "write the path of a file that holds the URL, not the URL itself" in line


def test_settings_and_what_is_made_of_them_print_no_secret(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS:
        monkeypatch.setenv(f"SES_TUI_NOTIFY__{name.upper()}", URL)
    settings = load_settings(write(""))
    assert settings.notify.webhook_url == SecretStr(URL)
    setup = from_settings(settings)
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        no_secret_in(shown)
    no_secret_in(repr(setup))


def test_the_schema_knows_that_they_are_secrets() -> None:
    fields = Settings.model_json_schema()["$defs"]["NotifySettings"]["properties"]
    assert all(fields[name]["writeOnly"] for name in SECRETS)
