"""Two accounts never share a history."""

import pytest

from ses_tui.core.model import Target
from ses_tui.core.scope import shown_name, stored_name


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
    assert stored_name(one, {}) != stored_name(other, {})
    assert stored_name(one, {}) == stored_name(one, {})


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
    assert stored_name(Target(), {variable: "x"}) == stored_name(target, {})
    assert stored_name(Target(), {variable: "x"}) != stored_name(Target(), {})


@pytest.mark.parametrize("name", ["default", "a@b", "@", "x@12345678"])
def test_the_shown_name_comes_back(name: str) -> None:
    assert shown_name(stored_name(Target(name), {})) == name
