"""The server's own life: clock, thread, truth."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from ses_tui.simulator.clock import SimulatedClock
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.thread import run_in_thread

from .conftest import START, client


def test_the_clock_runs_as_fast_as_it_is_told() -> None:
    began = time.monotonic()
    clock = SimulatedClock(START, 3_600)
    made = time.monotonic()
    time.sleep(0.05)
    least, now = time.monotonic() - made, clock.now()
    assert START + 3_600 * least <= now + 1 and now - 1 <= START + 3_600 * (time.monotonic() - began)
    still = SimulatedClock(START, 0)
    still.advance(60)
    assert still.now() == START + 60
    assert abs(SimulatedClock().now() - time.time()) < 5
    with pytest.raises(ValueError, match="backwards"):
        still.advance(-1)


async def test_the_server_starts_tells_the_truth_and_stops() -> None:
    server = SimulatorServer("stale-list", speed=60, seed=3)
    await server.start()
    try:
        assert server.url.startswith("http://127.0.0.1:")
        truth = server.truth()
        assert (truth["scenario"], truth["seed"], truth["speed"]) == ("stale-list", 3, 60)
        assert truth["culprit"] == {"kind": "identity", "name": "promo.example.net"}
    finally:
        await server.stop()


def test_the_truth_is_served_as_json_and_is_that_of_the_object() -> None:
    handle = run_in_thread("healthy", 0, start=START)
    try:
        connection = http.client.HTTPConnection(urlsplit(handle.url).netloc)
        connection.request("GET", "/_truth")
        assert json.loads(connection.getresponse().read()) == json.loads(json.dumps(handle.truth()))
    finally:
        handle.stop()
        handle.stop()


def test_a_taken_port_is_an_error_of_the_caller() -> None:
    handle = run_in_thread("quiet", 0)
    try:
        with pytest.raises(OSError, match="in use"):
            run_in_thread("quiet", 0, port=handle.server.port)
    finally:
        handle.stop()


def test_two_servers_with_one_seed_answer_alike() -> None:
    pair = [run_in_thread("slow-burn", 0, start=START, seed=9) for _ in range(2)]
    try:
        first, second = (handle.truth() for handle in pair)
        assert first == second
        answers = [client("ses", handle.url).get_send_statistics()["SendDataPoints"] for handle in pair]
        assert answers[0] == answers[1]
    finally:
        for handle in pair:
            handle.stop()
