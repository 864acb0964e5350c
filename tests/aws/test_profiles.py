"""What tells a profile's credentials from those of another account."""

from pathlib import Path

import pytest

from ses_tui.aws.profiles import credentials_of

KEY, SAME_ACCOUNT, OTHER = "AKIAQAAAAAAAAAAAAAA1", "ASIAQAAAAAAAZZZZZZZ2", "AKIAQBBBBBBBAAAAAAA1"
FIRST = f"""
[default]
aws_access_key_id={KEY}
aws_secret_access_key=hush
[base]
aws_access_key_id={KEY}
[role]
role_arn=arn:aws:iam::111111111111:role/r
source_profile=base
[sso]
sso_account_id=111111111111
[process]
credential_process=vault one
[instance]
role_arn=arn:aws:iam::111111111111:role/r
credential_source=Ec2InstanceMetadata
"""


@pytest.mark.parametrize(
    ("profile", "one", "other"),
    [
        ("", KEY, OTHER),
        ("default", KEY, OTHER),
        ("role", "111111111111:role", "222222222222:role"),
        ("role", "source_profile=base", "source_profile=default"),
        ("role", KEY, OTHER),
        ("sso", "sso_account_id=111111111111", "sso_account_id=222222222222"),
        ("process", "vault one", "vault other"),
        ("instance", "111111111111:role", "222222222222:role"),
    ],
)
def test_a_profile_that_leads_to_another_account_is_told_apart(
    clean_environment: Path, profile: str, one: str, other: str
) -> None:
    file = clean_environment / "credentials"
    file.write_text(FIRST)
    before = credentials_of(profile)
    assert before and "hush" not in before
    assert credentials_of(profile) == before
    file.write_text(FIRST.replace(one, other) + "#")
    assert credentials_of(profile) != before


@pytest.mark.parametrize(
    "edit", [(KEY, SAME_ACCOUNT), ("hush", "hush hush"), ("[default]", "[default]\nregion=x")]
)
def test_keys_that_take_turns_and_other_settings_leave_it_as_it_is(
    clean_environment: Path, edit: tuple[str, str]
) -> None:
    file = clean_environment / "credentials"
    file.write_text(FIRST)
    before = credentials_of("")
    file.write_text(FIRST.replace(*edit))
    assert credentials_of("") == before


def test_keys_of_the_environment_count_where_no_profile_was_asked_for(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clean_environment / "credentials").write_text(FIRST)
    without = credentials_of(""), credentials_of("role")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", OTHER)
    assert credentials_of("") != without[0]
    assert credentials_of("role") == without[1]


@pytest.mark.parametrize("content", ["", "[default]\nregion=eu-west-1\n", "no section"])
def test_where_nothing_names_credentials_there_is_nothing_to_tell(
    clean_environment: Path, content: str
) -> None:
    (clean_environment / "credentials").write_text(content)
    assert credentials_of("") == ""
