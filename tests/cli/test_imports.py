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
}


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], environ: dict[str, str]) -> None:
    assert not loaded(arguments, environ) & HEAVY


def test_check_imports_no_screen(environ: dict[str, str]) -> None:
    names = loaded(["check", "--region", "eu-west-1"], environ)
    assert "aiobotocore" in names  # it did go as far as AWS
    assert not names & {"textual", "rich", "plotext", "boto3", "dbus_fast"}


def test_no_screen_is_refused_before_anything_heavy_is_imported(environ: dict[str, str]) -> None:
    assert not loaded([], environ) & HEAVY
