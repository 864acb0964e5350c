"""``python -m release``: makes and tries wheel, sdist, ses-tui.pyz and SBOM; uploads nothing."""

import argparse
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from release.pyz import EXTRAS, Python, make, pythons
from ses_tui import __version__

ROOT = Path(__file__).parents[1]
PYZ = f"ses-tui-{__version__}-linux_x86_64.pyz"
SBOM = f"ses-tui-{__version__}.cdx.json"
KEYS = {"AWS_ACCESS_KEY_ID": "simulated", "AWS_SECRET_ACCESS_KEY": "simulated", "AWS_REGION": "eu-west-1"}


def run(*command: str | Path, **environment: str) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def say(text: str) -> None:
    """A step that is done."""
    print(text, file=sys.stderr, flush=True)


def must(held: bool, otherwise: str) -> None:
    """Stop the release."""
    if not held:
        sys.exit(otherwise)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 by file name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def build(into: Path) -> Path:
    """Sdist and wheel, each in an environment of its own; the wheel's path."""
    run(sys.executable, "-m", "build", "--outdir", into, ".")
    (wheel,) = into.glob("*.whl")
    return wheel


@contextmanager
def simulated(program: list[str | Path], environment: dict[str, str]) -> Iterator[str]:
    """The URL of a simulated account that ``program`` serves."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*map(str, program), "simulate", "--port", str(port)]
    serving = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield serving.stdout.readline().strip() if serving.stdout else ""
    finally:
        serving.terminate()
        serving.wait()


def try_out(name: str, *program: str | Path) -> None:
    """As a new user: nothing but this program, an empty home, and a simulated account."""
    began = time.monotonic()
    with TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **KEYS}
        told = subprocess.run(
            [*map(str, program), "--version"], env=environment, capture_output=True, text=True, check=False
        )
        must(told.stdout.strip() == f"ses-tui {__version__}", f"{name}: {told.stdout}{told.stderr}")
        with simulated(list(program), environment) as url:
            read = subprocess.run(
                [*map(str, program), "check", "--endpoint-url", url, "--format", "json", "--timeout", "60"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
    must(read.returncode < 3, f"{name}: check ended with {read.returncode}\n{read.stdout}{read.stderr}")
    must(json.loads(read.stdout)["health"] == "fresh", f"{name}: {read.stdout}")
    say(f"{name}: answers, and reads a simulated account: {time.monotonic() - began:.0f} s")


def install(wheel: Path, python: Python, place: Path) -> Path:
    """A fresh environment with the wheel and all it can use, as in the one file; its interpreter."""
    run(python.path, "-m", "venv", "--without-pip", place)
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", place / "bin" / "python"]
    run(*pip, "install", "--quiet", f"{wheel}[{EXTRAS}]")
    return place / "bin" / "python"


def list_parts(python: Path, output: Path) -> None:
    """What is installed there, as CycloneDX, which is checked against its schema."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    with TemporaryDirectory() as work:
        project = Path(work) / "pyproject.toml"
        project.write_text(
            text.replace('dynamic = ["version"]', f'version = "{__version__}"'), encoding="utf-8"
        )
        how = ["--output-reproducible", "--pyproject", str(project), "--output-file", str(output)]
        run(sys.executable, "-m", "cyclonedx_py", "environment", *how, python)
    must(
        json.loads(output.read_text())["metadata"]["component"]["version"] == __version__,
        f"{output.name}: no version",
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument(
        "--python", action="append", default=[], metavar="PATH", help="repeatable; those on PATH"
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    tried = pythons(options.python)
    must(not run("git", "status", "--porcelain"), "commit first: the tree is not clean")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.search(rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE)
    must(bool(dated), f"CHANGELOG.md has no dated section for {__version__}")
    os.environ["SOURCE_DATE_EPOCH"] = run("git", "log", "-1", "--format=%ct").strip()

    dist: Path = options.dist.resolve()
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    with TemporaryDirectory() as work:
        again = Path(work) / "again"
        again.mkdir()
        wheel = build(dist)
        build(again)
        make(wheel, tried, [dist / PYZ, again / PYZ])
        must(digests(dist) == digests(again), f"built twice, not the same: {digests(dist)}, {digests(again)}")
        say(f"built twice, the same bytes: {', '.join(digests(dist))}")
        run(sys.executable, "-m", "twine", "check", "--strict", *dist.glob("ses_tui-*"))
        say("twine has nothing to say")
        for python in tried:
            fresh = install(wheel, python, Path(work) / str(python))
            try_out(f"the wheel on Python {python}", fresh.with_name("ses-tui"))
            try_out(f"{PYZ} on Python {python}", python.path, dist / PYZ)
        listed = Path(work) / str(tried[0]) / "bin" / "python"
        list_parts(listed, dist / SBOM)
        say(f"{SBOM}: valid CycloneDX, of the environment on Python {tried[0]}")
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests(dist).items())
    (dist / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(sums, end="")


if __name__ == "__main__":
    main()
