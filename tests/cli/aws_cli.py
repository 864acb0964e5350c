"""The AWS CLI as a stranger's judge of the commands that are printed."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping

from tests.cli.conftest import KEYS

SYNTAX = 252
"""The AWS CLI's exit code for a command or a parameter that it cannot understand."""

REFUSED = 254
"""Its exit code where it understood, sent, and the service said no."""


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
