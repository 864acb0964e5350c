"""Several targets, as a user starts them: one that can't be reached holds up no other."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ses_tui.simulator.scenarios import load
from ses_tui.simulator.server import SimulatorServer
from ses_tui.simulator.thread import Handle
from tests.cli.conftest import KEYS, Ses

Serve = Callable[..., Handle]
ROLE = "arn:aws:iam::222222222222:role/monitor"


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A simulated account, set up as the keywords say, ``into`` seconds of its scenario."""
    running: list[Handle] = []

    def served(scenario: str = "healthy", into: float = 0.0, **settings: Any) -> Handle:
        known = load(scenario)
        server = SimulatorServer(
            known._replace(settings=known.settings._replace(**settings)), start=time.time() - into
        )
        server.clock.advance(into)
        running.append(Handle(server))
        return running[-1]

    yield served
    for one in running:
        one.stop()


@pytest.fixture
def check(ses: Ses, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Runs ``check`` on that configuration: the exit code, and the targets by their names."""

    def run(text: str, *arguments: str) -> tuple[int, dict[str, Any]]:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        done = ses("check", "--format", "json", "-t", "30", "--config", str(path), *arguments, **KEYS)
        assert done.stderr == ""
        return done.returncode, {one["name"]: one for one in json.loads(done.stdout)["targets"]}

    return run


Check = Callable[..., tuple[int, dict[str, Any]]]

BAD = {
    "profile": ('profile = "nope"', "credentials_missing", "no AWS profile 'nope'"),
    "role": ('role_arn = "not-an-arn"', "credentials_missing", "role_arn 'not-an-arn' is no ARN of a role"),
    "region": ('region = "eu-wst-1"', "invalid_request", "no AWS Region 'eu-wst-1'"),
    "malformed": ('endpoint_url = "nonsense"', "invalid_request", "the endpoint URL 'nonsense' is malformed"),
    "refused": ('endpoint_url = "http://127.0.0.1:1"', "network", "127.0.0.1:1"),
}
"""Setting, kind of the error, and what it says."""


def fleet(good: Handle) -> str:
    bad = (f'[[targets]]\nname = "{name}"\n{setting[0]}\n' for name, setting in BAD.items())
    return "".join(bad) + f'[[targets]]\nname = "good"\nendpoint_url = "{good.url}"\n'


@pytest.mark.parametrize(("scenario", "into", "code"), [("healthy", 0.0, 3), ("stale-list", 5400.0, 2)])
def test_what_can_not_be_resolved_is_a_blind_row_that_says_why(
    serve: Serve, check: Check, scenario: str, into: float, code: int
) -> None:
    exit_code, targets = check(fleet(serve(scenario, into)))
    assert exit_code == code
    good = targets.pop("good")
    assert (good["health"], good["errors"]) == ("fresh", [])
    assert good["condition"] == ("review" if code == 2 else "ok")
    for name, (_, kind, said) in BAD.items():
        target = targets[name]
        assert (target["health"], target["condition"]) == ("blind", None)
        assert {error["kind"] for error in target["errors"]} == {kind}
        assert said in target["errors"][0]["message"]
        assert target["errors"][0]["hint"]


def test_a_single_target_that_can_not_be_resolved_is_one_line(ses: Ses, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[targets]]\nname = "only"\nprofile = "nope"\nregion = "eu-west-1"\n')
    for command in ("check", "watch"):
        done = ses(command, "--config", str(path))
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.splitlines() == [
            "ses-tui: no AWS profile 'nope': there is no profile under ~/.aws"
        ]


@pytest.mark.parametrize("command", [["doctor"], ["alarms"], ["advise"]])
def test_what_else_reads_several_targets_reads_those_that_it_can(
    command: list[str], serve: Serve, ses: Ses, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[[targets]]\nname = "bad"\nprofile = "nope"\n'
        f'[[targets]]\nname = "good"\nendpoint_url = "{serve().url}"\n'
    )
    done = ses(*command, "--config", str(path), **KEYS)
    assert "no AWS profile 'nope'" in done.stdout + done.stderr
    assert "good" in done.stdout


def test_a_role_in_three_regions_is_assumed_once(serve: Serve, check: Check) -> None:
    account, elsewhere = serve(external_id="secret-word"), serve(external_id="another")
    text = f"""
[target_defaults]
endpoint_url = "{account.url}"
role_arn = "{ROLE}"
external_id = "secret-word"
role_session_name = "night-watch"
regions = ["eu-west-1", "us-east-1", "ap-south-1"]
[[targets]]
name = "prod"
[[targets]]
name = "other"
role_arn = "{ROLE.replace("2", "3")}"
endpoint_url = "{elsewhere.url}"
region = "eu-west-1"
"""
    code, targets = check(text)
    assert code == 3
    other = targets.pop("other")
    assert other["health"] == "blind"
    assert {error["kind"] for error in other["errors"]} == {"access_denied"}
    assert "external_id" in other["errors"][0]["hint"]
    assert [*targets] == ["prod/eu-west-1", "prod/us-east-1", "prod/ap-south-1"]
    for name, target in targets.items():
        assert (target["account_id"], target["region"]) == ("222222222222", name.partition("/")[2])
        assert (target["health"], target["errors"]) == ("fresh", [])
    truth = account.truth()["requests"]
    assert truth["operations"]["AssumeRole"] == 1
    assert (truth["violations"], truth["writes"]) == ([], [])


def test_auto_finds_the_regions_in_use_and_looks_once_a_day(serve: Serve, check: Check) -> None:
    account = serve(regions=("eu-central-1", "us-east-1"))
    text = f'[[targets]]\nname = "prod"\nregions = "auto"\nendpoint_url = "{account.url}"\n'
    code, targets = check(text)
    assert (code, {*targets}) == (0, {"prod/eu-central-1", "prod/us-east-1"})
    asked = account.truth()["requests"]["operations"]["GetAccount"]
    assert asked > 20
    code, targets = check(text, "--target", "prod/us-east-1")
    assert (code, [*targets]) == (0, ["prod/us-east-1"])
    assert account.truth()["requests"]["operations"]["GetAccount"] == asked + 1


def test_where_no_region_is_in_use_or_can_be_asked_it_says_so(serve: Serve, ses: Ses, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for url, said in (
        (serve(regions=("mars-1",)).url, "SES is in use in no Region"),
        ("http://127.0.0.1:1", "127.0.0.1:1"),
    ):
        path.write_text(f'[[targets]]\nname = "prod"\nregions = "auto"\nendpoint_url = "{url}"\n')
        done = ses("check", "--config", str(path), **KEYS)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
        assert said in done.stderr


def test_credentials_of_another_account_than_the_configured_one_read_nothing(
    serve: Serve, check: Check
) -> None:
    account = serve()
    code, targets = check(
        f"""
[target_defaults]
endpoint_url = "{account.url}"
[[targets]]
name = "right"
account_id = "123456789012"
[[targets]]
name = "wrong"
account_id = "999999999999"
"""
    )
    assert code == 3
    assert (targets["right"]["health"], targets["right"]["errors"]) == ("fresh", [])
    wrong = targets["wrong"]
    assert (wrong["health"], wrong["condition"]) == ("blind", None)
    assert {error["kind"] for error in wrong["errors"]} == {"credentials_missing"}
    assert "of account 123456789012, not of 999999999999" in wrong["errors"][0]["message"]
    assert account.truth()["requests"]["operations"]["GetAccount"] == 1
