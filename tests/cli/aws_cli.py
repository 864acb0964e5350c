"""The AWS CLI as a stranger's judge of the commands that are printed."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

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


VERSION_1 = (sys.executable, "-m", "awscli")
"""The AWS CLI of the dev extra. The second version is no package of PyPI."""

NO_OPTION = "--no-option-of-anybody"


@cache
def version_2() -> tuple[str, int]:
    """The path of the AWS CLI 2 of this machine, and which 2.x it is; empty and 0 where there is none."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        program = Path(folder) / "aws"
        if folder and os.access(program, os.X_OK):
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
            if said.stdout.startswith("aws-cli/2."):
                return str(program), int(said.stdout.split(".")[1])
    return "", 0


def refused(command: str, home: Path, cli: Sequence[str] = VERSION_1) -> str:
    """What the parser of ``cli`` has against an ``aws …`` line; empty if nothing. The line is not run.

    An option that nobody has is added, so that the parser always refuses: alone it must be what it names.
    """
    words = shlex.split(command)
    assert words[0] == "aws", command
    done = subprocess.run(
        [*cli, *words[1:], NO_OPTION],
        env={**os.environ, "HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode, "refused"
    return "" if done.stderr.rstrip().endswith(f"Unknown options: {NO_OPTION}") else done.stderr.strip()
