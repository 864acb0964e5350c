"""``ses-tui`` as a process, and an AWS that other people wrote."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "eu-west-1"}


class OneAtATime:
    """moto makes a new list of a queue's messages when it deletes: one that is sent meanwhile is lost there.

    A receive, which may wait for 20 s, changes no list and goes beside the others.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self._turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("HTTP_X_AMZ_TARGET", "").endswith(".ReceiveMessage"):
            return self._app(environ, start_response)
        with self._turn:
            return self._app(environ, start_response)


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    """The URL of moto's server."""
    app = OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


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
