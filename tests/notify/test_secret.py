"""Secrets: three ways in, no way out."""

import logging
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_tui.core.errors import Misconfigured
from ses_tui.core.text import safe
from ses_tui.notify import secret as module
from ses_tui.notify.secret import Secret, SecretSource, fetch, web_address
from tests.notify.test_hook import is_running, script

URL = "https://hooks.example.net/services/T0123/B4567/aVerySecretToken?key=0987654321"


def kept(path: Path, text: str = URL, mode: int = 0o600) -> SecretSource:
    path.write_text(text)
    path.chmod(mode)
    return SecretSource("webhook_url", file=str(path))


def refused(source: SecretSource) -> str:
    """The one line with which it is refused; it repeats nothing of the URL."""
    with pytest.raises(Misconfigured) as caught:
        web_address(source)
    line = caught.value.line
    assert line == safe(line, 10_000)
    assert not Secret(URL).is_in(line)
    return line


def test_a_secret_prints_as_nothing() -> None:
    secret = Secret(URL)
    source = SecretSource("webhook_url", secret)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", repr(source), repr(fetch(source))]
    shown.append(logging.LogRecord("x", 30, "x", 1, "%s %r", (secret, source), None).getMessage())
    assert not any(Secret(URL).is_in(text) for text in shown)
    assert secret.reveal() == URL
    assert secret == Secret(URL)
    assert secret != Secret("other")


@pytest.mark.parametrize("text", [URL, f"\n  {URL}  \r\nuser: me\n", f"\ufeff{URL}\n"])
def test_a_file_gives_its_first_line(text: str, tmp_path: Path) -> None:
    fetched = web_address(kept(tmp_path / "url", text))
    assert (fetched.secret.reveal(), fetched.warning) == (URL, "")


def test_a_file_in_the_home_directory_may_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    kept(tmp_path / "url")
    assert web_address(SecretSource("webhook_url", file="~/url")).secret.reveal() == URL


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_can_open_is_warned_of(mode: int, tmp_path: Path) -> None:
    fetched = web_address(kept(tmp_path / "url", mode=mode))
    assert fetched.warning == f"others can open {tmp_path}/url: chmod 600 it"


@pytest.mark.parametrize(("mode", "warned"), [(0o440, False), (0o640, False), (0o444, True), (0o642, True)])
def test_what_another_user_owns_is_let_in_by_its_group(
    mode: int, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Kubernetes mounts a secret: root's, readable by the pod's group."""
    source = kept(tmp_path / "url", mode=mode)
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "url").stat().st_uid + 1)
    assert bool(web_address(source).warning) is warned


def test_a_command_gives_what_it_prints(tmp_path: Path) -> None:
    command = script(tmp_path / "pass", f'[ "$2" = "a b" ] && echo "{URL}"', "echo user: me")
    fetched = web_address(SecretSource("webhook_url", command=(command, "show", "a b")))
    assert fetched.secret.reveal() == URL


def test_the_environment_gives_it_as_it_is() -> None:
    assert web_address(SecretSource("webhook_url", Secret(URL))).secret.reveal() == URL


def test_apprise_keeps_every_line(tmp_path: Path) -> None:
    both = "slack://a/b/c\n# mail\nmailto://x:y@z\n"
    assert fetch(kept(tmp_path / "urls", both)).secret.reveal() == both


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is nothing in it"),
        (" \n ", "there is nothing in it"),
        ("hooks.example.net/services/T0123", "no https or http URL"),
        ("ftp://hooks.example.net/services", "no https or http URL"),
        ("https:///services/T0123/B4567", "no https or http URL"),
        ("https://hooks.example.net:port/", "no https or http URL"),
        ("https://[hooks.example.net/services", "no https or http URL"),
        (URL.replace("B4567", "B45 67"), "no https or http URL"),
        (URL + "\x1b[31m", "no https or http URL"),
    ],
)
def test_what_is_no_url_is_refused_without_repeating_it(text: str, said: str, tmp_path: Path) -> None:
    line = refused(kept(tmp_path / "url", text))
    assert line.startswith("notify.webhook_url_file: ")
    assert said in line
    if text.strip():
        assert refused(SecretSource("webhook_url", Secret(text))).startswith("SES_TUI_NOTIFY__WEBHOOK_URL: ")


def test_files_that_cannot_be_read_say_what_to_do(tmp_path: Path) -> None:
    def line(file: str) -> str:
        return refused(SecretSource("webhook_url", file=file))

    assert line(f"{tmp_path}/none").endswith(
        "none is not there: write the URL into it, readable by you alone (chmod 600)"
    )
    assert "cannot be read (is a directory)" in line(str(tmp_path))
    (tmp_path / "latin").write_bytes(b"https://h/\xe9")
    assert "is no UTF-8 text" in line(f"{tmp_path}/latin")
    assert "is no regular file" in line("/dev/null")
    os.mkfifo(tmp_path / "fifo")
    assert "is no regular file" in line(f"{tmp_path}/fifo")  # and nobody waits for what is written there
    assert "the file that it names is not there" in line(URL.removeprefix("https://"))
    assert "cannot be read" in line("/\0")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["exit 4"], "the command failed (exit 4): run it by hand to see why"),
        (["kill -9 $$"], "the command failed (signal 9)"),
        ([f"echo {URL}", f"echo {URL} >&2", "exit 1"], "the command failed (exit 1)"),
        ([f"echo {URL} >&2"], "there is nothing in it"),
        (["echo nonsense"], "no https or http URL"),
    ],
)
def test_a_command_that_gives_nothing_is_one_line_that_repeats_nothing(
    lines: list[str], said: str, tmp_path: Path
) -> None:
    command = script(tmp_path / "pass", *lines)
    line = refused(SecretSource("webhook_url", command=(command, URL)))
    assert line.startswith("notify.webhook_url_command: ")
    assert said in line


def test_a_command_that_is_not_there_is_said_without_its_words() -> None:
    line = refused(SecretSource("webhook_url", command=(f"/nowhere/{URL}", URL)))
    assert line == "notify.webhook_url_command: the command cannot be started: no such file or directory"


def test_a_command_that_hangs_is_stopped_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COMMAND_SECONDS", 2.0)
    command = script(tmp_path / "pass", f"sleep 600 & echo $! > {tmp_path}/child", "wait")
    began = time.monotonic()
    line = refused(SecretSource("webhook_url", command=(command,)))
    assert "took longer than 2 s: it must answer by itself" in line
    assert time.monotonic() - began < 60
    child = int((tmp_path / "child").read_text())
    end = time.monotonic() + 60
    while is_running(child):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_command_has_no_terminal_to_ask_on(tmp_path: Path) -> None:
    command = script(tmp_path / "pass", f"[ -z $GPG_TTY ] && ! ( : < /dev/tty ) 2>/dev/null && echo {URL}")
    assert web_address(SecretSource("u", command=(command,)), {"GPG_TTY": "/dev/pts/0"})


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("https://h/x", False),
        ("http://127.0.0.1:8080/x", False),
        ("http://127.9.9.9/x", False),
        ("http://[::1]/x", False),
        ("http://localhost/x", False),
        ("http://hooks.localhost/x", False),
        ("http://10.0.0.1/x", True),
        ("http://hooks.example.net/x", True),
        ("http://localhost.example.net/x", True),
    ],
)
def test_plain_http_to_another_machine_is_warned_of(url: str, warned: bool) -> None:
    warning = web_address(SecretSource("webhook_url", Secret(url))).warning
    assert bool(warning) == warned
    assert not warned or "not encrypted" in warning


@pytest.mark.parametrize(
    "text",
    [
        f"Cannot POST {URL}",
        "no route for /services/T0123/B4567/aVerySecretToken",
        "no such token: AVERYSECRETTOKEN",
        "hooks.example.net",
        "unknown key 098765432…",
        "/services%2FT0123%2FB4567%2FaVerySecretToken",
    ],
)
def test_parts_of_a_secret_are_recognised(text: str) -> None:
    assert Secret(URL).is_in(text)


@pytest.mark.parametrize("text", ["", "invalid_payload", "Internal Server Error", "answered 500", "https://"])
def test_what_has_nothing_of_it_is_not_mistaken(text: str) -> None:
    assert not Secret(URL).is_in(text)


PLAIN = st.text(st.characters(exclude_characters="%"))


@given(PLAIN.filter(bool), PLAIN, PLAIN)
def test_a_secret_is_found_wherever_it_stands(text: str, before: str, after: str) -> None:
    assert Secret(f"https://{text}").is_in(before + text + after)
