"""Simulators whose time stands still, and ordinary AWS clients that talk to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from ses_tui.simulator.thread import Handle, run_in_thread

START = 1_795_530_000.0
"""2026-11-24T14:20:00Z, a Tuesday."""

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}

_session = boto3.Session("AKIAEXAMPLE", "example", region_name="us-east-1")


def client(service: str, url: str, patience: float = 60) -> Any:
    """A botocore client that tries once and gives up after `patience` seconds."""
    config = Config(retries={"total_max_attempts": 1}, read_timeout=patience, connect_timeout=60)
    return _session.client(service, endpoint_url=url, config=config)


@pytest.fixture
def serve() -> Iterator[Callable[..., Handle]]:
    """Starts a simulator, by default with its time standing still at START."""
    running: list[Handle] = []

    def start(scenario: str = "healthy", speed: float = 0.0, **options: Any) -> Handle:
        handle = run_in_thread(scenario, speed, **{"start": START, **options})
        running.append(handle)
        return handle

    yield start
    for handle in running:
        handle.stop()


@pytest.fixture(scope="module")
def healthy() -> Iterator[Handle]:
    """One healthy account for the tests of a module that change nothing."""
    handle = run_in_thread("healthy", 0.0, start=START)
    yield handle
    handle.stop()
