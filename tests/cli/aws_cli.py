"""The AWS CLI as a stranger's judge of the commands that are printed."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping

from tests.cli.conftest import KEYS

REFUSED = "An error occurred (AccessDenied"
"""On standard error where the AWS CLI understood a command, sent it, and was refused: a write, in a
simulated account. What it does not understand it never sends."""


def aws(command: str, url: str, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a printed ``aws …`` line against ``url``."""
    words = shlex.split(command)
    assert words[0] == "aws", command
    return subprocess.run(
        [sys.executable, "-m", "awscli", "--endpoint-url", url, *words[1:]],
        env={**os.environ, **environ, **KEYS, "AWS_MAX_ATTEMPTS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
