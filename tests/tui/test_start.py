"""What a start loads, in a fresh interpreter."""

import json
import subprocess
import sys

import pytest

_CODE = """
import gc, json, os, sys
from ses_tui.tui.environment import prepare
prepare(os.environ)
import ses_tui.tui.run
from tests.tui.snapshots_data import STATES
from ses_tui.tui.app import SesApp
from ses_tui.tui.look import Look
from tests.tui.demo_screen import StillClock

painted = []
collecting = [gc.isenabled()]
class Monitor:
    def stop(self): pass
    def refresh(self): pass

def start(outlet):
    painted.extend(sys.modules)
    collecting.append(gc.isenabled())
    app.exit()
    return Monitor()

app = SesApp(Look(), StillClock(False), STATES["warn"](), start)
app.run(headless=True, size=(80, 24))
print(json.dumps([painted, collecting]))
"""

FORBIDDEN = (
    "plotext",
    "pydantic",
    "pydantic_core",
    "botocore",
    "boto3",
    "aiobotocore",
    "aiohttp",
    "sqlite3",
    "desktop_notifier",
    "markdown_it",
    "textual.widgets._markdown",
    "textual.widgets._data_table",
    "textual.widgets._header",
    "textual.widgets._footer",
    "ses_tui.aws",
    "ses_tui.store",
    "ses_tui.engine",
    "ses_tui.settings",
    "ses_tui.notify",
    "ses_tui.simulator",
    "ses_tui.tui.detail",
    "ses_tui.tui.help",
)

MOST_OF_OURS = 84
"""Modules of ours at the first paint; each costs about a millisecond."""


@pytest.fixture(scope="module")
def started() -> tuple[set[str], list[bool]]:
    """Modules at the first paint; whether garbage was collected before it and after."""
    done = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True)
    painted, collecting = json.loads(done.stdout.splitlines()[-1])
    return set(painted), collecting


def test_the_first_paint_loads_only_what_it_shows(started: tuple[set[str], list[bool]]) -> None:
    loaded, _ = started
    assert "ses_tui.tui.overview.screen" in loaded
    assert not loaded & set(FORBIDDEN)
    assert len([name for name in loaded if name.startswith("ses_tui")]) <= MOST_OF_OURS


def test_nothing_is_collected_until_the_screen_stands_and_then_again(
    started: tuple[set[str], list[bool]],
) -> None:
    assert started[1] == [False, True]
