"""Where credentials come from, what goes wrong there, and how it heals."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ses_tui.aws.credentials import StaticCredentials
from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.stub import ACCOUNT, KEYS, Stub, answer, refusal

ROLE = "arn:aws:iam::123456789012:role/monitor"


def signed_by(headers: Any) -> str:
    """The access key that signed a request."""
    return str(headers["Authorization"]).partition("Credential=")[2].partition("/")[0]


class Keys(Stub):
    """A stand-in that lets only some access keys in, and hands out roles."""

    def __init__(self, *good: str) -> None:
        super().__init__(self._answer)
        self.good = set(good)
        self.signers: list[str] = []
        self.roles = 0

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.signers.append(signed_by(request.headers))
        return await super()._handle(request)

    def _answer(self, operation: str, parameters: dict[str, Any]) -> web.Response:
        if operation == "AssumeRole":
            self.roles += 1
            assert parameters["RoleArn"] == ROLE
            return web.Response(text=_ASSUMED % f"ROLE{self.roles}", content_type="text/xml")
        if self.signers[-1] not in self.good:
            return refusal("ExpiredTokenException", 403, "The security token included is expired")
        return answer(ACCOUNT)


_ASSUMED = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/monitor/x</Arn><AssumedRoleId>A:x</AssumedRoleId>
</AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>"""


async def failing(reader: AwsReader) -> SourceError:
    with pytest.raises(ReadError) as caught:
        await reader.account()
    return caught.value.error


def keys_file(folder: Path, key: str, profile: str = "default") -> None:
    (folder / "credentials").write_text(f"[{profile}]\naws_access_key_id={key}\naws_secret_access_key=s\n")


async def test_no_credentials_heal_when_a_file_appears(clean_environment: Path) -> None:
    async with Keys("NEW") as stub, AwsReader(Target(region="eu-west-1", endpoint_url=stub.url)) as reader:
        error = await failing(reader)
        assert error.kind is ErrorKind.CREDENTIALS_MISSING
        assert "AWS_PROFILE" in error.hint
        assert stub.calls == []
        keys_file(clean_environment, "NEW")
        assert (await reader.account()).sending_enabled


async def test_expired_keys_heal_when_the_file_is_written_anew(clean_environment: Path) -> None:
    keys_file(clean_environment, "OLD")
    async with Keys("NEW") as stub, AwsReader(Target(region="eu-west-1", endpoint_url=stub.url)) as reader:
        assert (await failing(reader)).kind is ErrorKind.CREDENTIALS_EXPIRED
        keys_file(clean_environment, "NEW")
        assert (await reader.account()).sending_enabled
        assert stub.signers == ["OLD", "NEW"]


async def test_an_sso_session_that_has_expired_says_what_to_type(clean_environment: Path) -> None:
    (clean_environment / "config").write_text(
        "[profile prod]\nsso_session=s\nsso_account_id=123456789012\nsso_role_name=r\nregion=eu-west-1\n"
        "[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://x.awsapps.com/start\n"
    )
    async with Keys() as stub, AwsReader(Target(profile="prod", endpoint_url=stub.url)) as reader:
        error = await failing(reader)
        assert error.kind is ErrorKind.CREDENTIALS_EXPIRED
        assert error.hint == "aws sso login --profile prod"
        assert reader.region == "eu-west-1"


async def test_a_role_is_assumed_with_the_base_credentials_and_kept() -> None:
    target = Target(region="eu-west-1", role_arn=ROLE)
    async with Keys("ROLE1") as stub:
        reader = AwsReader(
            Target(target.name, "", ROLE, target.region, stub.url), credentials=StaticCredentials("BASE", "s")
        )
        async with reader:
            await reader.account()
            await reader.account()
    assert stub.signers == ["BASE", "ROLE1", "ROLE1"]


async def test_a_role_that_is_denied_names_assume_role() -> None:
    body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"

    def deny(*_: object) -> web.Response:
        return web.Response(text=body, status=403, content_type="text/xml")

    async with Stub(deny) as stub:
        target = Target(role_arn=ROLE, region="eu-west-1", endpoint_url=stub.url)
        async with AwsReader(target, credentials=KEYS) as reader:
            error = await failing(reader)
    assert error.kind is ErrorKind.ACCESS_DENIED
    assert "sts:AssumeRole" in error.hint
    assert error.operation == "GetAccount"


async def test_mfa_is_never_asked_for_under_the_screen(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_: pytest.fail("asked for a code"))
    (clean_environment / "config").write_text(
        f"[profile ops]\nrole_arn={ROLE}\nsource_profile=default\nmfa_serial=arn:aws:iam::1:mfa/me\n"
    )
    keys_file(clean_environment, "BASE")
    async with Keys() as stub:
        target = Target(profile="ops", region="eu-west-1", endpoint_url=stub.url)
        async with AwsReader(target) as reader:
            for _ in range(2):  # botocore words the second refusal differently
                error = await failing(reader)
                assert error.kind is ErrorKind.MFA_REQUIRED
    assert stub.calls == []


async def test_keys_of_an_mfa_session_that_ran_out_ask_for_a_new_code() -> None:
    async with Keys() as stub:
        used = StaticCredentials("MFA", "s", "t", expires=1.0)
        target = Target(region="eu-west-1", endpoint_url=stub.url)
        async with AwsReader(target, credentials=used) as reader:
            error = await failing(reader)
    assert error.kind is ErrorKind.MFA_REQUIRED
    assert "MFA code" in error.hint


async def test_a_renewal_that_fails_is_logged_without_what_the_process_wrote(
    clean_environment: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    script, mark = tmp_path / "process.py", tmp_path / "mark"
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    keys = {"Version": 1, "AccessKeyId": "P", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": soon}
    script.write_text(
        "import pathlib, sys\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if mark.exists(): sys.stderr.write('hunter2'); sys.exit(1)\n"
        f"mark.touch(); print({json.dumps(json.dumps(keys))})\n"
    )
    (clean_environment / "config").write_text(f"[default]\ncredential_process = {sys.executable} {script}\n")
    async with Keys() as stub, AwsReader(Target(region="eu-west-1", endpoint_url=stub.url)) as reader:
        error = await failing(reader)
    assert error.kind is ErrorKind.CREDENTIALS_MISSING
    assert "Refreshing temporary credentials failed" in caplog.text
    assert "hunter2" not in caplog.text


async def test_a_credential_process_works(clean_environment: Path, tmp_path: Path) -> None:
    script = tmp_path / "process.py"
    keys = {"Version": 1, "AccessKeyId": "PROCESS", "SecretAccessKey": "s"}
    script.write_text(f"print({json.dumps(json.dumps(keys))})")
    (clean_environment / "config").write_text(f"[default]\ncredential_process = {sys.executable} {script}\n")
    async with (
        Keys("PROCESS") as stub,
        AwsReader(Target(region="eu-west-1", endpoint_url=stub.url)) as reader,
    ):
        assert (await reader.account()).sending_enabled


async def test_a_missing_profile_is_an_error_that_heals(clean_environment: Path) -> None:
    async with Keys("NEW") as stub:
        target = Target(profile="ops", region="eu-west-1", endpoint_url=stub.url)
        async with AwsReader(target) as reader:
            error = await failing(reader)
            assert error.kind is ErrorKind.CREDENTIALS_MISSING
            assert "ops" in error.message
            keys_file(clean_environment, "NEW", "ops")
            assert (await reader.account()).sending_enabled


def test_secrets_are_not_in_the_text_of_credentials() -> None:
    text = repr(StaticCredentials("AKID", "hunter2", "hunter2"))
    assert "AKID" in text
    assert "hunter2" not in text
