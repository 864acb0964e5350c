"""The wheel and the sdist, as ``python -m build`` makes them; nothing is fetched."""

import hashlib
import subprocess
import sys
import tarfile
import venv
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

import ses_tui
from ses_tui.cli.shell_files import shell_files

ROOT = Path(__file__).parents[2]
NEEDED = [name for name in ("build", "hatchling", "twine") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {', '.join(NEEDED)}")


def built(into: Path) -> list[Path]:
    """The sdist of this checkout, and the wheel that is made from it: sorted, the sdist last."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(into), str(ROOT)],
        env={"PATH": "/usr/bin:/bin", "HOME": str(into), "SOURCE_DATE_EPOCH": "1764547200"},
        capture_output=True,
        check=True,
    )
    return sorted(into.iterdir(), key=lambda path: path.suffix, reverse=True)


@pytest.fixture(scope="module")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return built(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(artefacts: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel alone, no dependency of it."""
    place = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(place)
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(artefacts[0])], check=True)
    return place


def test_the_same_source_makes_the_same_bytes(artefacts: list[Path], tmp_path: Path) -> None:
    def digests(paths: list[Path]) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    assert digests(built(tmp_path)) == digests(artefacts)


def test_twine_has_nothing_to_say(artefacts: list[Path]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *map(str, artefacts)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASSED") == 2


def test_neither_holds_pictures_or_tests(artefacts: list[Path]) -> None:
    wheel, sdist = artefacts
    with ZipFile(wheel) as packed, tarfile.open(sdist) as source:
        names = [*packed.namelist(), *(name.partition("/")[2] for name in source.getnames())]
    assert "ses_tui/cli/main.py" in names
    assert not [
        name for name in names if name.endswith((".svg", ".cast", ".pyc")) or name.startswith("tests/")
    ]


def test_the_sdist_holds_its_documentation(artefacts: list[Path]) -> None:
    with tarfile.open(artefacts[1]) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "config.example.toml", "docs/check.md"} <= names


def test_the_wheel_installs_program_man_pages_completions_and_examples(installed: Path) -> None:
    shared = [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    wanted = {
        "bin/ses-tui",
        *shell_files(),
        *(f"share/ses-tui/{path.relative_to(ROOT / 'deploy')}" for path in shared),
    }
    assert [place for place in sorted(wanted) if not (installed / place).is_file()] == []


def test_what_is_installed_has_the_version_of_the_source(installed: Path) -> None:
    done = subprocess.run(
        [
            installed / "bin" / "python",
            "-I",
            "-c",
            "import ses_tui; print(ses_tui.__version__, ses_tui.__file__)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    version, place = done.stdout.split()
    assert version == ses_tui.__version__
    assert Path(place).is_relative_to(installed)
