"""Nothing of the machine's own configuration reaches these tests."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def bare(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No SES_TUI_ variables, an empty home."""
    for name in list(os.environ):
        if name.startswith("SES_TUI_"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home
