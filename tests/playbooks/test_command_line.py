"""``ses-tui playbook``."""

import os
import pty
import subprocess
import sys

import pytest

from ses_tui import playbooks
from ses_tui.cli.main import main


def test_without_a_name_it_lists_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == list(playbooks.names())
    assert all(line.endswith(f"  {playbooks.title(line.split()[0])}") for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_name_prints_its_page_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "isp-block"]) == 0
    assert capsys.readouterr() == (playbooks.text("isp-block"), "")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("isp-blokc", "isp-block"), ("bounce_rate", "bounce-rate"), ("", None), ("PAUSED", None)],
)
def test_an_unknown_name_is_one_line_with_the_nearest(
    wrong: str, meant: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["playbook", wrong])
    out, err = capsys.readouterr()
    if not wrong:
        assert (code, out) == (0, playbooks.contents())
        return
    assert (code, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert any(f"did you mean {name!r}?" in err for name in ([meant] if meant else playbooks.names()))


def test_a_hostile_name_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "\x1b]0;x\x07\n[/]"]) == 3
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err


def test_on_a_terminal_headings_are_bold() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "ses_tui", "playbook", "gone"]
    done = subprocess.Popen(command, stdout=follower, env={**os.environ, "TERM": "xterm"})
    os.close(follower)
    shown = b""
    try:
        while part := os.read(leader, 65536):
            shown += part
    except OSError:  # a terminal whose program has gone says so by an error
        pass
    os.close(leader)
    assert done.wait() == 0
    assert b"\x1b[1m## Now\x1b[0m" in shown


def test_it_needs_neither_aws_nor_the_screen() -> None:
    code = (
        "import sys; from ses_tui.cli.main import main; main(['playbook']);"
        "print([m for m in ('textual', 'botocore', 'pydantic') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
