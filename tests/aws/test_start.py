"""What start-up costs: modules, and shortcuts that must not change where requests go."""

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from aiobotocore.session import AioSession
from botocore.httpsession import get_cert_path
from botocore.loaders import JSONFileLoader

from ses_tui.aws.clients import FIRST_CLIENTS
from ses_tui.aws.loader import SlimLoader, slim_loader
from ses_tui.aws.tls import LateContext
from tests.aws.stub import ACCOUNT, Stub, answer, reader_at


def modules_after(statement: str) -> set[str]:
    code = f"import sys, json\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


HEAVY = {"aiobotocore", "botocore", "aiohttp", "boto3", "textual", "pydantic"}


@pytest.mark.parametrize(
    "statement",
    [
        "from ses_tui.aws.reader import AwsReader",
        "import ses_tui.engine.plan",
        "from ses_tui.aws.preflight import needs_mfa; needs_mfa('')",
        "from ses_tui.aws.preflight import resolve\n"
        "from ses_tui.core.model import Target; resolve(Target(region='eu-west-1'))",
    ],
)
def test_what_runs_before_the_first_paint_imports_no_aws(statement: str) -> None:
    assert not HEAVY & modules_after(statement)


def test_the_client_does_not_bring_boto3_or_a_screen() -> None:
    assert not {"boto3", "textual", "pydantic"} & modules_after("import ses_tui.aws.start")


async def test_a_second_target_reads_no_model_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    plain = JSONFileLoader.load_file

    def noted(loader: JSONFileLoader, path: str) -> object:
        read.append(path)
        return plain(loader, path)

    monkeypatch.setattr(JSONFileLoader, "load_file", noted)
    slim_loader.cache_clear()
    async with Stub(lambda *_: answer(ACCOUNT)) as stub:
        for region in ("eu-west-1", "us-east-1"):
            async with reader_at(stub.url, region=region) as reader:
                await reader.account()
            models = [path for path in read if path.endswith("service-2")]
            assert len(models) == len(set(models)) == len(FIRST_CLIENTS)


async def addresses(session: AioSession, service: str, region: str) -> tuple[str, str, str]:
    async with session.create_client(service, region_name=region) as client:
        signer = client._request_signer
        return client.meta.endpoint_url, signer.region_name, signer.signing_name


def sessions() -> tuple[AioSession, AioSession]:
    slim, full = AioSession(), AioSession()
    slim.register_component("data_loader", slim_loader(None))
    for session in (slim, full):
        session.set_credentials("a", "b")
    return slim, full


@pytest.mark.parametrize("service", ["cloudwatch", "sesv2", "ses", "sts", "sqs"])
@pytest.mark.parametrize("variant", ["", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
async def test_the_slim_table_gives_the_same_addresses(
    service: str, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variant:
        monkeypatch.setenv(variant, "true")
    slim, full = sessions()
    regions = ["us-east-1", "eu-west-1"]
    if not variant:
        regions += ["ap-southeast-6", "us-gov-west-1", "cn-north-1", "me-central-1", "eusc-de-east-1"]
    for region in regions:
        assert await addresses(slim, service, region) == await addresses(full, service, region)


def test_every_service_that_is_said_to_be_there_is_there() -> None:
    loader = SlimLoader()
    for service in loader.list_available_services("service-2"):
        assert loader.load_service_model(service, "service-2")["metadata"]


def test_a_late_context_verifies_and_trusts_only_after_it_was_filled() -> None:
    context = LateContext()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    context.load_verify_locations(get_cert_path(True))
    assert context.cert_store_stats()["x509_ca"] == 0
    context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="email.eu-west-1.amazonaws.com")
    assert context.cert_store_stats()["x509_ca"] > 50


def test_a_late_context_with_no_file_takes_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", get_cert_path(True))
    context = LateContext()
    context.fill()
    assert context.cert_store_stats()["x509_ca"] > 50


def test_a_file_of_authorities_that_is_broken_is_an_error(tmp_path: Path) -> None:
    context = LateContext()
    context.load_verify_locations(str(tmp_path / "none.pem"))
    with pytest.raises(OSError, match="No such file"):
        context.fill()


def test_aiohttp_gets_a_default_context_that_still_verifies() -> None:
    code = (
        "import ses_tui.aws.start, aiohttp.connector as c, ssl\n"
        "x = c._SSL_CONTEXT_VERIFIED\n"
        "assert type(x).__name__ == 'LateContext'\n"
        "assert x.verify_mode == ssl.CERT_REQUIRED and x.check_hostname\n"
        "assert ssl.create_default_context().__class__ is ssl.SSLContext\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_only_the_context_that_verifies_nothing_goes_without_authorities() -> None:
    code = (
        "import ses_tui.aws.start, aiohttp.connector as c, ssl\n"
        "x = c._SSL_CONTEXT_UNVERIFIED\n"
        "assert x.verify_mode == ssl.CERT_NONE and x.cert_store_stats()['x509_ca'] == 0\n"
        "assert 'set_default_verify_paths' not in vars(ssl.SSLContext)\n"
        "assert ssl.create_default_context().cert_store_stats()['x509_ca'] > 50\n"
    )
    environ = {**os.environ, "SSL_CERT_FILE": get_cert_path(True)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environ)
