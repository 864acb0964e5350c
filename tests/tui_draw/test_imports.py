"""Drawing costs the start next to nothing: what it brings along, counted in a fresh interpreter."""

import subprocess
import sys

_NEW = """
import sys
{first}
before = set(sys.modules)
import {modules}
print(*sorted(name for name in set(sys.modules) - before if name.split(".")[0] in {{"textual", "rich"}}))
"""


def brought(first: str, modules: str) -> list[str]:
    script = _NEW.format(first=first, modules=modules)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def test_the_primitives_know_no_textual() -> None:
    names = ", ".join(f"ses_tui.tui.draw.{name}" for name in ("bandstyle", "cells", "gauge", "sparkline"))
    assert not [name for name in brought("", names) if name.startswith("textual")]


def test_the_table_and_the_diff_bring_nothing_that_an_app_has_not_loaded() -> None:
    assert brought("import textual.app", "ses_tui.tui.table, ses_tui.tui.framediff") == []
