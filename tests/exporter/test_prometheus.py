"""What ships for Prometheus and Grafana, by promtool where it is installed, and by our own names."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from ses_tui.core.snapshot import ChannelStatus, Snapshot
from ses_tui.exporter import families
from ses_tui.exporter.families import Family
from ses_tui.exporter.ways import Exporter
from tests.core.picture import AT, blind, target

SHIPPED = Path(__file__).parents[2] / "deploy" / "prometheus"
PROMTOOL = shutil.which("promtool")

real = pytest.mark.skipif(PROMTOOL is None, reason="there is no promtool here")

KNOWN = {
    one.name + ("_total" if one.counter else "") for one in vars(families).values() if isinstance(one, Family)
}


def promtool(*arguments: str, given: bytes = b"") -> str:
    assert PROMTOOL is not None
    done = subprocess.run(
        [PROMTOOL, *arguments], input=given, cwd=SHIPPED, capture_output=True, timeout=60, check=False
    )
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


@real
def test_promtool_finds_nothing_wrong_with_the_metrics() -> None:
    exporter = Exporter()
    exporter.publish(Snapshot(AT, (target(), blind()), (ChannelStatus("hook", "ok"),)))
    assert promtool("check", "metrics", given=generate_latest(exporter.registry)) == ""


@real
def test_promtool_finds_nothing_wrong_with_the_rules() -> None:
    assert "SUCCESS: 14 rules found" in promtool("check", "rules", "rules.yml")


@real
def test_the_rules_fire_when_they_should_and_not_else() -> None:
    assert "SUCCESS" in promtool("test", "rules", "rules_test.yml")


@pytest.mark.parametrize("name", ["rules.yml", "grafana.json"])
def test_what_ships_asks_for_metrics_that_there_are(name: str) -> None:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert set(re.findall(r"\bses_[a-z0-9_]+", text)) <= KNOWN


def test_each_rule_has_a_test() -> None:
    named = set(re.findall(r"alert: (\w+)", (SHIPPED / "rules.yml").read_text()))
    assert named == set(re.findall(r"alertname: (\w+)", (SHIPPED / "rules_test.yml").read_text()))


def test_the_dashboard_is_whole() -> None:
    dashboard = json.loads((SHIPPED / "grafana.json").read_text())
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 10
    assert all(query["expr"] for panel in panels for query in panel["targets"])


def test_the_documentation_lists_every_metric() -> None:
    text = (SHIPPED.parents[1] / "docs" / "prometheus.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(ses_[a-z0-9_]+)`?", text)) == KNOWN
