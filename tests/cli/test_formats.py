"""``check`` for people and for Nagios, on hand-made snapshots."""

import re

import pytest

from ses_tui.cli.formats import FORMATS, RATES, nagios, text
from ses_tui.cli.tmux import segment
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import ACCOUNT, Metric, Subject, SubjectKind
from ses_tui.core.record import replace
from ses_tui.core.snapshot import AccountStatus, Reading, Row
from ses_tui.core.text import safe
from tests.core.picture import blind, reading, snapshot, target

HOSTILE = safe("a|b'=9;;\x1b[31m\n\u202e")


def test_there_are_three() -> None:
    assert set(FORMATS) == {"text", "json", "nagios"}


def test_text_says_what_is_wrong_first() -> None:
    lines = text(snapshot()).splitlines()
    assert lines[:6] == [
        "▲ WARN  bounce 3.12 %, AWS reviews at 5 %",
        "default · 123456789012 · us-east-1",
        "condition   WARN",
        "health      FRESH",
        "bounce      3.12 %  WARN  2025-11-24T16:00:00Z",
        "complaint   –  2025-11-24T16:00:00Z",
    ]
    assert "account     HEALTHY, sending on, quota 42 % of 500k" in lines
    assert "alert       WARN account bounce 3.12 % ≥ 3 %" in lines
    assert "isp         OK     Hotmail  sends 10.0k  bounce 1.23 %  complaint –" in lines
    assert lines[-1] == "error       vdm BatchGetMetricData: access_denied: denied (allow it)"


def test_one_cause_is_one_line() -> None:
    def failed(source: str, operation: str, kind: ErrorKind, message: str) -> SourceError:
        return SourceError(source, operation, kind, message, "log in")

    missing, denied = ErrorKind.CREDENTIALS_MISSING, ErrorKind.ACCESS_DENIED
    errors = (
        failed("rates", "GetMetricData", missing, "no credentials"),
        failed("rates", "ListMetrics", denied, "denied by policy A"),
        failed("account", "GetAccount", missing, "no credentials (60 queries)"),
        failed("vdm", "BatchGetMetricData", denied, "denied by policy B"),
    )
    said = text(snapshot(replace(target(), errors=errors))).splitlines()
    assert [line for line in said if line.startswith("error")] == [
        "error       rates GetMetricData, account GetAccount: credentials_missing: no credentials (log in)",
        "error       rates ListMetrics: access_denied: denied by policy A (log in)",
        "error       vdm BatchGetMetricData: access_denied: denied by policy B (log in)",
    ]


def test_text_of_a_blind_target_never_says_ok() -> None:
    said = text(snapshot(blind()))
    assert said.splitlines()[0] == "? BLIND  no credentials: log in · nothing was ever read"
    assert "condition   UNKNOWN" in said
    assert "health      BLIND  no credentials: log in" in said
    assert "OK" not in said


def test_what_was_never_read_is_ok_in_no_format() -> None:
    isp = Subject(SubjectKind.ISP, "Yahoo")
    row = Row(isp, (Reading(isp, Metric.SENDS, "vdm"), Reading(isp, Metric.BOUNCE_RATE, "vdm")))
    rates = tuple(Reading(ACCOUNT, metric, "cloudwatch") for metric in RATES)
    never = snapshot(replace(blind(), readings=rates, rows={SubjectKind.ISP: (row,)}))
    for format, printed in FORMATS.items():
        assert "ok" not in printed(never).lower(), format
    assert "bounce      –  never read" in text(never)
    assert (
        segment(never, never.generated_at)[0]
        == "#[reverse]? BLIND no credentials: log in · nothing was ever read#[default]"
    )


def test_trouble_with_the_account_is_said() -> None:
    account = AccountStatus("SHUTDOWN", False, False, False, None)
    one = replace(target(Condition.PAUSE), account=account)
    assert "account     SHUTDOWN, SENDING OFF, sandbox, VDM off" in text(snapshot(one))
    assert "PAUSED BY AWS  AWS says SHUTDOWN, no mail goes out" in nagios(snapshot(one))


@pytest.mark.parametrize(
    ("condition", "health", "state"),
    [
        (Condition.OK, Health.FRESH, "OK"),
        (Condition.NOTICE, Health.FRESH, "OK"),
        (Condition.WARN, Health.FRESH, "WARNING"),
        (Condition.REVIEW, Health.FRESH, "CRITICAL"),
        (Condition.PAUSE, Health.STALE, "CRITICAL"),
        (Condition.OK, Health.INIT, "UNKNOWN"),
        (Condition.OK, Health.BLIND, "UNKNOWN"),
    ],
)
def test_nagios_begins_with_its_state(condition: Condition, health: Health, state: str) -> None:
    assert nagios(snapshot(target(condition, health))).startswith(f"SES {state} - ")


def test_nagios_has_its_performance_data_on_the_first_line_and_then_the_long_output() -> None:
    assert nagios(snapshot()).splitlines() == [
        "SES WARNING - ▲ WARN  bounce 3.12 %, AWS reviews at 5 % | bounce_rate=0.031200;0.03;0.05;0;1",
        "alert       WARN account bounce 3.12 % ≥ 3 %",
        "error       vdm BatchGetMetricData: access_denied: denied (allow it)",
    ]


def test_the_service_is_named_as_it_is_called_there() -> None:
    assert nagios(snapshot(), "Mail prod").startswith("Mail prod WARNING - ")


def test_several_targets_are_counted_and_have_a_line_each_worst_first() -> None:
    rates = tuple(reading(metric, 0.0001, Condition.OK, Health.FRESH) for metric in RATES)
    seen = snapshot(
        replace(target(Condition.OK, name="calm"), alerts=(), readings=rates),
        replace(blind(), name="dark"),
        target(Condition.WARN, name="odd"),
        target(Condition.PAUSE, name="bad"),
    )
    head, *lines = nagios(seen).splitlines()
    assert head.startswith("SES CRITICAL - bad ✖ ")
    assert "(4 targets: 1 at pause, 1 at warn, 1 blind)" in head
    assert [line.split()[0] for line in lines] == ["bad", "dark", "odd", "calm"]
    data = head.partition(" | ")[2]
    assert re.findall(r"'(\w+) bounce_rate'=", data) == ["bad", "odd", "calm"]
    order = [block.splitlines()[1].split()[0] for block in text(seen).split("\n\n")]
    assert order == ["bad", "dark", "odd", "calm"]


def test_nagios_has_no_performance_data_where_nothing_was_read() -> None:
    said = nagios(snapshot(blind()))
    assert said.splitlines()[0] == "SES UNKNOWN - ? BLIND  no credentials: log in · nothing was ever read"
    assert "|" not in said


def test_nagios_names_the_targets_worst_first() -> None:
    said = nagios(snapshot(target(Condition.OK, name="calm"), target(Condition.PAUSE, name="bad")))
    assert said.index("bad ✖") < said.index("calm ")


def test_names_cannot_inject_performance_data_or_lines() -> None:
    rates = (
        reading(Metric.BOUNCE_RATE, 0.01, Condition.OK, Health.FRESH),
        reading(Metric.COMPLAINT_RATE, 0.0001, Condition.OK, Health.FRESH),
    )
    hostile = replace(target(Condition.OK, Health.STALE, name=HOSTILE), readings=rates, health_reason=HOSTILE)
    line, *more = nagios(snapshot(hostile, target(name="other"))).split("\n")
    assert line.isprintable() and all(one.isprintable() and "|" not in one for one in more)
    said, bar, data = line.partition("|")
    assert bar
    assert "|" not in data
    entry = r"'[^'=|]+'=\d\.\d{6};[\d.]+;[\d.]+;0;1"
    assert re.fullmatch(rf" {entry}( {entry})*", data)
    assert len(re.findall(entry, data)) == 3
    assert "a/b" in said
