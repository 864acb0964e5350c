"""The scenarios that come with the program: each passes, and each of their first lines matters."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ses_tui.core.messages import Kind
from ses_tui.proving.parse import load
from ses_tui.proving.problem import shipped
from ses_tui.proving.run import Record, run
from ses_tui.proving.verdict import judge

FILES = shipped()

INEXPRESSIBLE = {
    Kind.GONE,  # a series that has ended keeps its last state
    Kind.STORE_FAILING,
    Kind.CLOCK_SKEW,
    Kind.CREDENTIALS_EXPIRING,
    Kind.DRILL,
    Kind.DIGEST,
}
"""No event of the format brings them about."""

ALERTING_EXAMPLE = """\
scenario: bounce climbs through 3 % and 5 %, credentials die, desktop channel broken
rules: default
start: 2026-01-01T00:00:00Z
poll: 5m
series:
  account/bounce_rate: 2.0% 2.9%x2 3.1%x3 3.6% _x1 5.0% 4.9%x20   # 3.1 from 20m, 5.0 at 55m
events:
  28m: {ack: account/bounce_rate, for: 2h, why: known list}
  32m: {aws: credentials_expired, until: 71m}
  66m: {channel: desktop, fails_until: 92m}
expect:
  - {at: 25m, notify: [{kind: FIRING, condition: warn}]}                      # 2 of 3
  - {within: [40m, 45m], notify: [{kind: BLIND, cause: credentials_expired}]} # second failed read
  - {at: 60m, state: {account/bounce_rate: warn}}
"""


@cache
def ran(file: Path) -> Record:
    """What happens in it, whatever is expected."""
    return run(load(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_scenario_passes(file: Path) -> None:
    scenario = load(file)
    assert scenario.strict
    assert judge(scenario, ran(file)).failures == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_scenario_fails_without_its_first_expect(file: Path) -> None:
    scenario = load(file)
    scenario = replace(scenario, expect=scenario.expect[1:])
    assert not judge(scenario, ran(file)).passed


def test_there_are_enough_and_they_cover_every_kind_that_the_format_can_express() -> None:
    assert len(FILES) >= 30
    sent = {one.message.kind for file in FILES for one in ran(file).sent}
    assert sent == set(Kind) - INEXPRESSIBLE


def test_the_example_of_the_rules_is_among_them_word_for_word() -> None:
    text = next(file for file in FILES if file.stem == "review-while-blind-and-deaf").read_text()
    assert text.startswith(ALERTING_EXAMPLE)
    assert text.rstrip().endswith("unexpected: fail")
