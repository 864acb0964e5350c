"""The man pages by the real man, and where the wheel puts what is made from the parser."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ses_tui.cli.options import COMMANDS
from ses_tui.cli.shell_files import man_pages, shell_files

PAGES = man_pages()


def shown(name: str, tmp_path: Path) -> str:
    """The page as man formats it; man has nothing to complain of."""
    if shutil.which("man") is None:
        pytest.skip("there is no man here")
    page = tmp_path / f"{name}.1"
    page.write_text(PAGES[name], encoding="utf-8")
    done = subprocess.run(
        ["man", "--warnings", "--encoding=UTF-8", "--local-file", str(page)],
        env={"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_man_shows_each_page_without_a_warning(name: str, tmp_path: Path) -> None:
    assert f"{name.upper()}(1)" in shown(name, tmp_path)


def test_a_page_says_what_the_command_does_and_its_options(tmp_path: Path) -> None:
    text = shown("ses-tui-export", tmp_path)
    assert "Prometheus metrics" in text
    assert "--listen ADDRESS:PORT" in text
    assert "--textfile FILE" in text


def test_there_is_a_page_for_each_command_and_all_is_below_share() -> None:
    assert set(PAGES) == {"ses-tui", *(f"ses-tui-{name}" for name in COMMANDS)}
    assert all(place.startswith("share/") for place in shell_files())


def test_the_same_source_makes_the_same_page() -> None:
    assert man_pages() == PAGES
    assert all(page.startswith('.TH "SES') and '"1" ""' in page.partition("\n")[0] for page in PAGES.values())
