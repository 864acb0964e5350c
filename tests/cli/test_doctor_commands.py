"""Every command and policy that a finding of doctor can print is accepted by a judge of its own kind."""

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_tui.aws.service_errors import Context, login_hint
from ses_tui.cli import doctor_facts
from ses_tui.cli.doctor_facts import judge_terminal
from ses_tui.cli.options import parse
from ses_tui.core import doctor
from ses_tui.core.alarm_gaps import gaps
from ses_tui.core.condition import Bands
from ses_tui.core.doctor import Facts, Need, examine
from ses_tui.core.doctor_telling import judge_channels
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.findings import Finding, Level
from ses_tui.core.record import replace
from ses_tui.core.resources import (
    AlarmInfo,
    ConfigurationSet,
    EventDestination,
    SetsResult,
    TenantsResult,
    TenantStatus,
)
from ses_tui.core.snapshot import AccountStatus, ChannelStatus
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.cli.aws_cli import REFUSED, aws, refused, version_2

TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call"
BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/default"
WHOLE = ("BOUNCE", "COMPLAINT")
SNS = EventDestination("sns", False, ("sns",), WHOLE, TOPIC)
SETS = (
    ConfigurationSet("it's bare", True, False, destinations=()),
    ConfigurationSet("stopped", False),
    ConfigurationSet("off", True, True, destinations=(SNS,)),
    ConfigurationSet("bus", True, True, destinations=(replace(SNS, kinds=("eventbridge",), arn=BUS),)),
    ConfigurationSet("taken", True, True, destinations=(replace(SNS, name="ses-tui", kinds=("firehose",)),)),
)
ALARM = AlarmInfo(
    *('bounces of "news"', "OK", "Reputation.BounceRate"),
    threshold=3.0,
    comparison="GreaterThanOrEqualToThreshold",
    statistic="Sum",
    period=300,
    evaluation_periods=1,
    missing_data="missing",
    actions_enabled=True,
    dimensions=(("ses:configuration-set", "news"),),
)
ALARMS = (ALARM, replace(ALARM, name="quiet", threshold=0.05, actions=(TOPIC,), actions_enabled=False))
ACCOUNT = AccountStatus("HEALTHY", True, True, False, None)
DENIED = SourceError("sets", "GetConfigurationSet", ErrorKind.ACCESS_DENIED, "no", "")
FACTS = Facts(
    "eu-west-1",
    TOPIC,
    (Need("ses:GetConfigurationSet", "configuration sets", False, True, DENIED),),
    account_id="123456789012",
    skew=300.0,
    account=ACCOUNT,
    sets=SetsResult(SETS),
    gaps=gaps(ALARMS, Bands()),
    tenants=TenantsResult((TenantStatus("it's off", "arn", "DISABLED"),)),
)


def everything() -> list[Finding]:
    """Of each kind of finding that mends anything at least one, in all its ways."""
    expired = [
        SourceError("account", "GetAccount", ErrorKind.CREDENTIALS_EXPIRED, "expired", hint)
        for command in ("aws sso login", "aws login")
        for profile in ("", "prod", "it's of the firm")
        for hint in [login_hint(Context("account", "sesv2", "GetAccount", profile), command)]
    ]
    terminals = [
        {"TERM": "dumb"},
        {"TERM": "xterm-256color", "TMUX": "/tmp/x"},
        {"TERM": "xterm", "LC_ALL": "C"},
    ]
    channels = [
        (ChannelStatus("hook", "failing", "exit 1", 2),),
        (ChannelStatus("bell", "off"),),
        (ChannelStatus("bell", "ready"),),
    ]
    found = list(examine(FACTS))
    for account in (
        replace(ACCOUNT, enforcement_status="PROBATION"),
        replace(ACCOUNT, enforcement_status="SHUTDOWN"),
        replace(ACCOUNT, sending_enabled=False),
    ):
        found += examine(replace(FACTS, account=account))
    for error in expired:
        found += examine(replace(FACTS, failed=error))
    found += [judge_terminal(environ, (120, 34)) for environ in terminals]
    found += [one for each in channels for one in judge_channels(each, 0.0)]
    found.append(Finding("channels", Level.FAIL, "", ("ses-tui config validate",)))
    return found


NOT_THERE = "(NotFoundException)"
"""How a command that reads ends: what it is about is not in the simulated account."""

FOUND = everything()
COMMANDS = sorted({command for one in FOUND for command in (*one.mend, *one.wanted)})
ASKED = [command for command in COMMANDS if command.startswith("aws ") and "login" not in command]
LOGIN = [command for command in COMMANDS if command.startswith("aws ") and command not in ASKED]
"""Of the AWS CLI 2; ``aws login`` from 2.32 on."""
TIMES = [command for command in COMMANDS if command.startswith("timedatectl ")]


def test_no_kind_of_finding_is_left_out() -> None:
    """What a source says it looks at is here, with what mends it, or has nothing to mend."""
    mended = {one.check for one in FOUND if one.mend or one.wanted or one.actions}
    for module in (doctor, doctor_facts):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
        named = {
            node.args[0].value
            for node in calls
            if isinstance(node.func, ast.Name)
            and node.func.id in ("Finding", "_of_sets")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        }
        without = {"sets", "dedicated IPs", "tenants", "global deliverability", "targets", "config"}
        assert named - without <= mended
    verbs = {" ".join(command.split()[:3]) for command in ASKED}
    assert verbs == {
        "aws cloudwatch put-metric-alarm",
        "aws cloudwatch enable-alarm-actions",
        "aws sesv2 put-configuration-set-reputation-options",
        "aws sesv2 create-configuration-set-event-destination",
        "aws sesv2 update-configuration-set-event-destination",
        "aws sesv2 put-account-vdm-attributes",
        "aws sesv2 get-configuration-set",
        "aws sesv2 get-tenant",
    }


def test_every_command_has_a_judge() -> None:
    judged = (*ASKED, *LOGIN, *TIMES)
    left = [one for one in COMMANDS if one not in judged and not one.startswith("ses-tui ")]
    assert left == [
        "export LANG=C.UTF-8",
        "export TERM=xterm-256color",
        "tmux set-option -g default-terminal tmux-256color",
    ]
    assert (len(LOGIN), len(TIMES)) == (6, 1)


@pytest.fixture(scope="module")
def account() -> Iterator[Handle]:
    handle = run_in_thread("healthy", 1.0)
    yield handle
    handle.stop()


@pytest.mark.parametrize("command", ASKED)
def test_the_aws_cli_understands_it_and_sends_it(
    command: str, account: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = aws(command, account.url, {"HOME": str(tmp_path)})
    assert REFUSED in ran.stderr or NOT_THERE in ran.stderr, ran.stderr


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith("ses-tui ")])
def test_our_own_commands_are_commands(command: str) -> None:
    assert parse(shlex.split(command)[1:], {}).command == command.split()[1]


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.startswith(("export ", "tmux "))])
def test_what_is_for_the_shell_runs_there(command: str, tmp_path: Path) -> None:
    if command.startswith("tmux "):
        socket = f"tmux -S {shlex.quote(str(tmp_path / 's'))}"
        begin, end = f"{socket} -f /dev/null new-session -d cat && ", f"; {socket} kill-server"
        command = f"{begin}{command.replace('tmux', socket, 1)}{end}"
    done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", LOGIN)
def test_a_login_has_the_form_that_aws_publishes(command: str) -> None:
    """docs.aws.amazon.com/cli/latest/reference: ``login`` and ``sso login`` with no option of their own."""
    words = shlex.split(command)
    assert words[1 : words.index("login") + 1] in (["login"], ["sso", "login"])
    assert words[words.index("login") + 1 :] in ([], ["--profile", words[-1]])


@pytest.mark.parametrize("command", LOGIN)
def test_the_aws_cli_2_understands_a_login(command: str, tmp_path: Path) -> None:
    program, minor = version_2()
    if not program:
        pytest.skip("no AWS CLI 2 on this machine: it is no package of PyPI")
    if minor < 32 and command.startswith("aws login"):
        pytest.skip("this AWS CLI 2 is older than 2.32, which brought aws login")
    assert refused(command, tmp_path, program) == ""
    assert "--of-nobody" in refused(f"{command} --of-nobody x", tmp_path, program), "the judge does judge"


@pytest.mark.parametrize("command", TIMES)
def test_timedatectl_has_such_a_command(command: str) -> None:
    """By its own help: without systemd as the first process it looks at no command."""
    if not shutil.which("timedatectl"):
        pytest.skip("no timedatectl on this machine: it comes with systemd")
    usage = subprocess.run(["timedatectl", "--help"], capture_output=True, text=True, check=True).stdout
    verb, value = shlex.split(command)[1:]
    assert re.search(rf"^ +{re.escape(verb)} BOOL\b", usage, re.MULTILINE)
    assert value in ("true", "false")


LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"


def lint(folder: Path, statement: dict[str, object]) -> str:
    """What CloudFormation's schema has against a policy of this statement."""
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    file = folder / "policy.json"
    file.write_text(json.dumps({"Resources": {"Policy": policy}}), encoding="utf-8")
    command = [sys.executable, "-c", LINT, "--regions", "eu-west-1", "--", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout


def test_a_denied_action_comes_as_a_statement_of_a_policy(tmp_path: Path) -> None:
    from ses_tui.aws.permissions import statement

    (denied,) = {one.actions for one in FOUND if one.actions}
    assert lint(tmp_path, statement(denied)) == ""
    assert "Effekt" in lint(tmp_path, {"Effekt": "Allow", **statement(denied)}), "the judge does judge"
