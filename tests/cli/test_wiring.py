"""From what is configured to the ways out: what a demo must not touch, and when secrets are read."""

import logging
from pathlib import Path

import pytest

from ses_tui.cli.setup import Telling
from ses_tui.cli.wiring import heartbeat_of, heartbeats_of, herald_of, ways_out
from ses_tui.core.errors import Misconfigured
from ses_tui.core.snapshot import ChannelStatus
from ses_tui.notify.secret import Secret, SecretSource
from ses_tui.notify.webhook import WebhookWay

URL = "https://hooks.example.net/services/T0123/aVerySecretToken"
TEAM = ("hook", "webhook", "apprise")


def telling(directory: Path) -> Telling:
    """Everything that leaves the machine; to read a secret leaves a trace."""
    command = ("sh", "-c", f"touch {directory}/read; echo {URL}")
    return Telling(
        desktop="off",
        on_alert=("true",),
        webhooks=(WebhookWay(SecretSource("webhook_url", command=command)),),
        apprise=SecretSource("apprise_urls", command=command),
        heartbeat=SecretSource("heartbeat_url", command=command),
    )


def test_a_demo_reads_no_secret_and_has_nothing_that_leaves_the_machine(tmp_path: Path) -> None:
    channels = herald_of(telling(tmp_path), bytearray().extend, {}, demo=True)
    assert set(channels.floors) == {"bell"}
    states = {status.name: status.state for status in channels.statuses()}
    assert {states[name] for name in (*TEAM, "heartbeat")} == {"off"}
    assert not (tmp_path / "read").exists()


def test_what_is_configured_is_there_and_read_before_anything_starts(tmp_path: Path) -> None:
    told = Telling(desktop="off", on_alert=("true",), webhooks=telling(tmp_path).webhooks)
    channels, choices = ways_out(told, None, {})
    assert [channel.name for channel in channels] == ["hook", "webhook"]
    assert {choice.channel for choice in choices if choice.on} == {"hook", "webhook"}
    assert (tmp_path / "read").exists()
    with pytest.raises(Misconfigured, match="nowhere"):
        ways_out(Telling(webhooks=(WebhookWay(SecretSource("webhook_url", file="/nowhere")),)), None, {})


def test_the_heartbeat_stands_among_the_statuses() -> None:
    source = SecretSource("heartbeat_url", Secret("http://hc.example.net/ping"))
    channels = herald_of(Telling(desktop="off", heartbeat=source), None, {})
    assert "heartbeat" not in channels.floors
    note = "http to another machine is not encrypted: use https"
    assert ChannelStatus("heartbeat", "ready", note) in channels.statuses()
    assert heartbeat_of(Telling()).status().state == "off"


def test_what_is_kept_badly_is_logged_without_the_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "url"
    path.write_text(URL)
    path.chmod(0o644)
    caplog.set_level(logging.DEBUG)
    herald_of(Telling(webhooks=(WebhookWay(SecretSource("webhook_url", file=str(path))),)), None, {})
    assert [record.getMessage() for record in caplog.records] == [
        f"webhook: others can open {path}: chmod 600 it"
    ]


def test_targets_that_name_the_same_url_share_a_heartbeat_and_a_demo_has_none(tmp_path: Path) -> None:
    for name in ("shop", "mail"):
        (tmp_path / name).write_text("https://hc.example.net/ping")
        (tmp_path / name).chmod(0o600)
    files = {"orders": "shop", "news": "mail", "returns": "shop"}
    told = Telling(
        heartbeats={
            entry: SecretSource(f"{entry}.heartbeat_url", file=str(tmp_path / name), section="targets")
            for entry, name in files.items()
        }
    )
    made = heartbeats_of(told, {})
    assert made["orders"] is made["returns"] is not made["news"]
    assert [made[name].status().name for name in ("orders", "news")] == ["heartbeat orders", "heartbeat news"]
    assert heartbeats_of(told, {}, demo=True) == {}
    channels = herald_of(told, None, {})
    assert channels.own_beats == {
        "orders": "heartbeat orders",
        "news": "heartbeat news",
        "returns": "heartbeat orders",
    }
    (tmp_path / "mail").unlink()
    with pytest.raises(Misconfigured, match=r"targets\.news\.heartbeat_url_file"):
        heartbeats_of(told, {})
