"""Certificates are verified, whatever start-up saves."""

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ses_tui.core.errors import ErrorKind
from ses_tui.core.results import ReadError
from tests.aws.stub import ACCOUNT, answer, reader_at


def certificate(folder: Path) -> tuple[Path, Path]:
    """(certificate, key) of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    crt, pem = folder / "crt.pem", folder / "key.pem"
    crt.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return crt, pem


async def serve(folder: Path) -> tuple[web.ServerRunner, str, Path]:
    crt, pem = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, pem)

    async def handle(_request: web.BaseRequest) -> web.Response:
        return answer(ACCOUNT)

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    return runner, f"https://127.0.0.1:{runner.addresses[0][1]}", crt


async def test_an_unknown_authority_is_refused(tmp_path: Path) -> None:
    runner, url, _ = await serve(tmp_path)
    async with reader_at(url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    await runner.cleanup()
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert "AWS_CA_BUNDLE" in caught.value.error.hint


async def test_the_users_own_authority_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner, url, crt = await serve(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(crt))
    async with reader_at(url) as reader:
        assert (await reader.account()).sending_enabled
    await runner.cleanup()


async def test_a_bundle_that_is_not_there_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, url, _ = await serve(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "none.pem"))
    async with reader_at(url) as reader:
        with pytest.raises(ReadError) as caught:
            await reader.account()
    await runner.cleanup()
    assert caught.value.error.kind is ErrorKind.NETWORK
    assert "AWS_CA_BUNDLE" in caught.value.error.hint
