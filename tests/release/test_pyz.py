"""What ses-tui.pyz says where it can't run; ``python -m release`` builds the file and runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from release.pyz import Python, preamble, pythons

HERE = sys.version_info[:2]
NAME = f"python{HERE[0]}.{HERE[1]}"
RUNS = "print('runs in', os.environ['PEX_ROOT'])\n"


def started(home: Path, *, before: str = "", path: str = "/nowhere", **environment: str) -> tuple[int, str]:
    """The preamble of a file that is packed for this Python: exit code and output."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", before + preamble([HERE]) + RUNS],
        env={"HOME": str(home), "PATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_it_unpacks_into_the_users_cache(tmp_path: Path) -> None:
    assert started(tmp_path) == (0, f"runs in {tmp_path}/.cache/ses-tui\n")
    assert started(tmp_path, XDG_CACHE_HOME=f"{tmp_path}/x") == (0, f"runs in {tmp_path}/x/ses-tui\n")
    assert started(tmp_path, PEX_ROOT=f"{tmp_path}/y") == (0, f"runs in {tmp_path}/y\n")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (
            "import sys; sys.version_info = (3, 9, 2)\n",
            f"needs one of {NAME}, and none of them is on PATH",
        ),
        ("import sys; sys.platform = 'darwin'\n", "Linux x86_64 with glibc alone"),
        ("import platform; platform.machine = lambda: 'aarch64'\n", "Linux x86_64 with glibc alone"),
        ("import platform; platform.libc_ver = lambda: ('', '')\n", "Linux x86_64 with glibc alone"),
        (
            "import os\nclass Mount: f_flag = os.ST_NOEXEC\nos.statvfs = lambda path: Mount\n",
            "it is mounted noexec; name another directory in PEX_ROOT",
        ),
        ("import os; os.access = lambda path, mode: False\n", "it can't be written; name another directory"),
    ],
)
def test_one_line_says_why_it_cannot_run_here(before: str, said: str, tmp_path: Path) -> None:
    code, text = started(tmp_path, before=before)
    assert code == 3
    assert text.startswith("ses-tui: error: ses-tui.pyz ")
    assert said in text
    assert text.count("\n") == 1


def test_a_cache_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("")
    code, text = started(tmp_path)
    assert (code, text.count("\n")) == (3, 1)
    assert f"{tmp_path}/.cache/ses-tui: Not a directory" in text


def test_another_python_is_enough_where_the_right_one_is_on_path(tmp_path: Path) -> None:
    right = tmp_path / NAME
    right.symlink_to(sys.executable)
    code, _ = started(tmp_path, before="import sys; sys.version_info = (3, 9, 2)\n", path=str(tmp_path))
    assert code == 0


def test_pythons_are_those_on_path_that_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    (tmp_path / "python3.11").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pythons([]) == [Python(str(tmp_path / "python3.11"), HERE)]
    with pytest.raises(SystemExit, match="no Python runs at"):
        pythons([str(shim)])
