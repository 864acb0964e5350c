"""``ses-tui`` as a user starts it: a process of its own, with nothing of this machine's configuration."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ses = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The least environment: an empty home, no AWS, no metadata service."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TZ"}}
    return {**kept, "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true", "TERM": "xterm-256color"}


@pytest.fixture
def ses(environ: dict[str, str]) -> Ses:
    """Runs ``ses-tui ARGUMENTS`` to its end; keywords are variables on top."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "ses_tui", *arguments],
            env={**environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "eu-west-1"}
"""Credentials and a Region for a stand-in of AWS."""
