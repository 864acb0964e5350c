"""Of several targets every channel says first which one it is about."""

import json
from typing import Literal

import pytest

from ses_tui.notify.channel import one_line
from ses_tui.notify.osc import Osc, osc99, sequence
from ses_tui.notify.webhook import payload
from tests.notify.messages import message

SAID = "prod: 14:20 WARN Hotmail bounce 8.31 % ≥ 3 %"
NAMED = message(title=SAID)


@pytest.mark.parametrize("form", ["json", "slack", "discord"])
def test_webhooks(form: Literal["json", "slack", "discord"]) -> None:
    fields = json.loads(payload(form, NAMED))
    said = fields.get("text") or fields.get("content") or fields["title"]
    assert said.startswith("prod: 14:20 WARN")


@pytest.mark.parametrize(
    ("kind", "head"),
    [(Osc.OSC9, b"\x1b]9;prod: "), (Osc.OSC777, b"\x1b]777;notify;prod: ")],
)
def test_terminals(kind: Osc, head: bytes) -> None:
    assert sequence(kind, NAMED).startswith(head)


def test_kitty() -> None:
    titled = osc99(SAID, "", identifier="x", critical=False)
    unnamed = osc99(SAID.removeprefix("prod: "), "", identifier="x", critical=False)
    assert titled != unnamed
    assert sequence(Osc.OSC99, NAMED).count(b"p=title;") == 1


def test_a_single_line_and_the_hook() -> None:
    assert one_line(NAMED, 200).startswith("prod: 14:20 WARN")
    assert str(NAMED.as_json()["title"]).startswith("prod: 14:20 WARN")
