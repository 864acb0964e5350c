"""``ses-tui doctor`` on simulated accounts; its commands are judged by the AWS CLI."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ses_tui.aws.permissions import FEATURES
from ses_tui.cli.doctor_facts import gather, judge_terminal
from ses_tui.cli.reading import opened
from ses_tui.core.doctor import examine
from ses_tui.core.findings import Level
from ses_tui.core.model import Target
from ses_tui.engine.plan import Plan
from ses_tui.simulator.scenarios.model import IdentityStatus
from ses_tui.simulator.services import alarms
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.bare import refuse, strip
from tests.cli.aws_cli import REFUSED, aws
from tests.cli.conftest import KEYS, Ses

Json = dict[str, Any]


@pytest.fixture
def healthy() -> Iterator[Handle]:
    handle = run_in_thread("healthy", 1.0)
    yield handle
    handle.stop()


@pytest.fixture
def flawed() -> Iterator[Handle]:
    """Two of its sets hide something."""
    handle = run_in_thread("stale-list", 1.0)
    yield handle
    handle.stop()


@pytest.fixture(params=["empty lists", "refused"])
def bare(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Handle]:
    """No alarms, no VDM, no dedicated IPs, no tenants; sets that publish nothing.

    What the account does not have is an empty list, or AWS refuses to speak of it.
    """
    monkeypatch.setattr(alarms, "metric_alarms", lambda _account: [])
    monkeypatch.setattr(alarms, "composite_alarms", lambda _account: [])
    handle = run_in_thread("quiet", 1.0)
    strip(handle.server.account, sets=True)
    if request.param == "refused":
        refuse(handle.server.account)
    yield handle
    handle.stop()


def complete(handle: Handle) -> None:
    """Every set of the account exports and publishes."""
    resources = handle.server.account.resources
    resources.configuration_sets = {
        name: one._replace(reputation_metrics=True, destination="enabled")
        for name, one in resources.configuration_sets.items()
    }


def doctor(ses: Ses, handle: Handle, **variables: str) -> tuple[int, Json, list[Json]]:
    """Exit code, the whole answer, the findings about the target that are no pass."""
    done = ses("doctor", "--format", "json", AWS_ENDPOINT_URL=handle.url, **KEYS, **variables)
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    assert answer["schema"] == 1
    (target,) = answer["targets"]
    return done.returncode, answer, [one for one in target["findings"] if one["level"] != "pass"]


def test_an_account_with_the_whole_stack_passes(ses: Ses, healthy: Handle) -> None:
    telling = {
        "SES_TUI_NOTIFY__ON_ALERT": '["true"]',
        "SES_TUI_NOTIFY__HEARTBEAT_URL": "https://beats.example.org/1",
    }
    code, answer, wrong = doctor(ses, healthy, **telling)
    assert (code, wrong) == (1, [])
    assert [one["check"] for one in answer["machine"] if one["level"] == "warn"] == ["drill"]
    seen = healthy.truth()["requests"]
    assert [seen[kind] for kind in ("violations", "limits", "writes", "refused")] == [[], [], [], []]
    assert seen["metrics_requested"] == 2
    assert ses("drill", **telling).returncode == 0
    code, answer, wrong = doctor(ses, healthy, **telling)
    assert (code, wrong, answer["result"]) == (0, [], "pass")
    checks = [one["check"] for one in answer["targets"][0]["findings"]]
    assert checks == [
        *("credentials", "clock", "permissions", "account", "vdm", "identities", "reputation export"),
        *("event destinations", "suppression", "auto warm-up", "alarms"),
        *("dedicated IPs", "tenants", "global deliverability"),
    ]


def test_alerting_that_reaches_nobody_is_warned_of(ses: Ses, healthy: Handle) -> None:
    complete(healthy)
    code, answer, wrong = doctor(ses, healthy)
    assert (code, wrong) == (1, [])
    warned = [one["check"] for one in answer["machine"] if one["level"] == "warn"]
    assert warned == ["channels", "heartbeat"], "no terminal, no hook"


def test_sets_that_hide_something_are_warned_of(ses: Ses, flawed: Handle) -> None:
    code, answer, wrong = doctor(ses, flawed)
    assert (code, answer["result"]) == (1, "warn")
    assert [(one["check"], len(one["mend"])) for one in wrong] == [
        ("reputation export", 1),
        ("event destinations", 2),
    ]


def test_a_bare_account_lists_what_is_missing_and_the_aws_cli_accepts_each_command(
    ses: Ses, bare: Handle, environ: dict[str, str]
) -> None:
    code, answer, wrong = doctor(ses, bare)
    assert code == 2
    assert [(one["check"], one["level"]) for one in wrong] == [
        ("reputation export", "warn"),
        ("event destinations", "warn"),
        ("alarms", "fail"),
        ("alarms", "fail"),
    ]
    commands = [line for one in wrong for line in one["mend"]]
    commands += [
        line for one in answer["targets"][0]["findings"] for line in one["wanted"] if line.startswith("aws")
    ]
    assert len(commands) == 2 + 2 + 2 + 1
    for command in commands:
        ran = aws(command, bare.url, environ)
        assert REFUSED in ran.stderr, (command, ran.stderr)
    spoilt = re.sub("--reputation-metrics-enabled", "--reputation-export", commands[0])
    assert REFUSED not in aws(spoilt, bare.url, environ).stderr, "the judge does judge"
    assert len(bare.truth()["requests"]["writes"]) == len(commands)


def test_a_disabled_destination_is_mended_by_a_command_that_is_accepted(
    ses: Ses, flawed: Handle, environ: dict[str, str]
) -> None:
    _, _, wrong = doctor(ses, flawed)
    for one in wrong:
        for command in one["mend"]:
            ran = aws(command, flawed.url, environ)
            assert REFUSED in ran.stderr, (command, ran.stderr)


OPERATIONS = [
    (operation.name, feature.core)
    for name, feature in FEATURES.items()
    if name not in ("events", "message")  # doctor asks for none of these
    for operation in feature.operations
]


@pytest.mark.parametrize(("denied", "core"), OPERATIONS)
async def test_each_missing_permission_is_named_with_its_action(
    healthy: Handle, denied: str, core: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    complete(healthy)
    healthy.server.account.faults.inject("access_denied", denied)
    async with opened(Target(region="eu-west-1", endpoint_url=healthy.url), Plan()) as one:
        findings = examine(await gather(one))
    (operation,) = (one for feature in FEATURES.values() for one in feature.operations if one.name == denied)
    wrong = [one for one in findings if one.level is not Level.PASS]
    assert [(one.check, one.actions) for one in wrong] == [("permissions", (operation.action,))]
    assert wrong[0].level is (Level.FAIL if core else Level.WARN)


def test_an_identity_that_cannot_send_fails_with_the_reason(
    ses: Ses, healthy: Handle, environ: dict[str, str]
) -> None:
    complete(healthy)
    account = healthy.server.account
    lost = IdentityStatus(0, "news.example.org", "FAILED", False, "FAILED", "PENDING", "HOST_NOT_FOUND")
    account.scenario = account.scenario._replace(identity_status=(lost,))
    code, _, wrong = doctor(ses, healthy)
    assert (code, [one["check"] for one in wrong]) == (2, ["identities"])
    assert wrong[0]["summary"].startswith("news.example.org: verification is FAILED; ")
    assert (
        "the last check says HOST_NOT_FOUND; DKIM is FAILED (its key: RSA_2048_BIT from AWS_SES); MAIL FROM"
        in wrong[0]["summary"]
    )
    for command in wrong[0]["mend"]:
        if command.startswith("aws "):
            ran = aws(command, healthy.url, environ)
            assert (ran.returncode, '"ErrorType": "HOST_NOT_FOUND"' in ran.stdout) == (0, True), ran.stderr


def test_wrong_clock_and_expired_credentials(ses: Ses, healthy: Handle) -> None:
    complete(healthy)
    healthy.server.account.faults.inject("clock_skew")
    code, _, wrong = doctor(ses, healthy)
    assert (code, [one["check"] for one in wrong]) == (2, ["clock"])
    healthy.server.account.faults.clear()
    healthy.server.account.faults.inject("expired_token")
    code, _, wrong = doctor(ses, healthy)
    assert (code, [one["check"] for one in wrong]) == (2, ["credentials"])


def test_text_has_a_line_for_each_and_the_commands_under_it(ses: Ses, flawed: Handle) -> None:
    flawed.server.account.faults.inject("access_denied", "ListTenants")
    flawed.server.account.faults.inject("access_denied", "ListReputationEntities")
    done = ses("doctor", AWS_ENDPOINT_URL=flawed.url, **KEYS)
    assert done.returncode == 1
    assert (
        "  warn  permissions: ses:ListTenants is not allowed: no tenants and their reputation\n"
        in done.stdout
    )
    assert 'allow {"Effect": "Allow", "Action": ["ses:ListTenants"], "Resource": "*"}' in done.stdout
    assert "$ aws sesv2 put-configuration-set-reputation-options" in done.stdout
    assert "\x1b" not in done.stdout


def test_channels_come_from_the_settings(ses: Ses, healthy: Handle) -> None:
    complete(healthy)
    _, answer, _ = doctor(ses, healthy, SES_TUI_NOTIFY__ON_ALERT='["true"]')
    assert answer["machine"][0]["summary"].startswith("hook")
    code, answer, _ = doctor(ses, healthy, SES_TUI_NOTIFY__WEBHOOK_URL_FILE="/nowhere/secret")
    assert (code, answer["machine"][0]["level"]) == (2, "fail")


def test_a_wrong_configuration_exits_3(ses: Ses) -> None:
    assert ses("doctor", "--region", "nowhere-1").returncode == 3


@pytest.mark.parametrize(
    ("environ", "locale", "size", "level"),
    [
        ({"TERM": "xterm-256color"}, "C.UTF-8", (120, 34), Level.PASS),
        ({"TERM": "dumb"}, "C.UTF-8", (120, 34), Level.FAIL),
        ({"TERM": "xterm-256color", "TMUX": "/tmp/x"}, "C.UTF-8", (120, 34), Level.WARN),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, "de_DE.utf8", (120, 34), Level.PASS),
        ({"TERM": "xterm"}, "C", (120, 34), Level.WARN),
        ({"TERM": "xterm"}, "C.UTF-8", (79, 34), Level.WARN),
    ],
)
def test_the_terminal(environ: dict[str, str], locale: str, size: tuple[int, int], level: Level) -> None:
    assert judge_terminal({**environ, "LANG": locale}, size).level is level
