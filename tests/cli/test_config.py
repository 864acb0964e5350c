"""``ses-tui config``."""

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ses_tui.cli.config_init import Answers, asked, filled
from ses_tui.cli.main import main
from ses_tui.settings.load import load_settings
from ses_tui.settings.schema import schema as settings_schema


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
    assert text.startswith("#:schema ./config.schema.json\n# ses-tui configuration")
    schema = json.loads((home.parent / "config.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(tomllib.loads(text))
    assert main(["config", "validate"]) == 0
    said = capsys.readouterr().err
    assert said.endswith(f"{home}: 1 target costs $0.20 a month\n{home}: valid\n")
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


def wrong(home: Path, text: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What ``validate`` says of that file, without its name."""
    home.parent.mkdir(exist_ok=True)
    home.write_text(text)
    assert main(["config", "validate"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("ses-tui: ") for line in lines)
    return [line.removeprefix("ses-tui: ").replace(f"{home}:", "") for line in lines]


def test_all_that_is_wrong_is_said_in_the_order_of_the_file_with_line_and_column(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_TUI_POLL__LITSS", "1m")
    text = """tme_zone = "UTC"
[poll]
  vdm = "soon"
raets = "5m"
[[notify.webhooks]]
name = "pager"
url_file = "/x"
[[targets]]
name = "a"
[[targets]]
name = "b"
  regoin = "x"
[bands]
bounce_rate = { warn = 0.03, warm = 0.04 }
"""
    found = wrong(home, text, capsys)
    assert [line.partition(": ")[0] for line in found] == [
        "1:1",
        "3:3",
        "4:1",
        "7:1",
        "12:3",
        "14:30",
        "environment",
    ]
    meant = ("time_zone", "such as 60s", "rates", "/x is not there", "region", "warn", "SES_TUI_POLL__LISTS")
    assert all(word in line for word, line in zip(meant, found, strict=True))


def test_what_is_no_toml_is_named_with_its_place(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wrong(home, "[poll]\nrates = \n", capsys) == ["2:9: no valid TOML: Invalid value"]


def test_regions_roles_and_endpoints_that_can_not_be_are_refused_where_they_stand(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """[target_defaults]
role_arn = "not-an-arn"
[[targets]]
name = "a"
  region = "eu-wst-1"
[[targets]]
name = "b"
regions = ["eu-west-1", "us-eats-1"]
role_arn = ""
[[targets]]
name = "c"
role_arn = "arn:aws:iam::12:role/x"
endpoint_url = "nonsense"
"""
    found = wrong(home, text, capsys)
    assert [line.partition(": ")[0] for line in found] == ["2:1", "5:3", "8:1", "12:1", "13:1"]
    assert "did you mean 'eu-west-1'?" in found[1]
    assert "did you mean 'us-east-1'?" in found[2]
    assert "malformed" in found[4]


def test_what_only_looks_wrong_is_a_warning(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.parent.mkdir()
    home.write_text('[[targets]]\nprofile = "nope"\n[vdm]\nisps = ["Gmail", "Gmial", "Libero"]\n')
    assert main(["config", "validate"]) == 0
    warned = [line for line in capsys.readouterr().err.splitlines() if "warning" in line]
    assert len(warned) == 2
    assert ":4:1: vdm.isps: 'Gmial': did you mean Gmail?" in warned[0]
    assert ":2:1: no AWS profile 'nope'" in warned[1]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[cost]\nmax_monthly_usd = 50\n", "90 targets cost $18.14 a month"),
        ("", "90 targets cost $5.00 a month, held there by [cost]: at the pace of [poll] it would be $18.14"),
        ("[cost]\nmax_monthly_usd = 50\nmax_monthly_usd_per_target = 0.1\n", "$9.00 a month, held there"),
        ('[cost]\nmax_monthly_usd = 50\n[poll]\nrates = "10m"\n', "90 targets cost $10.37 a month"),
    ],
)
def test_what_it_costs_is_said(more: str, said: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.parent.mkdir()
    listed = "".join(
        f'[[targets]]\nname = "t{n}"\nregions = ["eu-west-1", "eu-west-2", "eu-west-3"]\n' for n in range(30)
    )
    home.write_text(listed + more)
    assert main(["config", "validate"]) == 0
    assert said in capsys.readouterr().err


def test_show_has_every_value_with_its_origin_and_no_secret(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.parent.mkdir()
    home.write_text(
        '[target_defaults]\ngroup = "shop"\n[[targets]]\nname = "a"\n[poll]\nrates = "90s"\n'
        '[[notify.webhooks]]\nname = "x"\nurl_command = ["echo", "hush"]\n[keys]\n'
    )
    monkeypatch.setenv("SES_TUI_POLL__VDM", "30m")
    monkeypatch.setenv("SES_TUI_NOTIFY__WEBHOOK_URL", "https://hooks.example.net/hush")
    monkeypatch.setenv("SES_TUI_REGION", "eu-west-1")
    assert main(["config", "show"]) == 0
    out = capsys.readouterr().out
    held = tomllib.loads(out)
    assert held["poll"] == {"account": "1m", "rates": "90s", "vdm": "30m", "lists": "1h"}
    assert "hush" not in out
    origins = {
        " ".join(line.split(" # ")[0].split()): line.split(" # ")[1]
        for line in out.splitlines()
        if " # " in line
    }
    assert origins['rates = "90s"'] == f"{home}:6:1"
    assert origins['vdm = "30m"'] == "environment SES_TUI_POLL__VDM"
    assert origins['lists = "1h"'] == "default"
    assert origins["keys = {}"] == "default"  # its table stands in the file, and nothing in it
    assert origins['group = "shop"'] == f"{home}:2:1"
    assert origins['webhook_url = "(set, not shown)"'] == "environment SES_TUI_NOTIFY__WEBHOOK_URL"
    assert out.startswith("# SES_TUI_REGION=eu-west-1 in the environment stands above every target\n")
    Draft202012Validator(settings_schema()).validate(
        {name: value for name, value in held.items() if name in ("poll", "targets", "bands", "cost", "wall")}
    )


def test_init_takes_options_and_keeps_the_comments(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--profile", "prod,dev", "--regions", "eu-west-1,us-east-1", "--max-monthly-usd", "12"]
    more = ["--desktop", "off", "--webhook-file", "/run/url", "--wall-seconds", "45s"]
    assert main(["config", "init", *arguments, *more]) == 0
    settings = load_settings(home)
    assert [(one.name, one.profile, one.regions) for one in settings.targets] == [
        (name, name, ("eu-west-1", "us-east-1")) for name in ("prod", "dev")
    ]
    assert settings.cost.max_monthly_usd == 12
    assert (settings.notify.desktop, settings.notify.webhook_url_file) == ("off", "/run/url")
    assert settings.wall.seconds == 45
    assert "max_monthly_usd = 12           # all targets together" in home.read_text()
    assert "check it" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--max-monthly-usd", "much"], ["--desktop", "loud"]])
def test_init_writes_nothing_that_would_be_refused(
    arguments: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "init", *arguments]) == 3
    assert not home.exists()
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "/tmp" not in said


def test_init_asks_and_an_empty_answer_is_the_default() -> None:
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return {0: " prod , dev", 1: "auto"}.get(len(questions) - 1, "")

    answers = asked(ask, ["prod", "dev", "base"])
    assert answers == Answers(("prod", "dev"), ("auto",))
    assert "found: prod, dev, base" in questions[0]
    assert asked(lambda _: "", []) == Answers()
    assert 'regions = "auto"' in filled(answers)
    assert filled(Answers()) == (files("ses_tui.settings") / "example.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "did you mean check?"),
        (["xyzzy"], "choose from check, watch"),
        (["config", "valdate"], "did you mean validate?"),
        (["demo", "--scenario", "isp-blok"], "did you mean isp-block?"),
    ],
)
def test_a_mistyped_word_is_met_with_what_may_have_been_meant(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 3
    assert said in capsys.readouterr().err


def test_a_word_that_is_like_nothing_is_met_with_no_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "nosuch"]) == 3
    assert capsys.readouterr().err == "ses-tui: no playbook is named 'nosuch': ses-tui playbook lists them\n"


def test_validate_names_each_secret_file_that_is_not_there_with_its_place(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    empty = tmp_path / "empty"
    empty.write_text("")
    (tmp_path / "folder").mkdir()
    home.write_text(
        '[notify]\nwebhook_url_file = "/nope/a"\n'
        'heartbeat_url_file = "/nope/b"\napprise_urls_file = "/nope/c"\n'
        '[[notify.webhooks]]\nname = "chat"\nurl_file = "/nope/d"\n'
        '[[notify.webhooks]]\nname = "pager"\nformat = "pagerduty"\nkey_file = "/nope/e"\n'
        f'[[notify.webhooks]]\nname = "empty"\nurl_file = "{empty}"\n'
        f'[[notify.webhooks]]\nname = "folder"\nurl_file = "{tmp_path}/folder"\n'
        '[[notify.webhooks]]\nname = "am"\nformat = "alertmanager"\nurl = "am:9093"\n'
    )
    assert main(["config", "validate"]) == 3
    said = capsys.readouterr().err.splitlines()
    for line, wanted in zip(
        said,
        (
            "2:1: notify.webhook_url_file: /nope/a is not there",
            "3:1: notify.heartbeat_url_file: /nope/b is not there",
            "4:1: notify.apprise_urls_file: /nope/c is not there",
            "7:1: notify.webhooks.chat.url_file: /nope/d is not there",
            "11:1: notify.webhooks.pager.key_file: /nope/e is not there: write the key into it",
            "14:1: notify.webhooks.empty.url_file: there is nothing in it",
            "17:1: notify.webhooks.folder.url_file: ",
            "21:1: ",
        ),
        strict=True,
    ):
        assert line.startswith(f"ses-tui: {home}:{wanted}")


def test_validate_looks_for_secret_files_where_something_else_is_wrong_too(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    home.write_text('[poll]\nraets = "1m"\n[[notify.webhooks]]\nurl_file = "/nope/a"\n')
    assert main(["config", "validate"]) == 3
    unknown, unnamed, missing = capsys.readouterr().err.splitlines()
    assert ":2:1: unknown key" in unknown
    assert ":3:3: the 1st [[notify.webhooks]]: name is missing" in unnamed
    assert ":4:1: notify.webhooks.1st.url_file: /nope/a is not there" in missing


def test_validate_takes_what_is_there_and_warns_of_how_it_is_kept(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    url = tmp_path / "url"
    url.write_text("https://hooks.example.net/x\n")
    url.chmod(0o644)
    home.write_text(
        f'[notify]\nwebhook_url_file = "{url}"\nheartbeat_url_command = ["touch", "{tmp_path}/ran"]\n'
    )
    assert main(["config", "validate"]) == 0
    said = capsys.readouterr().err
    assert f"warning: {home}:2:1: others can open {url}: chmod 600 it" in said
    assert not (tmp_path / "ran").exists()


def test_validate_names_the_file_of_an_inline_table_too(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.parent.mkdir()
    home.write_text('[notify]\nwebhooks = [{name = "chat", url_file = "/nope/a"}]\n')
    assert main(["config", "validate"]) == 3
    said = capsys.readouterr().err
    assert said.startswith(f"ses-tui: {home}")
    assert "notify.webhooks.chat.url_file: /nope/a is not there" in said
