"""``ses-tui`` as a user starts it: a process of its own, with nothing of this machine's configuration."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import forking
from tests.schema import assert_as_promised

Ses = Callable[..., "subprocess.CompletedProcess[str]"]

OF_PYTHON = ("PYTHON", "LANG", "LC_", "TZ")
"""Variables that Python reads as it starts: where they are others, a run is of an interpreter of its own."""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The least environment: an empty home, no AWS, no metadata service."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TZ"}}
    return {**kept, "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true", "TERM": "xterm-256color"}


@pytest.fixture
def ses(environ: dict[str, str]) -> Ses:
    """Runs ``ses-tui ARGUMENTS`` to its end; keywords are variables on top. JSON of ``check`` is valid."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        done = started(*arguments, **variables)
        if arguments[:1] == ("check",) and "json" in arguments and done.stdout.strip():
            assert_as_promised(done.stdout)
        return done

    def started(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        given = {**environ, **variables}
        if all(os.environ.get(name) == given[name] for name in given if name.startswith(OF_PYTHON)):
            return forking.run("ses-tui", arguments, given)
        return subprocess.run(
            [sys.executable, "-m", "ses_tui", *arguments],
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "eu-west-1"}
"""Credentials and a Region for a stand-in of AWS."""
