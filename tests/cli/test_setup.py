"""Without configuration the defaults hold, and nothing is imported to validate them."""

import argparse
from pathlib import Path

import pytest

from ses_tui.cli.setup import Setup, from_settings, setup_of
from ses_tui.core.errors import Misconfigured
from ses_tui.settings.model import Settings


def options(**given: object) -> argparse.Namespace:
    named = {"config": None, "target": None, "profile": None, "region": None, "endpoint_url": None}
    return argparse.Namespace(**{**named, **given})


def test_the_defaults_are_those_of_the_settings() -> None:
    assert from_settings(Settings()) == Setup()


@pytest.mark.parametrize("way", ["file", "variable"])
def test_what_is_configured_is_validated(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    if way == "file":
        (tmp_path / "ses-tui").mkdir()
        (tmp_path / "ses-tui" / "config.toml").write_text("[poll]\nrate = '5m'\n")
    else:
        monkeypatch.setenv("SES_TUI_POLL__RATE", "5m")
    with pytest.raises(Misconfigured, match=r"(?i)rates"):
        setup_of(options())


def test_overrides_and_the_name_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    ((one, plan),) = setup_of(options(region="eu-west-1")).targets
    ((_, other),) = setup_of(options(region="eu-west-2")).targets
    assert one.region == "eu-west-1"
    assert plan.target_id != other.target_id
    with pytest.raises(Misconfigured, match="configured are default"):
        setup_of(options(target="prod"))
