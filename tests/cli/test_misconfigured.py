"""Whatever is wrong: exit 3, one clear line, never a traceback."""

import json
import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ses_tui import __version__
from tests.cli.conftest import KEYS, Ses


def line_of(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line on standard error."""
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("ses-tui: ")
    return line


def test_version(ses: Ses) -> None:
    done = ses("--version")
    assert (done.returncode, done.stdout) == (0, f"ses-tui {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["check"], {}, "no AWS Region"),
        (["check", "--profile", "nope", "--region", "eu-west-1"], {}, "no AWS profile 'nope'"),
        (["watch"], {"AWS_PROFILE": "nope"}, "from AWS_PROFILE"),
        (["check", "--region", "eu-wset-1"], {}, "did you mean 'eu-west-1'"),
        (["check", "--region", "eu-west-1", "--endpoint-url", "nonsense"], {}, "malformed"),
        (["check", "--config", "/nope.toml"], {}, "/nope.toml: no such file"),
        (["check", "--target", "prod", "--region", "eu-west-1"], {}, "configured are default"),
        (["check"], {"SES_TUI_POLL__RAETS": "1m"}, "did you mean SES_TUI_POLL__RATES"),
        (["check"], {"SES_TUI_TIME_ZONE": "Mars/Base"}, "IANA name"),
    ],
)
def test_bad_input_is_one_line(ses: Ses, arguments: list[str], variables: dict[str, str], said: str) -> None:
    assert said in line_of(ses(*arguments, **variables))


def test_a_bad_file_is_named_with_its_line(ses: Ses, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("[poll]\nrats = 1\n")
    for arguments in (["check"], ["watch"], ["config", "validate"]):
        line = line_of(ses(*arguments, "--config", str(path)))
        assert f"{path}:2:1: unknown key 'poll.rats': did you mean rates?" in line


def test_no_credentials_is_blind_and_says_what_to_do(ses: Ses) -> None:
    done = ses("check", "--format", "json", "--region", "eu-west-1")
    assert (done.returncode, done.stderr) == (3, "")
    report = json.loads(done.stdout)
    assert (report["health"], report["condition"]) == ("blind", None)
    errors = report["targets"][0]["errors"]
    assert {error["kind"] for error in errors} == {"credentials_missing"}
    assert all("aws sso login" in error["hint"] for error in errors)
    said = ses("check", "--region", "eu-west-1").stdout
    assert "BLIND  no AWS credentials were found: none" in said
    assert "log in" in said
    assert "UNKNOWN" in said


def test_an_endpoint_that_refuses_is_blind_and_named(ses: Ses) -> None:
    done = ses("check", "-t", "60", "--format", "json", **KEYS, AWS_ENDPOINT_URL="http://127.0.0.1:1")
    assert (done.returncode, done.stderr) == (3, "")
    target = json.loads(done.stdout)["targets"][0]
    assert target["health"] == "blind"
    assert all(entry["value"] is None for entry in target["metrics"])
    assert {error["kind"] for error in target["errors"]} == {"network"}
    assert "127.0.0.1:1" in target["errors"][0]["message"]


def test_nagios_says_unknown_where_blind(ses: Ses) -> None:
    done = ses("check", "--region", "eu-west-1", SES_TUI_FORMAT="nagios")
    assert done.returncode == 3
    head, *more = done.stdout.splitlines()
    assert head.startswith("SES UNKNOWN - ? BLIND  ")
    assert more and all(line.startswith("error ") for line in more)


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--format", "nagios"], {}),
        (["--format=nagios", "--config", "/no|pe.toml"], {}),
        (["--format", "nagios", "--bogus"], {}),
        (["--timeout", "soon"], {"SES_TUI_FORMAT": "nagios"}),
        ([], {"SES_TUI_FORMAT": "nagios", "SES_TUI_POLL__RAETS": "1m"}),
    ],
)
def test_a_pager_sees_what_is_misconfigured(
    ses: Ses, arguments: list[str], variables: dict[str, str]
) -> None:
    done = ses("check", *arguments, **variables)
    assert done.returncode == 3
    (shown,) = done.stdout.splitlines()
    (line,) = done.stderr.splitlines()
    assert shown.startswith("SES UNKNOWN - ")
    assert "|" not in shown
    assert shown.removeprefix("SES UNKNOWN - ") in (line.replace("|", "/"), line[9:].replace("|", "/"))


def test_the_name_of_the_service_stands_before_what_is_misconfigured(ses: Ses) -> None:
    done = ses("check", "--format", "nagios", "--service", "Mail|prod", "--config", "/nope.toml")
    assert done.stdout.startswith("Mail/prod UNKNOWN - /nope.toml: no such file")


@pytest.mark.parametrize("format", ["text", "json"])
def test_other_formats_print_nothing_of_it(format: str, ses: Ses) -> None:
    line_of(ses("check", "--format", format, "--config", "/nope.toml"))


@pytest.mark.parametrize("format", ["text", "nagios", "tmux"])
def test_parts_that_a_format_has_no_place_for_are_said_to_be_left_out(format: str, ses: Ses) -> None:
    done = ses("check", "--format", format, "--with", "pools,tenants", "--region", "eu-west-1")
    left = "pools,tenants" if format == "tmux" else "pools"
    assert done.stderr == f"ses-tui: --with {left} shows nothing in --format {format}: take --format json\n"
    assert ses("check", "--format", "json", "--with", "pools", "--region", "eu-west-1").stderr == ""


@pytest.mark.parametrize("format", ["text", "nagios"])
def test_parts_whose_trouble_is_an_alert_are_not_said_to_be_left_out(format: str, ses: Ses) -> None:
    assert ses("check", "--format", format, "--with", "sets,tenants", "--region", "eu-west-1").stderr == ""


def test_a_terminal_that_lacks_our_signs_gets_an_answer_all_the_same(ses: Ses) -> None:
    done = ses("check", "--region", "eu-west-1", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (3, "")
    assert "health      BLIND" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_no_terminal_is_refused_with_the_way_out(ses: Ses, arguments: list[str]) -> None:
    assert "`ses-tui check`" in line_of(ses(*arguments))


@pytest.mark.parametrize("arguments", [[], ["demo"]])
def test_a_dumb_terminal_is_refused_with_the_way_out(arguments: list[str], environ: dict[str, str]) -> None:
    main, side = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ses_tui", *arguments],
            env={**environ, "TERM": "dumb"},
            stdin=side,
            stdout=side,
            stderr=side,
            timeout=60,
            check=False,
        )
        said = os.read(main, 10_000).decode()
    finally:
        os.close(main)
        os.close(side)
    assert done.returncode == 3
    assert len(said.splitlines()) == 1
    assert "`ses-tui check`" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("format", ["text", "json", "nagios"])
def test_check_answers_in_time_where_an_endpoint_accepts_and_never_answers(format: str, ses: Ses) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        done = ses("check", "--timeout", "3", "--format", format, "--endpoint-url", url, **KEYS)
    assert (done.returncode, done.stderr) == (3, "")
    said = {"text": " timeout: ", "json": '"timeout"', "nagios": "SES UNKNOWN - "}
    assert said[format] in done.stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "3601", "soon"])
def test_a_time_limit_that_is_none_is_a_usage_error(seconds: str, ses: Ses) -> None:
    done = ses("check", f"--timeout={seconds}")
    assert (done.returncode, done.stdout) == (3, "")
    assert "argument -t/--timeout: " in done.stderr
