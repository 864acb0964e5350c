"""What a command does not need is not imported: seen in fresh interpreters."""

import json
import subprocess
import sys

import pytest

PROBE = """
import json, sys
from ses_tui.cli.main import main
try:
    main({arguments!r})
except SystemExit:
    pass
sys.stderr.write("\\n" + json.dumps(sorted({{name.split(".")[0] for name in sys.modules}})))
"""


def loaded(arguments: list[str], environ: dict[str, str]) -> set[str]:
    """Top-level packages in sys.modules after a run."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=arguments)],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


HEAVY = {
    "textual",
    "rich",
    "pydantic",
    "pydantic_settings",
    "botocore",
    "aiobotocore",
    "boto3",
    "aiohttp",
    "plotext",
    "prometheus_client",
    "psycopg",
}


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], environ: dict[str, str]) -> None:
    assert not loaded(arguments, environ) & HEAVY


def test_check_imports_no_screen(environ: dict[str, str]) -> None:
    names = loaded(["check", "--region", "eu-west-1"], environ)
    assert "aiobotocore" in names  # it did go as far as AWS
    assert not names & {"textual", "rich", "plotext", "boto3", "dbus_fast", "prometheus_client", "psycopg"}


def test_no_screen_is_refused_before_anything_heavy_is_imported(environ: dict[str, str]) -> None:
    assert not loaded([], environ) & HEAVY


FIRST_PAINT = """
import json, os, sys, tempfile
import ses_tui.cli.screen as screen
from ses_tui.cli.main import main
import ses_tui.tui.run as run
def paint(options, start):
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look
    def begin(outlet):
        print(json.dumps(sorted(sys.modules)), file=sys.stderr)
        app.exit()
    app = SesApp(Look(), options.clock, options.initial, begin)
    app.run(headless=True, size=(120, 34))
    return 0
run.run_screen = paint
screen._refused = lambda: False
main([])
"""

NOT_BEFORE_THE_PAINT = {
    "aiobotocore",
    "aiohttp",
    "boto3",
    "botocore",
    "configparser",
    "getpass",
    "plotext",
    "psycopg",
    "pydantic",
    "tomllib",
    "ses_tui.engine",
    "ses_tui.notify",
    "ses_tui.store.store",
}

OURS_AT_MOST = 109
"""Modules of ours at the first paint, the command line's among them: about 0.5 ms each."""


def test_the_first_paint_with_no_configuration_imports_what_it_shows(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    names = set(json.loads(done.stderr.splitlines()[-1]))
    assert "ses_tui.tui.overview.screen" in names
    assert not names & NOT_BEFORE_THE_PAINT
    assert len([name for name in names if name.startswith("ses_tui")]) <= OURS_AT_MOST
