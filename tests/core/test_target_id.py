"""Two accounts never share a history."""

import pytest

from ses_tui.core.model import Target
from ses_tui.core.target_id import provisional_id, target_id


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
