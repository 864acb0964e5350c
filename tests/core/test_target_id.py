"""Two accounts never share a history."""

import pytest

from ses_tui.core.model import Target
from ses_tui.core.target_id import fingerprinted, provisional_id, target_id
from ses_tui.core.way import names_credentials, without_fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Target(), Target(profile="prod")),
        (Target(), Target(region="eu-west-1")),
        (Target(), Target(role_arn="arn:aws:iam::1:role/r")),
        (Target(), Target(endpoint_url="http://127.0.0.1:1")),
        (Target(profile="a"), Target(region="a")),
        (Target("prod"), Target("dev")),
    ],
)
def test_another_way_to_reach_it_is_another_history(one: Target, other: Target) -> None:
    assert provisional_id(one, {}) != provisional_id(other, {})
    assert provisional_id(one, {}) == provisional_id(one, {})


@pytest.mark.parametrize(
    ("variable", "target"),
    [
        ("AWS_PROFILE", Target(profile="x")),
        ("AWS_DEFAULT_PROFILE", Target(profile="x")),
        ("AWS_REGION", Target(region="x")),
        ("AWS_DEFAULT_REGION", Target(region="x")),
        ("AWS_ENDPOINT_URL", Target(endpoint_url="x")),
    ],
)
def test_the_environment_counts_as_if_configured(variable: str, target: Target) -> None:
    assert provisional_id(Target(), {variable: "x"}) == provisional_id(target, {})
    assert provisional_id(Target(), {variable: "x"}) != provisional_id(Target(), {})


def test_an_account_in_a_region_is_one_target_and_at_a_stand_in_another() -> None:
    assert target_id("123456789012", "eu-west-1", "") == "123456789012/eu-west-1"
    assert target_id("123456789012", "eu-west-1", "http://127.0.0.1:1") != "123456789012/eu-west-1"


@pytest.mark.parametrize("name", ["default", "a@b.c", "line\nbreak", "123456789012/eu-west-1"])
def test_other_credentials_are_another_way_and_none_are_told_apart(name: str) -> None:
    bare = provisional_id(Target(name), {})
    ways = [fingerprinted(bare, credentials) for credentials in ("", "one", "other")]
    assert len(set(ways)) == 3
    assert {without_fingerprint(way) for way in (bare, *ways)} == {bare}
    assert [names_credentials(way) for way in ways] == [False, True, True]


@pytest.mark.parametrize("account", ["123456789012/eu-west-1", "1/eu-west-1@http://127.0.0.1:1"])
def test_an_account_has_no_fingerprint(account: str) -> None:
    assert without_fingerprint(account) == account
