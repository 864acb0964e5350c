"""What ``config init`` writes, as an editor judges it by the schema beside it: with check-jsonschema."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="no check-jsonschema here")
QUIET = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The file of a new user with one profile, two Regions and a webhook."""
    (tmp_path / "url").write_text("https://hooks.example.net/x")
    answers = [
        "--profile",
        "prod",
        "--regions",
        "eu-west-1,us-east-1",
        "--webhook-file",
        str(tmp_path / "url"),
    ]
    subprocess.run(
        [sys.executable, "-m", "ses_tui", "config", "init", *answers, "--max-monthly-usd", "10"],
        env={**QUIET, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return tmp_path / "ses-tui" / "config.toml"


def judged(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_file_is_valid_by_the_schema_beside_it(written: Path) -> None:
    done = judged("--schemafile", written.with_name("config.schema.json"), written)
    assert done.returncode == 0, done.stdout


def test_the_schema_is_one(written: Path) -> None:
    done = judged("--check-metaschema", written.with_name("config.schema.json"))
    assert done.returncode == 0, done.stdout


def test_a_mistyped_value_is_refused(written: Path) -> None:
    with written.open("a") as file:
        file.write('\n[vdm]\nisps = "Gmail"\n')
    done = judged("--schemafile", written.with_name("config.schema.json"), written)
    assert done.returncode == 1
