"""Trouble with the credentials is one line that names what to mend, and nothing on standard error."""

import json
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import web

from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind, Misconfigured, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.stub import KEYS, Stub, refusal

ROLE = "arn:aws:iam::123456789012:role/monitor"
SSO = "sso_account_id=123456789012\nsso_role_name=r\n"
SESSION = "[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://x.awsapps.com/start\n"
STATIC = {"AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hunter2"}


class Case(NamedTuple):
    """A configuration, the environment, and the words of message and hint."""

    config: str
    environment: Mapping[str, str]
    words: tuple[str, ...]
    kind: ErrorKind = ErrorKind.CREDENTIALS_MISSING


CASES = {
    "no SSO token": Case(
        f"[profile p]\nsso_session=s\n{SSO}{SESSION}",
        {},
        ("SSO session has expired", "'p'", "~/.aws/sso/cache", "aws sso login --profile p"),
        ErrorKind.CREDENTIALS_EXPIRED,
    ),
    "no SSO token, the old way": Case(
        f"[profile p]\nsso_region=eu-west-1\nsso_start_url=https://x.awsapps.com/start\n{SSO}",
        {},
        ("SSO session has expired", "aws sso login --profile p"),
        ErrorKind.CREDENTIALS_EXPIRED,
    ),
    "unknown SSO session": Case(f"[profile p]\nsso_session=nope\n{SSO}", {}, ('"nope"', "profile 'p' in ")),
    "no web identity token file": Case(
        "[profile p]\n",
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere/token", "AWS_ROLE_ARN": ROLE, "AWS_PROFILE": "p"},
        ("AWS_WEB_IDENTITY_TOKEN_FILE /nowhere/token", "No such file"),
    ),
    "no web identity token file of the profile": Case(
        f"[profile p]\nrole_arn={ROLE}\nweb_identity_token_file=/nowhere/token\n",
        {},
        ("web_identity_token_file /nowhere/token", "No such file"),
    ),
    "unknown source_profile": Case(
        f"[profile p]\nrole_arn={ROLE}\nsource_profile=nope\n", {}, ('source_profile "nope"', '"p"', "config")
    ),
    "empty source_profile": Case(
        f"[profile p]\nrole_arn={ROLE}\nsource_profile=b\n[profile b]\nregion=x\n", {}, ('"b"', "config")
    ),
    "source_profile in a circle": Case(
        f"[profile p]\nrole_arn={ROLE}\nsource_profile=b\n[profile b]\nrole_arn={ROLE}\nsource_profile=p\n",
        {},
        ("loop", "'p', 'b'"),
    ),
    "no source": Case(f"[profile p]\nrole_arn={ROLE}\n", {}, ("source_profile or credential_source", "'p'")),
    "unknown credential_source": Case(
        f"[profile p]\nrole_arn={ROLE}\ncredential_source=Ec2Meta\n", {}, ('"Ec2Meta"', "'p'")
    ),
    "credential_source without": Case(
        f"[profile p]\nrole_arn={ROLE}\ncredential_source=Environment\n",
        {},
        ("the environment gave no credentials", "AWS_ACCESS_KEY_ID"),
    ),
    "credential_source IMDS without": Case(
        f"[profile p]\nrole_arn={ROLE}\ncredential_source=Ec2InstanceMetadata\n",
        {},
        ("IMDS", "role of the instance"),
    ),
    "a profile that gives none": Case("[profile p]\nregion=x\n", {}, ("profile 'p' gives no credentials",)),
    "half a key": Case(
        "[profile p]\naws_access_key_id=A\n", {}, ("aws_secret_access_key", "profile 'p' in ")
    ),
    "MFA": Case(
        f"[profile p]\nrole_arn={ROLE}\nsource_profile=b\nmfa_serial=arn:aws:iam::1:mfa/me\n"
        "[profile b]\naws_access_key_id=A\naws_secret_access_key=hunter2\n",
        {},
        ("profile 'p' needs an MFA code", "start ses-tui again"),
        ErrorKind.MFA_REQUIRED,
    ),
    "a bad number": Case(
        "[profile p]\nregion=x\n",
        {"AWS_METADATA_SERVICE_TIMEOUT": "soon"},
        ("AWS_METADATA_SERVICE_TIMEOUT", "'soon'"),
        ErrorKind.INVALID_REQUEST,
    ),
    "a bad word": Case(
        "[profile p]\nregion=x\n",
        {"AWS_STS_REGIONAL_ENDPOINTS": "perhaps"},
        ("STS regional endpoints", "perhaps", "legacy"),
        ErrorKind.INVALID_REQUEST,
    ),
    "a bad mode of IMDS": Case(
        "[profile p]\nregion=x\n",
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv9"},
        ("ipv9", "ipv6"),
        ErrorKind.INVALID_REQUEST,
    ),
    "a bad checksum": Case(
        "[profile p]\nregion=x\n",
        {"AWS_REQUEST_CHECKSUM_CALCULATION": "perhaps"},
        ("request_checksum_calculation", "perhaps"),
        ErrorKind.INVALID_REQUEST,
    ),
    "no container token file": Case(
        "[profile p]\n",
        {
            "AWS_PROFILE": "p",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/c",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nowhere",
        },
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE /nowhere", "No such file"),
    ),
    "a container's endpoint elsewhere": Case(
        "[profile p]\n",
        {"AWS_PROFILE": "p", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/c"},
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI=http://example.com/c",),
    ),
    "expired in the environment": Case(
        "",
        {**STATIC, "AWS_SESSION_TOKEN": "hunter2", "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z"},
        ("AWS_CREDENTIAL_EXPIRATION=2020-01-01T00:00:00Z",),
        ErrorKind.CREDENTIALS_EXPIRED,
    ),
    "no time in the environment": Case(
        "",
        {**STATIC, "AWS_SESSION_TOKEN": "hunter2", "AWS_CREDENTIAL_EXPIRATION": "soon"},
        ("AWS_CREDENTIAL_EXPIRATION=soon",),
    ),
    "nothing, no instance": Case(
        "",
        {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"},
        ("none in the environment or profile 'default'", "IMDS", "aws sso login"),
    ),
    "nothing, IMDS off": Case("", {}, ("AWS_EC2_METADATA_DISABLED is set",)),
    "SOCKS": Case(
        "", {**STATIC, "HTTPS_PROXY": "socks5://u:hunter2@h:1"}, ("HTTPS_PROXY", "socks5://"), ErrorKind.PROXY
    ),
    "a proxy's port": Case(
        "", {**STATIC, "HTTPS_PROXY": "http://u:hunter2@h:one"}, ("HTTPS_PROXY", "port"), ErrorKind.PROXY
    ),
}


async def failing(target: Target) -> SourceError:
    async with AwsReader(target) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    return caught.value.error


@pytest.mark.parametrize("name", CASES)
async def test_the_line_names_what_to_mend(
    name: str, clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    (clean_environment / "config").write_text(case.config)
    for variable, value in case.environment.items():
        monkeypatch.setenv(variable, value)
    chosen = "p" if "[profile p]" in case.config and "AWS_PROFILE" not in case.environment else ""
    endpoint = "" if "PROXY" in str(case.environment) else "http://127.0.0.1:9"
    error = await failing(Target(profile=chosen, region="eu-west-1", endpoint_url=endpoint))
    said = f"{error.message} | {error.hint}"
    assert error.kind is case.kind, said
    assert [word for word in case.words if word not in said] == [], said
    assert "hunter2" not in said and "\n" not in said


def test_nothing_of_the_libraries_reaches_standard_error(clean_environment: Path) -> None:
    (clean_environment / "config").write_text(f"[profile p]\nsso_session=s\n{SSO}{SESSION}")
    code = (
        "import ses_tui.aws.start, logging, sys\n"
        "for name in ('botocore', 'aiobotocore', 'urllib3', 'asyncio', 'aiohttp'):\n"
        "    logging.getLogger(name + '.part').error('of a library')\n"
        "from ses_tui.cli.main import main\n"
        "sys.exit(main(['check', '--profile', 'p', '--region', 'eu-west-1',"
        " '--endpoint-url', 'http://127.0.0.1:9']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert "SSO session has expired" in done.stdout and "aws sso login --profile p" in done.stdout


DENIAL = "User: arn:aws:sts::123456789012:assumed-role/m/s is not authorized to perform: ses:GetAccount"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("with an explicit deny in a service control policy", "the service control policy denies it"),
        ("with an explicit deny in a resource control policy", "the resource control policy denies it"),
        ("with an explicit deny in an identity-based policy", "the identity-based policy denies it"),
        ("with an explicit deny in a permissions boundary", "the permissions boundary denies it"),
        ("with an explicit deny in a session policy", "the session policy denies it"),
        (
            "because no service control policy allows the ses:GetAccount action",
            "in the service control policy",
        ),
        ("because no permissions boundary allows the ses:GetAccount action", "in the permissions boundary"),
        ("because no session policy allows the ses:GetAccount action", "in the session policy"),
        ("because no VPC endpoint policy allows the ses:GetAccount action", "in the VPC endpoint policy"),
        (
            "because no identity-based policy allows the ses:GetAccount action",
            "allow ses:GetAccount (ses-tui",
        ),
        ("", "allow ses:GetAccount (ses-tui iam-policy)"),
    ],
)
async def test_the_policy_that_denies_is_named(words: str, hint: str) -> None:
    async with (
        Stub(lambda *_: refusal("AccessDeniedException", 403, f"{DENIAL} {words}")) as stub,
        AwsReader(Target(region="eu-west-1", endpoint_url=stub.url), credentials=KEYS) as reader,
    ):
        with pytest.raises(ReadError) as caught:
            await reader.account()
    assert caught.value.error.kind is ErrorKind.ACCESS_DENIED
    assert hint in caught.value.error.hint
    assert caught.value.error.hint.startswith("allow ") is ("explicit deny" not in words)


@pytest.mark.parametrize(
    ("code", "words"), [("ExpiredTokenException", "web identity token"), ("AccessDenied", "sts:AssumeRole")]
)
async def test_a_web_identity_that_aws_refuses(
    code: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answerer(_operation: str, _parameters: dict[str, Any]) -> web.Response:
        body = f"<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"
        return web.Response(text=body, status=400, content_type="text/xml")

    (tmp_path / "token").write_text("hunter2")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    async with Stub(answerer) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        error = await failing(Target(region="eu-west-1"))
    said = f"{error.message} | {error.hint}"
    assert words in said and "hunter2" not in said


async def test_sso_without_the_role_names_the_settings(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = clean_environment / "sso" / "cache"
    cache.mkdir(parents=True)
    for provider in ("botocore.tokens.SSOTokenProvider", "botocore.credentials.SSOProvider"):
        monkeypatch.setattr(f"{provider}._SSO_TOKEN_CACHE_DIR", str(cache))  # settled at import
    start = "https://x.awsapps.com/start"
    token = {"accessToken": "hunter2", "expiresAt": "2099-01-01T00:00:00Z", "startUrl": start}
    name = sha1(b"s", usedforsecurity=False).hexdigest()
    (cache / f"{name}.json").write_text(json.dumps(token))
    (clean_environment / "config").write_text(f"[profile p]\nsso_session=s\n{SSO}{SESSION}")
    async with Stub(lambda *_: refusal("ForbiddenException", 403, "No access")) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        error = await failing(Target(profile="p", region="eu-west-1"))
    assert error.kind is ErrorKind.ACCESS_DENIED
    assert "sso_role_name" in error.hint and "'p'" in error.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbf[default]\nregion=x\n", "byte order mark"),
        ("[default]\n".encode("utf-16"), "UTF-8"),
        (b"hello\n", "no section headers"),
    ],
)
def test_a_configuration_file_that_can_not_be_read_is_said_why(
    content: bytes, said: str, clean_environment: Path
) -> None:
    from ses_tui.aws.preflight import resolve

    (clean_environment / "config").write_bytes(content)
    with pytest.raises(Misconfigured, match=said) as caught:
        resolve(Target(region="eu-west-1"))
    assert str(clean_environment / "config") in str(caught.value)
