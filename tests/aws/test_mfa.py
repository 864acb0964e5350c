"""Asking for an MFA code before the screen starts."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from ses_tui.aws.preflight import ask
from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    server.stop()


@pytest.fixture
def profile(clean_environment: Path) -> str:
    (clean_environment / "config").write_text(
        "[profile ops]\nregion=eu-west-1\nrole_arn=arn:aws:iam::123456789012:role/monitor\n"
        "source_profile=default\nmfa_serial=arn:aws:iam::123456789012:mfa/me\n"
    )
    (clean_environment / "credentials").write_text(
        "[default]\naws_access_key_id=BASE\naws_secret_access_key=s\n"
    )
    return "ops"


def test_the_code_opens_keys_that_expire(
    moto_url: str, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_url)
    asked: list[str] = []

    def prompt(text: str) -> str:
        asked.append(text)
        return "123456"

    keys = ask(Target(profile=profile), prompt)
    assert len(asked) == 1
    assert "mfa/me" in asked[0]
    assert keys.access_key.startswith("ASIA")
    assert keys.token
    assert keys.expires is not None
    assert keys.expires > time.time()


def test_a_refusal_is_one_error_with_what_to_do(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ReadError) as caught:
        ask(Target(profile=profile), lambda _: "123456")
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert caught.value.error.hint
