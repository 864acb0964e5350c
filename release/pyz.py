"""``python -m release.pyz``: ses-tui with all it needs in one file, for Linux x86_64.

It holds the wheels for every Python that is named, or that is on PATH. Started with one of them it unpacks
itself once, into ``~/.cache/ses-tui``; ``release/preamble.py`` says in one line where that can't be.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

OLDEST, NEWEST = 11, 14
"""Minor versions of Python 3 that are looked for on PATH."""
EXTRAS = "apprise,postgres"
"""All that is optional: nothing can be added to the file later."""
PLATFORMS = [f"manylinux{tag}_x86_64" for tag in ("_2_28", "_2_17", "2014", "_2_5", "1")]
"""Wheels for glibc 2.28 and older ones: RHEL 8, Debian 10, Ubuntu 20.04, Amazon Linux 2023."""


class Python(NamedTuple):
    """An interpreter."""

    path: str
    version: tuple[int, int]

    def __str__(self) -> str:
        """``3.11``."""
        return f"{self.version[0]}.{self.version[1]}"


def python_at(path: str) -> Python | None:
    """The interpreter there; None where none runs, as behind the shim of a version manager."""
    asked = [path, "-c", "import sys; print(*sys.version_info[:2])"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    major, minor = map(int, done.stdout.split())
    return Python(path, (major, minor))


def pythons(paths: list[str]) -> list[Python]:
    """The interpreters at ``paths``, or those on PATH if none is given; SystemExit where one does not run."""
    on_path = [shutil.which(f"python3.{minor}") for minor in range(OLDEST, NEWEST + 1)]
    found = {path: python_at(path) for path in paths or [path for path in on_path if path]}
    if missing := [path for path in paths if found[path] is None]:
        sys.exit(f"no Python runs at {', '.join(missing)}")
    return [python for python in found.values() if python]


def preamble(versions: list[tuple[int, int]]) -> str:
    """What the file runs first."""
    text = Path(__file__).with_name("preamble.py").read_text(encoding="utf-8")
    return re.sub(r"^PYTHONS = .*$", f"PYTHONS = {tuple(versions)!r}", text, count=1, flags=re.MULTILINE)


def download(wheel: Path, python: Python, into: Path) -> None:
    """The wheel and all it needs, as wheels, for that Python."""
    into.mkdir()
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(into), "--only-binary=:all:"]
    platforms = [word for name in PLATFORMS for word in ("--platform", name)]
    wanted = f"{wheel}[{EXTRAS}]"
    subprocess.run([*pip, "--python-version", str(python), *platforms, wanted], check=True)


def pack(downloads: list[Path], packed: list[Python], output: Path) -> None:
    """One file from the downloads: the same ones make the same bytes."""
    with TemporaryDirectory() as work:
        first = Path(work) / "preamble.py"
        first.write_text(preamble([python.version for python in packed]), encoding="utf-8")
        command = [sys.executable, "-m", "pex", f"ses-tui[{EXTRAS}]", "--console-script", "ses-tui"]
        command += ["--venv", "prepend", "--no-compile", "--no-emit-warnings", "--output-file", str(output)]
        command += ["--preamble-file", str(first), "--python-shebang", "/usr/bin/env python3"]
        command += [word for python in packed for word in ("--python", python.path)]
        command += [word for path in downloads for word in ("--pre-resolved-dists", str(path))]
        subprocess.run(command, check=True)


def make(wheel: Path, packed: list[Python], outputs: list[Path]) -> None:
    """Download once, and pack each of ``outputs``."""
    with TemporaryDirectory() as work:
        downloads = [Path(work) / str(python) for python in packed]
        for place, python in zip(downloads, packed, strict=True):
            download(wheel, python, place)
        for output in outputs:
            pack(downloads, packed, output)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m release.pyz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("wheel", type=Path, help="from python -m build")
    parser.add_argument(
        "--python", action="append", default=[], metavar="PATH", help="pack for this one; repeatable"
    )
    parser.add_argument("--output", type=Path, default=Path("dist/ses-tui.pyz"))
    options = parser.parse_args()
    packed = pythons(options.python)
    make(options.wheel, packed, [options.output])
    print(f"{options.output}: Python {', '.join(map(str, packed))}")


if __name__ == "__main__":
    main()
