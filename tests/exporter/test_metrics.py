"""Samples of a snapshot: absent where nothing was read, and few enough."""

import asyncio
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import ChannelStatus, Reading, Row, Snapshot
from ses_tui.exporter import families
from ses_tui.exporter.families import Family
from ses_tui.exporter.metrics import MOST_SUBJECTS, samples
from ses_tui.exporter.ways import Exporter
from tests.core.picture import AT, blind, snapshot, target

OPENMETRICS = "application/openmetrics-text; version=1.0.0"


def values(made: Snapshot | None, family: Family) -> dict[tuple[str, ...], float]:
    """By its labels without those of the target."""
    own = len(families.TARGET) if family.labels[:1] == ("target",) else 0
    return {labels[own:]: value for one, labels, value in samples(made) if one is family}


def identities(count: int) -> tuple[Row, ...]:
    """Each with more mail than the one before it, the first at review."""
    rows = []
    for number in range(count):
        subject = Subject(SubjectKind.IDENTITY, f"i{number}.example")
        condition = Condition.REVIEW if number == 0 else Condition.OK
        rate = Reading(subject, Metric.BOUNCE_RATE, "vdm", 0.01, condition, AT, Health.FRESH)
        sends = Reading(subject, Metric.SENDS, "vdm", float(number), at=AT, health=Health.FRESH)
        rows.append(Row(subject, (rate, sends)))
    return tuple(rows)


def test_what_was_read_is_there_with_the_account_and_region() -> None:
    made = snapshot()
    assert values(made, families.BOUNCE_RATE) == {("account", ""): 0.0312, ("isp", "Hotmail"): 0.0123}
    assert values(made, families.CONDITION) == {(): 2.0}
    assert values(made, families.ALERTS) == {("warn",): 1.0, ("review",): 0.0, ("pause",): 0.0}
    assert values(made, families.SENDING_ENABLED) == {(): 1.0}
    labels = next(labels for family, labels, _ in samples(made) if family is families.CONDITION)
    assert labels == ("default", "123456789012", "us-east-1")


def test_what_was_not_read_is_absent() -> None:
    assert ("account", "") not in values(snapshot(), families.COMPLAINT_RATE)
    never = snapshot(blind())
    absent = {family for family, _, _ in samples(never)} & {
        families.CONDITION,
        families.ALERTS,
        families.BOUNCE_RATE,
        families.SENDING_ENABLED,
        families.LAST_DATAPOINT,
        families.BUDGET,
    }
    assert absent == set()
    assert values(never, families.HEALTH) == {("fresh",): 0.0, ("stale",): 0.0, ("blind",): 1.0}
    assert {family for family, _, _ in samples(None)} == {families.BUILD_INFO}


def test_what_can_not_be_seen_any_more_is_absent_but_for_when_it_was() -> None:
    gone = target(health=Health.BLIND)
    assert ("account", "") not in values(snapshot(gone), families.BOUNCE_RATE)
    assert values(snapshot(gone), families.LAST_DATAPOINT)["bounce_rate",] == AT - 31


def test_of_many_subjects_the_worst_and_the_largest_are_kept_and_the_rest_is_counted() -> None:
    many = replace(target(), rows={SubjectKind.IDENTITY: identities(MOST_SUBJECTS + 30)})
    kept = {name for kind, name in values(snapshot(many), families.SENDS) if kind == "identity"}
    assert len(kept) == MOST_SUBJECTS
    assert {"i0.example", "i79.example"} <= kept
    assert "i1.example" not in kept
    assert values(snapshot(many), families.SUBJECTS_LEFT_OUT) == {("identity",): 30.0}


def test_a_channel_that_was_sent_nothing_is_neither_up_nor_down() -> None:
    channels = [ChannelStatus(f"is-{state}", state) for state in ("ready", "ok", "failing", "off")]
    made = replace(snapshot(), channels=tuple(channels))
    assert values(made, families.CHANNEL_UP) == {("is-ok",): 1.0, ("is-failing",): 0.0}


async def test_openmetrics_are_served_whatever_a_subject_is_called() -> None:
    hostile = Subject(SubjectKind.IDENTITY, 'a"b\\c{}#\u2603')
    row = Row(hostile, (Reading(hostile, Metric.SENDS, "vdm", 3.0, at=AT, health=Health.FRESH),))
    exporter = Exporter()
    url = exporter.listen("127.0.0.1", 0)
    port = int(url.rpartition(":")[2].removesuffix("/metrics"))
    exporter.publish(snapshot(replace(target(), rows={SubjectKind.IDENTITY: (row,)})))

    def read() -> str:
        request = Request(url, headers={"Accept": OPENMETRICS})
        with urlopen(request, timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
            return str(answer.read().decode())

    try:
        text = await asyncio.to_thread(read)
        with pytest.raises(Misconfigured, match=f"--listen 127.0.0.1:{port}: address already in use"):
            Exporter().listen("127.0.0.1", port)
    finally:
        exporter.close()
    parse: Callable[[str], Iterable[Any]] = text_string_to_metric_families
    parsed = {one.name: one for one in parse(text)}
    (sends,) = parsed["ses_sends"].samples
    assert sends.labels["subject"] == hostile.name
    assert parsed["ses_tui_aws_calls"].type == "counter"


def test_the_text_file_is_whole_and_the_newest_when_the_program_ends(tmp_path: Path) -> None:
    exporter = Exporter()
    exporter.write(tmp_path / "ses.prom")
    exporter.publish(snapshot())
    exporter.publish(replace(snapshot(), generated_at=AT + 60))
    exporter.close()
    text = (tmp_path / "ses.prom").read_text()
    written = re.search(r"^ses_tui_snapshot_timestamp_seconds (.*)$", text, re.MULTILINE)
    assert written is not None
    assert float(written[1]) == AT + 60
    assert [one.name for one in tmp_path.iterdir()] == ["ses.prom"]
    with pytest.raises(Misconfigured, match="no such file or directory"):
        Exporter().write(tmp_path / "nowhere" / "ses.prom")


def test_the_account_is_no_subject_of_its_own() -> None:
    assert {labels for labels in values(snapshot(), families.BOUNCE_RATE) if labels[0] == "account"} == {
        (ACCOUNT.kind.value, "")
    }
