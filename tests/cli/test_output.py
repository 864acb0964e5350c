"""Output that can't be written: exit 3 for a command, no standstill for ``watch``."""

import errno
import fcntl
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ses_tui.cli import output
from ses_tui.cli.output import LineWriter
from ses_tui.cli.watch_lines import Lines
from ses_tui.core.condition import Condition
from ses_tui.proving.problem import shipped
from tests.cli.conftest import KEYS
from tests.core.picture import snapshot, target

PATIENCE = 60.0

COMMANDS = (
    ("--version",),
    ("--help",),
    ("check", "--help"),
    ("playbook",),
    ("iam-policy",),
    ("config", "schema"),
    ("test", "SCENARIO", "--quiet"),
    ("events", "--file", "FILE"),
    ("events", "--file", "FILE", "--format", "json"),
    ("doctor", "--format", "json"),
)


@contextmanager
def closed_pipe() -> Iterator[int]:
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def outcome(
    environ: dict[str, str], arguments: tuple[str, ...], redirected: str, out: int
) -> tuple[int, str]:
    """Exit code and standard error of a run; ``redirected``: what the shell does before it."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, "-m", "ses_tui", *arguments],
        env={**environ, **KEYS},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture
def events(tmp_path: Path) -> str:
    """A file with one event."""
    path = tmp_path / "events.json"
    path.write_text(
        '{"eventType": "Bounce", "mail": {"timestamp": "2026-11-01T00:00:00Z", "messageId": "1", "tags": {}},'
        ' "bounce": {"bounceType": "Permanent", "bounceSubType": "General", "feedbackId": "1",'
        ' "timestamp": "2026-11-01T00:00:01Z", "bouncedRecipients": [{"emailAddress": "a@example.org"}]}}\n'
    )
    return str(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_whose_output_is_lost_exits_3_with_one_line(
    arguments: tuple[str, ...], environ: dict[str, str], events: str
) -> None:
    files = {"FILE": events, "SCENARIO": str(shipped()[0])}
    arguments = tuple(files.get(argument, argument) for argument in arguments)
    code, said = outcome(environ, arguments, ">/dev/full", subprocess.DEVNULL)
    assert (code, said.splitlines()[-1]) == (
        3,
        "ses-tui: standard output can't be written: no space left on device",
    )
    assert "Traceback" not in said


def test_closed_output_is_exit_3_and_no_other_file_takes_its_place(environ: dict[str, str]) -> None:
    code, said = outcome(environ, ("playbook",), ">&-", subprocess.DEVNULL)
    assert (code, said) == (3, "ses-tui: standard output can't be written: bad file descriptor\n")


def test_a_reader_that_left_is_exit_3_without_a_word(environ: dict[str, str]) -> None:
    with closed_pipe() as out:
        assert outcome(environ, ("playbook",), "", out) == (3, "")


@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full", "2>&- >&- <&-"])
def test_narration_that_is_lost_changes_no_exit_code(redirected: str, environ: dict[str, str]) -> None:
    for arguments in (("check", "--bogus"), ("playbook", "bogus"), ()):
        assert outcome(environ, arguments, redirected, subprocess.DEVNULL) == (3, "")


@pytest.mark.skipif(sys.platform != "linux", reason="F_SETPIPE_SZ")
def test_output_that_somebody_made_non_blocking_arrives_whole(environ: dict[str, str]) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)  # less than the schema is long
    os.set_blocking(writer, False)
    command = [sys.executable, "-m", "ses_tui", "config", "schema"]
    with subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=writer) as process:
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as printed:
            assert json.load(printed)["title"] == "ses-tui config.toml"
        assert process.wait(PATIENCE) == 0


@contextmanager
def written_to(out: int) -> Iterator[tuple[LineWriter, "queue.Queue[str]"]]:
    """A writer to ``out``, and what it says of itself."""
    said: queue.Queue[str] = queue.Queue()
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        yield LineWriter(stream, said.put), said


@pytest.mark.fault("`watch`: nobody reads its output, or the disk is full")
def test_the_newest_lines_wait_while_nobody_reads_and_what_was_left_out_is_said_once_each_way() -> None:
    reader, out = os.pipe()
    with written_to(out) as (lines, said):
        long = "." * output.MOST_BYTES  # longer than the pipe has room for, too
        kept = [lines.put(f"{number}{long}") for number in range(5)]
        assert kept[0] and not kept[4]
        assert said.get(timeout=PATIENCE) == (
            "standard output is not being read: lines are left out, notifications go on"
        )
        with os.fdopen(reader, encoding="utf-8") as printed:
            first = printed.readline()
            assert first[0] in "01234"
            assert first[0] == "4" or printed.readline()[0] == "4"
            again = said.get(timeout=PATIENCE)
            left_out = 5 - 1 - (first[0] != "4")
            assert again == f"standard output is written again; lines left out: {left_out}"
            lines.put("5")
            assert printed.readline() == "5\n"
            lines.close()
        assert said.empty()


@pytest.mark.fault("`watch`: nobody reads its output, or the disk is full")
def test_a_full_disk_is_said_at_once_and_the_lines_go_out_when_there_is_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full, room = threading.Event(), threading.Event()
    write = os.write

    def limited(handle: int, data: bytes) -> int:
        if not room.is_set():
            full.set()
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[:3])  # and never a whole line at a time

    monkeypatch.setattr("ses_tui.cli.output.os.write", limited)
    monkeypatch.setattr(output, "RETRY_SECONDS", 0.0)
    reader, out = os.pipe()
    with written_to(out) as (lines, said):
        lines.put("first")
        lines.put("second")
        assert said.get(timeout=PATIENCE) == (
            "standard output can't be written (no space left on device):"
            " lines are left out, notifications go on"
        )
        room.set()
        with os.fdopen(reader, encoding="utf-8") as printed:
            assert [printed.readline(), printed.readline()] == ["first\n", "second\n"]
            assert said.get(timeout=PATIENCE) == "standard output is written again; lines left out: 0"
            lines.close()


@pytest.mark.fault("`watch`: nobody reads its output, or the disk is full")
def test_the_end_waits_for_nobody_and_says_what_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "CLOSE_SECONDS", 0.0)
    reader, out = os.pipe()
    os.close(reader)
    with written_to(out) as (lines, said):
        lines.put("lost")
        assert said.get(timeout=PATIENCE).startswith("standard output can't be written (broken pipe)")
        lines.close()
        assert said.get(timeout=PATIENCE) == "standard output: lines left out: 1"


STUCK = """
import asyncio, threading
from ses_tui.cli import main
from ses_tui.cli.loop import run_loop

async def stuck():
    begun = threading.Event()
    asyncio.get_running_loop().run_in_executor(None, lambda: (begun.set(), threading.Event().wait()))
    begun.wait()
    return 2

main.main = lambda: run_loop(stuck())
main.program()
"""


def test_a_thread_that_never_ends_holds_up_neither_the_loop_nor_the_process(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK], env=environ, capture_output=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (2, b"")


def test_after_lines_that_were_left_out_watch_prints_every_target(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    reads = iter([True, False, True])

    def put(_: LineWriter, line: str) -> bool:
        printed.append(line)
        return next(reads)

    lines = Lines()
    monkeypatch.setattr(LineWriter, "put", put)
    for condition in (Condition.WARN, Condition.REVIEW, Condition.PAUSE):
        lines.publish(snapshot(target(name="calm"), target(condition, name="loud")))
    listed = [[each["name"] for each in json.loads(line)["targets"]] for line in printed]
    assert listed == [["calm", "loud"], ["loud"], ["calm", "loud"]]
