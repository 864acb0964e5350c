# ruff: noqa: E501 - a case is a line
"""The format is strict: every unknown key and word has its line, its column and the nearest known word."""

from pathlib import Path

import pytest

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Metric
from ses_tui.proving.parse import load
from ses_tui.proving.problem import BadScenario
from ses_tui.proving.scenario import Ack, Deaf, Outage, Quieten, Restart
from tests.proving.making import problems, scenario

GOOD = "series: {account/bounce_rate: 1%x9}\n"


def test_all_of_the_format_is_understood() -> None:
    read = scenario(
        """\
        scenario: all of it
        rules: default
        start: 2026-01-01T00:00:00Z
        series:
          account/bounce_rate: 1% 2%x2 _
          isp:Hotmail/sends: 100x2
          isp:Hotmail/bounces: 1+1x2
          account/enforcement_status: HEALTHYx2
          account/sending_enabled: true
        events:
          1m: {ack: account/bounce_rate, for: 2h, why: known}
          2m: [{silence: "isp:*", also: [pause, blind]}, {restart: true, downtime: 1h30m}]
          3m: {aws: throttled, until: 9m}
          4m: {channel: desktop, fails_until: 9m}
        expect:
          - {within: [1m, 2m], notify: [{kind: FIRING, condition: warn, key: account/bounce_rate,
              channel: tui, text~: "^x"}, {kind: BLIND, cause: throttled}]}
          - {at: 3m, state: {"isp:Hotmail/bounce_rate": ok}, health: fresh}
        never:
          - {kind: RESOLVED, during: [1m, 2h]}
          - {kind: GONE}
        unexpected: fail
        """
    )
    assert read.title == "all of it"
    assert read.strict
    assert read.rates[ACCOUNT, Metric.BOUNCE_RATE] == (0.01, 0.02, 0.02, 0.02, None)
    assert [type(event) for event in read.events] == [Ack, Quieten, Restart, Outage, Deaf]
    assert read.expect[0].notify[0].kind is Kind.FIRING
    assert read.expect[1].states == {"isp:Hotmail/bounce_rate": Condition.OK}
    assert read.never[0].span == (60.0, 7200.0)
    assert read.never[1].span is None
    assert read.end == 7200.0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rule: default\n" + GOOD, "1:1: unknown key of a scenario 'rule'; did you mean rules?"),
        ("series:\n  account/bonce_rate: 1%", "2:3: unknown metric 'bonce_rate'; did you mean bounce_rate?"),
        ("series:\n  acount/bounce_rate: 1%", "2:3: unknown kind of subject 'acount'; did you mean account?"),
        ("series:\n  ips:x/bounce_rate: 1%", "2:3: unknown kind of subject 'ips'; did you mean ip"),
        ("series:\n  account/bounce_rate: 1% 2x%", "2:27: '2x%' is no sample"),
        ("series:\n  account/bounce_rate: '1%  2x%'", "2:29: '2x%' is no sample"),
        ("series:\n  account/bounce_rate: 1%\n    2%\n      zz", "4:7: 'zz' is no sample"),
        ("series:\n  account/bounce_rate: >\n    1%\n    zz", "4:5: 'zz' is no sample"),
        ("series:\n  account/bounce_rate: 5", "2:24: '5': a rate is a fraction up to 1: write % for percent"),
        ("series:\n  account/bounce_rate: 1x100000000", "2:24: x100000000 makes too many samples"),
        ("series:\n  account/sends: 1.5", "2:18: '1.5': sends are whole numbers"),
        ("series:\n  account/bounces: 1", "2:3: bounces need sends of the same subject"),
        ("series:\n  account/sending_enabled: tru", "2:28: unknown word of sending_enabled 'tru'; did you mean true?"),
        ("series:\n  isp:X/sending_enabled: true", "2:3: only the account has sending_enabled"),
        ("series:\n  isp:X/verification: SUCCESS", "2:3: only identity:NAME has verification"),
        ("series:\n  identity:X/verification: GONE", "unknown word of verification 'GONE'"),
        ("series:\n  isp:X/quota_use: 50%", "2:3: only the account has quota_use"),
        ("series:\n  account/quota_use: 50", "a rate is a fraction up to 1"),
        ("series:\n  account/rejects: 1", "2:3: rejects need sends of the same subject"),
        ("series:\n  isp:X/rejects: 1", "2:3: only the account has rejects"),
        ("series:\n  account:me/bounce_rate: 1%", "2:3: the account has no name"),
        ("series:\n  isp:/bounce_rate: 1%", "2:3: 'isp:/bounce_rate' names no isp"),
        ("series:\n  account/bounce_rate:", "2:23: account/bounce_rate: expected samples"),
        ("series: {}", "1:9: series: is empty"),
        ("series: [1]", "1:9: series: expected KEY: VALUE pairs, found a list"),
        ("series:\n  account/bounce_rate: 1%\n  account/bounce_rate: 2%", "3:3: 'account/bounce_rate' stands twice"),
        ("poll: 5\n" + GOOD, "1:7: poll: '5' is no duration"),
        ("poll: 0s\n" + GOOD, "1:7: poll: from 1s to 1d"),
        ("start: yesterday\n" + GOOD, "1:8: start: 'yesterday' is no time"),
        ("start: 2026-01-01T00:00:00+01:00\n" + GOOD, "1:8: start: write it in UTC"),
        ("rules: nowhere.toml\n" + GOOD, "1:8: rules: "),
        (GOOD + "events:\n  5x: {restart: true}", "3:3: events: '5x' is no duration"),
        (GOOD + "events:\n  5m: {reboot: true}", "3:8: unknown event 'reboot'"),
        (GOOD + "events:\n  5m: {restart: yes}", "3:17: unknown restart 'yes'"),
        (GOOD + "events:\n  5m: {ack: account/bounce_rate, four: 2h}", "3:34: unknown key of ack 'four'; did you mean for?"),
        (GOOD + "events:\n  5m: {aws: throttle, until: 9m}", "3:13: unknown kind of error 'throttle'; did you mean throttled?"),
        (GOOD + "events:\n  5m: {aws: throttled, until: 4m}", "3:31: until: is an offset from the start"),
        (GOOD + "events:\n  5m: {channel: tiu, fails_until: 9m}", "3:17: unknown channel 'tiu'; did you mean tui?"),
        (GOOD + "events:\n  5m: {channel: webhook}", "3:17: webhook is no channel of this run"),
        (GOOD + "events:\n  5m: {silence: 'isp:*/bounce'}", "3:17: unknown metric 'bounce'"),
        (GOOD + "events:\n  5m: {ack: isp:Gmail/bounce_rate}", "3:13: unknown subject 'isp:Gmail'"),
        (GOOD + "expect:\n  - {at: 5m, notify: [{kind: FIRED}]}", "3:30: unknown kind 'FIRED'; did you mean FIRING?"),
        (GOOD + "expect:\n  - {at: 5m, notify: [{condition: warning}]}", "3:35: unknown condition 'warning'; did you mean warn?"),
        (GOOD + "expect:\n  - {at: 5m, notify: [{cause: time_out}]}", "3:31: unknown cause 'time_out'; did you mean timeout?"),
        (GOOD + "expect:\n  - {at: 5m, notify: [{text~: '('}]}", "3:31: text~: no regular expression"),
        (GOOD + "expect:\n  - {at: 5m, notify: [{knd: FIRING}]}", "3:24: unknown key of a message 'knd'; did you mean kind?"),
        (GOOD + "expect:\n  - {at: 5m, notify: []}", "3:22: notify: lists no message"),
        (GOOD + "expect:\n  - {at: 5m, health: init}", "3:22: unknown health 'init'; known are fresh, stale, blind"),
        (GOOD + "expect:\n  - {at: 5m}", "3:5: expect: say what"),
        (GOOD + "expect:\n  - {health: fresh}", "3:5: expect: say when"),
        (GOOD + "expect:\n  - {within: [2m, 1m], notify: [{kind: GONE}]}", "3:14: within: begins after it ends"),
        (GOOD + "expect:\n  - {within: [2m], notify: [{kind: GONE}]}", "3:14: within: expected two times"),
        (GOOD + "expect:\n  - {within: [1m, 2m], health: fresh}", "3:5: expect: state and health"),
        (GOOD + "expect:\n  - {at: 5m, state: {account/bounce_rate: bad}}", "3:43: unknown condition 'bad'"),
        (GOOD + "never:\n  - {kind: GONE, within: [1m, 2m]}", "3:18: unknown key of never 'within'"),
        (GOOD + "unexpected: error", "2:13: unknown unexpected 'error'; known are fail, allow"),
        (GOOD, "1:1: it proves nothing"),
        ("", "1:1: is empty"),
        ("- 1", "1:1: a scenario: expected KEY: VALUE pairs, found a list"),
        ("a: [1", "1:6: no valid YAML"),
        ("a: 1\nb: \x00", "no valid YAML"),
        ("a: &x 1\nb: *x", "1:4: anchors and aliases are no part of the format"),
        ("a: !!python/object:os.system 1", "1:4: tags are no part of the format"),
        ("[" * 5000, "nested deeper than"),
        (GOOD + "expect:\n  - {at: 99999999d, health: fresh}", "it would take"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, problem: str) -> None:
    found = problems(text)
    assert any(line.startswith("case.yaml:") and problem in line for line in found), found


def test_all_problems_of_a_file_are_listed_in_order() -> None:
    found = problems("rule: x\npoll: 5x\nseries:\n  account/bonce_rate: 1%\nunexpected: maybe\n")
    assert [line.split(": ")[0] for line in found] == [
        "case.yaml:1:1",
        "case.yaml:2:7",
        "case.yaml:4:3",
        "case.yaml:5:13",
    ]


def test_a_file_of_hostile_text_is_one_safe_line_each() -> None:
    for line in problems('series:\n  "isp:\\e[31m/bounce_rate\\u202e": "\\e]0;x\\a"\nunexpected: fail\n'):
        assert line.isprintable()


def test_files_that_cannot_be_read_are_bad_files(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"scenario: ok\nwhat: caf\xe9\n")
    with pytest.raises(BadScenario, match=r"latin.yaml:2:10: not UTF-8"):
        load(latin)
    with pytest.raises(BadScenario, match=r"absent.yaml:1:1: cannot be read"):
        load(tmp_path / "absent.yaml")


def test_rules_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[bands.bounce_rate]\nwarn = 0.04\n[notify.from]\nwebhook = "pause"\n')
    file = tmp_path / "own.yaml"
    file.write_text("rules: own.toml\n" + GOOD + "unexpected: fail\n")
    rules = load(file).rules
    assert rules.bands.of(Metric.BOUNCE_RATE).warn == 0.04
    assert rules.floors == {"tui": Condition.WARN, "desktop": Condition.WARN, "webhook": Condition.PAUSE}


def test_a_bad_configuration_is_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[bands.bounce_rate]\nwarm = 0.04\n")
    (line,) = problems("rules: own.toml\n" + GOOD + "unexpected: fail\n", tmp_path)
    assert "case.yaml:1:8: rules:" in line
    assert "did you mean warn?" in line


def test_a_channel_that_is_off_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[notify]\ndesktop = "off"\non_alert = ["true"]\n')
    read = scenario("rules: own.toml\n" + GOOD, tmp_path)
    assert set(read.rules.floors) == {"tui", "hook"}
