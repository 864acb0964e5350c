"""``ses-tui`` as a process, and an AWS that other people wrote."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "eu-west-1"}


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    """The URL of moto's server."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def moto(moto_server: str) -> str:
    """The same, empty: moto keeps one account per process, whoever started the server."""
    urlopen(Request(f"{moto_server}/moto-api/reset", method="POST")).close()
    return moto_server


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An empty home, credentials for a stand-in, no proxy."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL", "TZ"}}
    return {**kept, **KEYS, "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}


def start(environ: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    """``ses-tui events ARGUMENTS`` with its output in pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "ses_tui", "events", *arguments],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def state(environ: dict[str, str]) -> Path:
    """Where such a process keeps its store."""
    return Path(environ["HOME"]) / ".local/state/ses-tui"
