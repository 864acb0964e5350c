"""When credentials of the environment end."""

import pytest

from ses_tui.aws.reader import AwsReader, ending
from ses_tui.core.model import Target

KEYS = {"AWS_ACCESS_KEY_ID": "x"}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-24T14:20:31Z", 1795530031.0),
        ("2026-11-24T14:20:31+00:00", 1795530031.0),
        ("2026-11-24T14:20:31", 1795530031.0),
        ("soon", None),
        ("", None),
    ],
)
def test_the_time_is_read_where_there_is_one(text: str, at: float | None) -> None:
    assert ending({**KEYS, "AWS_CREDENTIAL_EXPIRATION": text}) == at


def test_without_keys_in_the_environment_it_says_nothing_about_ours() -> None:
    assert ending({"AWS_CREDENTIAL_EXPIRATION": "2026-11-24T14:20:31Z"}) is None


def test_a_profile_has_credentials_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2026-11-24T14:20:31Z")
    assert AwsReader(Target()).credentials_expire == 1795530031.0
    assert AwsReader(Target(profile="prod")).credentials_expire is None
