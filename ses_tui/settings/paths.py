"""Where the configuration and the state live (XDG base directories)."""

import os
from collections.abc import Mapping
from pathlib import Path

APP = "ses-tui"


def config_file(environ: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_CONFIG_HOME/ses-tui/config.toml``."""
    return _base(environ, "XDG_CONFIG_HOME", ".config") / APP / "config.toml"


def state_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_STATE_HOME/ses-tui``."""
    return _base(environ, "XDG_STATE_HOME", ".local/state") / APP


def _base(environ: Mapping[str, str], variable: str, default: str) -> Path:
    chosen = environ.get(variable, "")
    # The XDG specification: a relative path is to be ignored.
    if chosen and Path(chosen).is_absolute():
        return Path(chosen)
    return Path(environ.get("HOME") or Path.home()) / default
