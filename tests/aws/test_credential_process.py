"""A credential_process: one at a time, never left behind, and said what is wrong with it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from ses_tui.aws import credentials
from ses_tui.aws.reader import AwsReader
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.stub import ACCOUNT, Stub, answer

KEYS = {"Version": 1, "AccessKeyId": "P", "SecretAccessKey": "s"}


@pytest.fixture
def vault(clean_environment: Path, tmp_path: Path) -> "Vault":
    return Vault(clean_environment, tmp_path)


class Vault:
    """A credential_process that notes its process id and those of its children."""

    def __init__(self, config: Path, folder: Path) -> None:
        self._config, self._folder, self._notes = config, folder, folder / "started"

    def does(self, script: str) -> None:
        program = self._folder / "vault"
        program.write_text(f"#!/bin/sh\necho $$ >>'{self._notes}'\n{script}\n")
        program.chmod(0o755)
        (self._config / "config").write_text(
            f"[default]\ncredential_process = {program} --token hunter2\n"
            "[profile other]\naws_access_key_id = x\naws_secret_access_key = x\n"
        )

    def prints(self, printed: object) -> None:
        answer_file = self._folder / "answer"
        answer_file.write_text(printed if isinstance(printed, str) else json.dumps(printed))
        self.does(f"cat '{answer_file}'")

    def started(self) -> list[int]:
        return [int(line) for line in self._notes.read_text().split()] if self._notes.exists() else []


def lives(process: int) -> bool:
    """Not a zombie either."""
    try:
        return b") Z" not in Path(f"/proc/{process}/stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


async def gone(process: int) -> bool:
    """The kernel ends it soon after the signal."""
    for _ in range(200):
        if not lives(process):
            return True
        await asyncio.sleep(0.01)
    return False


@asynccontextmanager
async def readers(*regions: str) -> AsyncIterator[list[AwsReader]]:
    async with AsyncExitStack() as stack:
        stub = await stack.enter_async_context(Stub(lambda *_: answer(ACCOUNT)))
        yield [
            await stack.enter_async_context(AwsReader(Target(region=region, endpoint_url=stub.url)))
            for region in regions
        ]


async def failing(reader: AwsReader) -> SourceError:
    with pytest.raises(ReadError) as caught:
        await reader.account()
    return caught.value.error


async def test_many_calls_of_many_targets_wait_for_one_process(vault: Vault) -> None:
    vault.does(f"sleep 0.2; echo '{json.dumps(KEYS)}'")
    async with readers("eu-west-1", "us-east-1", "eu-central-1") as found:
        await asyncio.gather(*(call for one in found for call in (one.account(), one.account())))
        await found[0].account()
    assert len(vault.started()) == 1


@pytest.mark.fault(
    "a credential_process hangs",
    says="its name, after 8 s",
    lives="other profiles; what is known stays as at any failed read",
    blind="as any failed read",
    heals="at the next lookup",
)
async def test_a_hanging_process_is_named_in_time_and_ended_with_its_children(vault: Vault) -> None:
    vault.does(f"sleep 300 & echo $! >>'{vault._notes}'; wait")
    async with readers("eu-west-1") as (reader,):
        reader._calls().clients._session().resolver.credentials._patience = 0.3
        for _ in range(2):  # who comes later waits no longer
            error = await failing(reader)
            assert error.kind is ErrorKind.CREDENTIALS_MISSING
            assert "credential_process" in error.message and "vault" in error.message
            assert "has not answered" in error.message and "hunter2" not in error.message
        started = vault.started()
        assert len(started) == 2 and all(map(lives, started)), "one process with its child"
        other = Target(profile="other", region="eu-west-1", endpoint_url=reader._target.endpoint_url)
        async with AwsReader(other) as beside:
            assert (await beside.account()).sending_enabled
        assert all(map(lives, started))
    assert all([await gone(one) for one in started])
    vault.does(f"echo '{json.dumps(KEYS)}'")
    async with readers("eu-west-1") as (reader,):
        assert (await reader.account()).sending_enabled


async def test_a_call_that_may_wait_less_long_still_says_for_whom_it_waited(vault: Vault) -> None:
    vault.does("sleep 300")
    async with readers("eu-west-1") as (reader,):
        reader._calls()._deadline = 0.3
        error = await failing(reader)
        assert error.kind is ErrorKind.CREDENTIALS_MISSING
        assert "credential_process" in error.message and "vault" in error.message
        assert "has not answered" in error.message


async def test_a_read_that_is_given_up_says_for_whom_it_waited(vault: Vault) -> None:
    vault.does("sleep 300")
    async with readers("eu-west-1") as (reader,):
        assert reader.late("account", "GetAccount") is None
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await reader.account()
        late = reader.late("account", "GetAccount")
        assert late is not None and (late.source, late.operation) == ("account", "GetAccount")
        assert late.kind is ErrorKind.CREDENTIALS_MISSING
        assert "credential_process" in late.message and "has not answered" in late.message


async def test_a_process_that_never_ends_is_ended(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "LOOKUP_SECONDS", 0.3)
    vault.does("sleep 300")
    async with readers("eu-west-1") as (reader,):
        assert "has not answered" in (await failing(reader)).message
        (first,) = vault.started()
        assert await gone(first)
        await failing(reader)
        assert len(vault.started()) == 2, "asked again at the next call, after the first has ended"


async def test_one_target_that_closes_leaves_the_process_to_the_others(vault: Vault) -> None:
    vault.does(f"sleep 0.4; echo '{json.dumps(KEYS)}'")
    async with readers("eu-west-1", "us-east-1") as (first, second):
        waiting = asyncio.create_task(second.account())
        leaving = asyncio.create_task(first.account())
        for _ in range(500):
            if vault.started():
                break
            await asyncio.sleep(0.01)
        leaving.cancel()
        await first.close()
        assert (await waiting).sending_enabled
    assert len(vault.started()) == 1


async def test_it_can_neither_read_the_keys_nor_reach_the_terminal(vault: Vault, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    vault.does(
        f"(readlink /proc/self/fd/0; (exec </dev/tty) 2>&1 && echo terminal) >'{seen}' 2>&1\n"
        f"echo '{json.dumps(KEYS)}'"
    )
    async with readers("eu-west-1") as (reader,):
        assert (await reader.account()).sending_enabled
    assert seen.read_text().startswith("/dev/null\n") and not seen.read_text().endswith("terminal\n")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("hunter2", "printed no JSON"),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "printed no JSON"),
        ("[" * 20_000, "printed no JSON"),
        ([], 'no JSON object with "Version": 1'),
        ({**KEYS, "Version": 2}, 'no JSON object with "Version": 1'),
        ({**KEYS, "SecretAccessKey": ""}, "printed no SecretAccessKey"),
        ({"Version": 1, "SecretAccessKey": "hunter2"}, "printed no AccessKeyId"),
        ({**KEYS, "Expiration": "soon"}, "Expiration that is not ISO 8601"),
        ({**KEYS, "Expiration": 5}, "Expiration that is not ISO 8601"),
    ],
)
async def test_what_it_prints_wrong_is_said_without_its_words(
    vault: Vault, printed: object, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    vault.prints(printed)
    async with readers("eu-west-1") as (reader,):
        error = await failing(reader)
    assert error.kind is ErrorKind.CREDENTIALS_MISSING
    assert said in error.message and "vault" in error.message
    assert "hunter2" not in error.message + error.hint + caplog.text


async def test_what_has_expired_already_is_asked_for_once(vault: Vault) -> None:
    vault.prints({**KEYS, "SessionToken": "t", "Expiration": "2020-01-01T00:00:00Z"})
    async with readers("eu-west-1") as (reader,):
        error = await failing(reader)
    assert error.kind is ErrorKind.CREDENTIALS_EXPIRED
    assert "expired" in error.message and "vault" in error.message
    assert len(vault.started()) == 1


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "exit code 3"), ("kill -9 $$", "signal 9"), ("exec yes", "more than 64 KB")],
)
async def test_how_it_ended_is_said(vault: Vault, script: str, said: str) -> None:
    vault.does(script)
    async with readers("eu-west-1") as (reader,):
        error = await failing(reader)
    assert said in error.message
    assert all([await gone(one) for one in vault.started()])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/nowhere/at/all", "/nowhere/at/all can't be started: No such file or directory"),
        ("/", "can't be started: Permission denied"),
        ("/bin/echo 'a", "a quote is not closed"),
    ],
)
async def test_why_it_can_not_be_started_is_said(clean_environment: Path, line: str, said: str) -> None:
    (clean_environment / "config").write_text(f"[default]\ncredential_process = {line}\n")
    async with readers("eu-west-1") as (reader,):
        assert said in (await failing(reader)).message


async def test_that_of_a_source_profile_is_held_to_the_same(
    vault: Vault, clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "LOOKUP_SECONDS", 0.3)
    vault.does("sleep 300")
    with (clean_environment / "config").open("a") as file:
        file.write("[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default\n")
    async with (
        Stub(lambda *_: answer(ACCOUNT)) as stub,
        AwsReader(Target(profile="p", region="eu-west-1", endpoint_url=stub.url)) as reader,
    ):
        error = await failing(reader)
    assert "credential_process" in error.message and "has not answered" in error.message
    assert all([await gone(one) for one in vault.started()])
