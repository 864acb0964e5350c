"""``ses-tui message ID`` as a user starts it."""

import json
from collections.abc import Iterator

import pytest

from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.thread import run_in_thread
from tests.cli.conftest import KEYS, Ses


@pytest.fixture(scope="module")
def simulated() -> Iterator[SimulatorServer]:
    handle = run_in_thread("isp-block", 0.0)
    yield handle.server
    handle.stop()


def bounced(server: SimulatorServer) -> str:
    bodies = [message.body for message in server.account.queue.receive(20)]
    found = [json.loads(json.loads(body)["Message"]) for body in bodies]
    return str(next(one["mail"]["messageId"] for one in found if one["eventType"] == "Bounce"))


def test_its_life_masked_unless_revealed(ses: Ses, simulated: SimulatorServer) -> None:
    id = bounced(simulated)
    done = ses("message", id, AWS_ENDPOINT_URL=simulated.url, **KEYS)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"message {id}" in done.stdout and "bounce" in done.stdout and "•••@" in done.stdout
    shown = json.loads(
        ses("message", id, "--reveal", "--format", "json", AWS_ENDPOINT_URL=simulated.url, **KEYS).stdout
    )
    assert shown["message_id"] == id and shown["subject"] == "Hello"
    assert "•" not in json.dumps(shown, ensure_ascii=False)


def test_one_that_there_is_not_is_one_line(ses: Ses, simulated: SimulatorServer) -> None:
    done = ses("message", "0100ffff-000000", AWS_ENDPOINT_URL=simulated.url, **KEYS)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("ses-tui: default: GetMessageInsights: ") and done.stderr.count("\n") == 1
    assert "no such message in this Region in the days that VDM keeps: check the id" in done.stderr
    wrong = ses("message", "no id; rm", **KEYS)
    assert wrong.returncode == 3 and "is no message id" in wrong.stderr
