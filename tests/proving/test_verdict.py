"""What passes, what fails, and what is said about it."""

import xml.etree.ElementTree as ET

import pytest

from ses_tui.proving.problem import BadScenario, Problem
from ses_tui.proving.report import diff, failing, junit, summary, trace
from tests.proving.making import verdict

WARNED = "series: {account/bounce_rate: 1% 3.1%x5, account/complaint_rate: 0%x6}\n"  # FIRING warn at 10m


def texts(text: str) -> list[str]:
    """The failures of a scenario on WARNED."""
    return [failure.text for failure in verdict(WARNED + text).failures]


@pytest.mark.parametrize(
    "partial",
    [
        "{}",
        "{kind: FIRING}",
        "{condition: warn}",
        "{key: account/bounce_rate}",
        "{channel: desktop}, {channel: tui}",
        "{text~: '3.10 %'}",
        "{text~: '(?i)find the identity'}",
    ],
)
def test_a_partial_that_matches_names_the_messages(partial: str) -> None:
    assert texts(f"expect: [{{at: 10m, notify: [{partial}]}}]\n") == []


def test_each_partial_needs_a_message_within_its_time() -> None:
    (early,) = texts("unexpected: allow\nexpect: [{at: 5m, notify: [{kind: FIRING}]}]\n")
    assert early == "at 5m: no {kind: FIRING} (there is one at 10m, 10m)"
    (late,) = texts("unexpected: allow\nexpect: [{within: [11m, 20m], notify: [{kind: FIRING}]}]\n")
    assert late.startswith("within 11m to 20m: no {kind: FIRING}")
    assert texts("expect: [{within: [10m, 10m], notify: [{kind: FIRING}]}]\n") == []
    wrong = "unexpected: allow\nexpect: [{at: 10m, notify: [{kind: FIRING}, {condition: review}]}]\n"
    assert texts(wrong) == ["at 10m: no {condition: review}"]


def test_a_message_that_nothing_names_is_unexpected_only_where_asked() -> None:
    assert len(texts("unexpected: fail\n")) == 2
    assert texts("unexpected: allow\nnever: [{kind: RESOLVED}]\n") == []
    half = texts("expect: [{at: 10m, notify: [{channel: tui}]}]\n")
    assert len(half) == 1
    assert half[0].startswith("unexpected: 10m desktop FIRING warn account/bounce_rate")


def test_never_holds_during_its_time_or_always() -> None:
    allow = "unexpected: allow\n"
    assert len(texts(allow + "never: [{kind: FIRING}]\n")) == 2
    assert len(texts(allow + "never: [{kind: FIRING, channel: tui, during: [10m, 10m]}]\n")) == 1
    assert texts(allow + "never: [{kind: FIRING, during: [11m, 60m]}]\n") == []
    assert len(texts(allow + "never: [{during: [0m, 60m]}]\n")) == 2


def test_states_and_health_are_those_of_the_moment() -> None:
    expect = "unexpected: allow\nexpect:\n  - {at: %s, state: {account/bounce_rate: %s}, health: %s}\n"
    assert texts(expect % ("9m", "ok", "fresh")) == []
    assert texts(expect % ("10m", "warn", "fresh")) == []
    wrong = ["at 10m: account/bounce_rate is warn, not ok", "at 10m: health is fresh, not stale"]
    assert texts(expect % ("10m", "ok", "stale")) == wrong


def test_a_message_of_blindness_is_named_by_every_key_that_it_covers() -> None:
    text = WARNED.replace("1% 3.1%x5", "1%x9").replace("0%x6", "0%x9") + (
        "events: {2m: {aws: mfa_required, until: 18m}}\n"
        "expect:\n"
        "  - {at: 10m, notify: [{kind: BLIND, key: account/complaint_rate, cause: mfa_required}]}\n"
        "  - {at: 20m, notify: [{kind: SIGHT, key: account/bounce_rate}]}\n"
    )
    assert verdict(text).failures == ()


def test_the_report_says_what_is_missing_and_what_is_too_much() -> None:
    judged = verdict(WARNED + "expect:\n  - {at: 5m, notify: [{kind: BLIND}]}\n")
    lines = [*failing(judged)]
    assert lines[0] == "  - case.yaml:4: at 5m: no {kind: BLIND}"
    assert lines[1].startswith("  + unexpected: 10m tui FIRING warn")
    shown = [*diff(judged)]
    assert shown[:2] == ["  --- expected", "  +++ sent"]
    assert shown[2].startswith("  - case.yaml:4: at 5m")
    assert shown[3].startswith("  + 10m tui FIRING")
    assert "  10m account/bounce_rate is warn" in [*trace(judged)]


def test_the_summary_counts() -> None:
    assert summary(1, 0, 0) == "1 scenario: 1 passed"
    assert summary(2, 1, 1) == "4 scenarios: 2 passed, 1 failed, 1 can't be run"


def test_junit_is_valid_xml_with_a_case_per_file() -> None:
    good = verdict(WARNED + "expect: [{at: 10m, notify: [{kind: FIRING}]}]\n")
    failed = verdict(WARNED + 'scenario: "<&\\e[31m\\u0001 ]]>"\n')
    bad = BadScenario("bad.yaml", [Problem(2, 3, "no <key>"), Problem(4, 1, "other")])
    root = ET.fromstring(junit([(good, 0.1), (failed, 0.2), (bad, 0.0)]).encode())
    suite = root.find("testsuite")
    assert root.tag == "testsuites"
    assert suite is not None
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["3", "1", "1"]
    cases = suite.findall("testcase")
    assert [[child.tag for child in case] for case in cases] == [[], ["failure"], ["error"]]
    assert "unexpected: 10m tui FIRING" in (cases[1][0].text or "")
    assert cases[2][0].text == "bad.yaml:2:3: no <key>\nbad.yaml:4:1: other"
