"""What is known to be wrong before anything starts."""

from pathlib import Path

import pytest

from ses_tui.aws.preflight import needs_mfa, resolve
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target


def line(target: Target) -> str:
    with pytest.raises(Misconfigured) as caught:
        resolve(target)
    assert "\n" not in caught.value.line
    return caught.value.line


@pytest.fixture
def config(clean_environment: Path) -> Path:
    file = clean_environment / "config"
    file.write_text(
        "[default]\nregion=eu-central-1\n[profile prod-readonly]\nregion=eu-west-1\n"
        "[profile base]\nregion=us-east-1\n"
        "[profile ops]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=base\n"
        "mfa_serial=arn:aws:iam::1:mfa/me\n"
        "[profile chained]\nrole_arn=arn:aws:iam::2:role/r\nsource_profile=ops\n"
        "[profile circle]\nrole_arn=arn:aws:iam::2:role/r\nsource_profile=circle\n"
        "[profile serial-only]\nmfa_serial=arn:aws:iam::1:mfa/me\n"
        "[sso-session corp]\nsso_region=eu-west-1\n"
    )
    return file


def test_the_region_comes_from_flag_environment_profile(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resolve(Target()).region == "eu-central-1"
    assert resolve(Target(profile="prod-readonly")).region == "eu-west-1"
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    assert resolve(Target(profile="prod-readonly")).region == "us-west-2"
    monkeypatch.setenv("AWS_REGION", "sa-east-1")
    assert resolve(Target()).region == "sa-east-1"
    assert resolve(Target(region="ap-south-1")).region == "ap-south-1"


def test_no_region_says_how_to_give_one() -> None:
    text = line(Target())
    assert all(word in text for word in ("--region", "AWS_REGION", "profile"))


def test_a_missing_profile_names_the_nearest(config: Path) -> None:
    text = line(Target(profile="prod-readonyl"))
    assert "did you mean 'prod-readonly'?" in text
    assert "corp" not in text


def test_a_missing_profile_of_the_environment_says_where_it_came_from(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    assert "AWS_PROFILE" in line(Target())


def test_a_profile_without_any_file() -> None:
    assert "no profile under ~/.aws" in line(Target(profile="prod"))


def test_an_unknown_region_names_the_nearest() -> None:
    text = line(Target(region="eu-wset-1"))
    assert "did you mean 'eu-west-1'?" in text
    assert "AWS_ENDPOINT_URL" in text


def test_an_endpoint_lifts_the_check_of_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(Target(region="moon-1", endpoint_url="http://127.0.0.1:5000")).region == "moon-1"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    assert resolve(Target(region="moon-1")).region == "moon-1"
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert "moon-1" in line(Target(region="moon-1"))


@pytest.mark.parametrize(
    "url", ["127.0.0.1:5000", "http://", "ftp://x", "http://x:port", "http://a b", "http://["]
)
def test_a_malformed_endpoint(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "malformed" in line(Target(region="eu-west-1", endpoint_url=url))
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", url)
    assert "malformed" in line(Target(region="eu-west-1"))


def test_a_role_that_is_no_arn() -> None:
    assert "role_arn" in line(Target(region="eu-west-1", role_arn="monitor"))


def test_a_broken_file_is_named(config: Path) -> None:
    config.write_text("region = eu-west-1\n")
    assert str(config) in line(Target(region="eu-west-1"))


def test_hostile_names_are_made_harmless(config: Path) -> None:
    assert "\x1b" not in line(Target(profile="\x1b]0;x\x07"))


@pytest.mark.parametrize(
    ("profile", "needed"),
    [
        ("ops", True),
        ("chained", True),
        ("base", False),
        ("circle", False),
        ("serial-only", False),
        ("", False),
    ],
)
def test_which_profiles_need_mfa(config: Path, profile: str, needed: bool) -> None:
    assert needs_mfa(profile) is needed


def test_the_environments_profile_may_need_mfa_unless_keys_stand_beside_it(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "ops")
    assert needs_mfa("")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    assert not needs_mfa("")
    assert needs_mfa("ops")
