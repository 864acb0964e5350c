"""What Python does to the locale of its own is not what the terminal reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ses_tui.cli.coercion import undo_coercion


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"LANG": "C"}, ""),
        ({}, ""),
        ({"LC_CTYPE": "C.UTF-8"}, "C.UTF-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "C.UTF-8"),
    ],
)
def test_only_what_python_put_in_is_taken_out(given: dict[str, str], left: str) -> None:
    code = (
        "import os; from ses_tui.cli.coercion import undo_coercion; undo_coercion(os.environ);"
        "print(os.environ.get('LC_CTYPE', ''))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **given}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == left


def test_without_proc_a_lang_of_c_tells_it(tmp_path: Path) -> None:
    coerced, own = {"LANG": "C", "LC_CTYPE": "UTF-8"}, {"LC_CTYPE": "UTF-8"}
    undo_coercion(coerced, tmp_path / "none")
    undo_coercion(own, tmp_path / "none")
    assert coerced == {"LANG": "C"}
    assert own == {"LC_CTYPE": "UTF-8"}
