"""The grammar, and the environment as its second source."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from ses_tui.cli.options import build_parser, overrides, parse


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nope"],
        ["nope"],
        ["check", "--format", "xml"],
        ["check", "--format"],
        ["demo", "--speed", "0"],
        ["demo", "--speed", "fast"],
        ["demo", "--speed", "nan"],
        ["demo", "--scenario", "none"],
        ["simulate", "--port", "70000"],
        ["config"],
        ["config", "burn"],
        ["check", "\x1b[31m\n"],
    ],
)
def test_usage_errors_exit_3_with_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments, {})
    assert caught.value.code == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("--help)\n")
    assert err[:-1].isprintable()


def test_defaults() -> None:
    options = parse(["check"], {})
    assert (options.command, options.format, options.config, options.target) == ("check", "text", None, None)
    assert overrides(options) == {}
    demo = parse(["demo"], {})
    assert (demo.scenario, demo.speed, demo.seed, demo.ascii, demo.no_mouse) == (
        "healthy",
        1.0,
        1,
        False,
        False,
    )
    assert parse([], {}).command is None


@pytest.mark.parametrize(
    ("arguments", "environ", "name", "value"),
    [
        (["check"], {"SES_TUI_FORMAT": "json"}, "format", "json"),
        (["check", "--format", "nagios"], {"SES_TUI_FORMAT": "json"}, "format", "nagios"),
        (["check"], {"SES_TUI_FORMAT": ""}, "format", "text"),
        (["check"], {"SES_TUI_REGION": "env"}, "region", "env"),
        (["check", "--region", "flag"], {"SES_TUI_REGION": "env"}, "region", "flag"),
        (["--region", "flag", "check"], {"SES_TUI_REGION": "env"}, "region", "flag"),
        (["--region", "flag", "check"], {}, "region", "flag"),
        (["--region", "a", "check", "--region", "b"], {}, "region", "b"),
        ([], {"SES_TUI_CONFIG": "/x"}, "config", Path("/x")),
        (["watch"], {"SES_TUI_CONFIG": "/x"}, "config", Path("/x")),
        (["config", "validate"], {"SES_TUI_CONFIG": "/x"}, "config", Path("/x")),
        (["check"], {"SES_TUI_ENDPOINT_URL": "http://h:1"}, "endpoint_url", "http://h:1"),
        (["demo"], {"SES_TUI_SPEED": "60"}, "speed", 60.0),
        (["simulate"], {"SES_TUI_PORT": "0", "SES_TUI_FORMAT": "json"}, "port", 0),
        ([], {"SES_TUI_ASCII": "1"}, "ascii", True),
        ([], {"SES_TUI_ASCII": "0"}, "ascii", False),
        (["demo"], {"SES_TUI_NO_MOUSE": "true"}, "no_mouse", True),
        (["--ascii", "demo"], {}, "ascii", True),
        (["--target", "check", "check"], {"SES_TUI_FORMAT": "json"}, "target", "check"),
        (["--target", "check", "check"], {"SES_TUI_FORMAT": "json"}, "format", "json"),
    ],
)
def test_flag_beats_environment_beats_default(
    arguments: list[str], environ: dict[str, str], name: str, value: object
) -> None:
    assert getattr(parse(arguments, environ), name) == value


def test_a_bad_variable_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["check"], {"SES_TUI_FORMAT": "xml"})
    assert caught.value.code == 3
    assert "--format" in capsys.readouterr().err


def test_what_the_command_line_says_of_every_target() -> None:
    options = parse(["check", "--profile", "p", "--region", "r", "--endpoint-url", "u"], {})
    assert overrides(options) == {"profile": "p", "region": "r", "endpoint_url": "u"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("127.0.0.1:9839", ("127.0.0.1", 9839)),
        ("[::1]:0", ("::1", 0)),
        (":9839", ("0.0.0.0", 9839)),
        ("bastion.internal:65535", ("bastion.internal", 65535)),
    ],
)
def test_an_address_to_listen_on(written: str, meant: tuple[str, int]) -> None:
    assert parse(["export", "--listen", written], {}).listen == meant


def test_a_newer_argparse_may_look_at_the_help_of_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """As add_parser of Python 3.14 does."""
    added = argparse._SubParsersAction.add_parser

    def newer(self: Any, name: str, **how: Any) -> Any:
        parser = added(self, name, **how)
        parser._check_help(self._choices_actions[-1])
        return parser

    monkeypatch.setattr(argparse._SubParsersAction, "add_parser", newer)
    monkeypatch.setattr(argparse.ArgumentParser, "_check_help", lambda self, action: None, raising=False)
    assert build_parser().parse_args(["check", "--timeout", "3"]).timeout == 3
