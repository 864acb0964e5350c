"""The AWS CLI of the dev extra: a client of AWS that nobody here wrote."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from tests import forking


def run(words: Sequence[str], environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """``aws WORDS…`` with exactly this environment."""
    return forking.run("aws", words, environ)


def answer(words: Sequence[str], url: str, environ: Mapping[str, str]) -> Any:
    """What AWS at ``url`` answers, read as JSON; ``{}`` for nothing. Asserts that the command went well."""
    done = run(["--endpoint-url", url, "--output", "json", *words], {**os.environ, **environ})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else {}
