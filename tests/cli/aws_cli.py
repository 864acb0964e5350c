"""The AWS CLI as a stranger's judge of the commands that are printed."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests import aws_cli
from tests.cli.conftest import KEYS

REFUSED = "An error occurred (AccessDenied"
"""On standard error where the AWS CLI understood a command, sent it, and was refused: a write, in a
simulated account. What it does not understand it never sends."""


def aws(command: str, url: str, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a printed ``aws …`` line against ``url``."""
    words = shlex.split(command)
    assert words[0] == "aws", command
    return aws_cli.run(
        ["--endpoint-url", url, *words[1:]], {**os.environ, **environ, **KEYS, "AWS_MAX_ATTEMPTS": "1"}
    )


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


def refused(command: str, home: Path, program: str = "") -> str:
    """What the AWS CLI's parser has against an ``aws …`` line; empty if nothing. The line is not run.

    ``program``: the path of another AWS CLI, such as ``version_2``'s, which is no package of PyPI.

    An option that nobody has is added, so that the parser always refuses: alone it must be what it names.
    """
    words = shlex.split(command)
    assert words[0] == "aws", command
    words = [*words[1:], NO_OPTION]
    environ = {**os.environ, "HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}
    if program:
        line = [program, *words]
        done = subprocess.run(
            line, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    else:
        done = aws_cli.run(words, environ)
    assert done.returncode, "refused"
    return "" if done.stderr.rstrip().endswith(f"Unknown options: {NO_OPTION}") else done.stderr.strip()
