"""Where moto has the operation too, both answer in the same form."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from ses_tui.simulator.thread import Handle

from .conftest import START, client
from .test_protocol import ask, metric


@pytest.fixture
def moto() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def shape(value: Any) -> Any:
    """Names and types, without the values and without what is specific to one answer."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_the_answers_have_the_form_of_motos(healthy: Handle, moto: str) -> None:
    theirs, ours = client("cloudwatch", moto), client("cloudwatch", healthy.url)
    name = "Reputation.BounceRate"
    moment = datetime.fromtimestamp(START - 900, UTC)
    rate = {"MetricName": name, "Timestamp": moment, "Value": 0.0123}
    set_rate = {**rate, "Dimensions": [{"Name": "ses:configuration-set", "Value": "marketing"}]}
    theirs.put_metric_data(Namespace="AWS/SES", MetricData=[rate, set_rate])
    their_list = theirs.list_metrics(Namespace="AWS/SES", MetricName=name)
    our_list = ours.list_metrics(Namespace="AWS/SES", MetricName=name)
    assert [shape(m) for m in their_list["Metrics"]] == [shape(m) for m in our_list["Metrics"][:2]]
    their_data, our_data = ask(theirs, metric("a", name)), ask(ours, metric("a", name))
    assert shape(their_data["MetricDataResults"]) == shape(our_data["MetricDataResults"])
    assert their_data["MetricDataResults"][0]["Timestamps"][0].timestamp() % 300 == 0
