"""The documentation as a site: built strictly, from what is here alone; its texts are the program's own."""

import ast
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
ASSET = re.compile(r"<(?:link|script|img|iframe)\b[^>]*?\b(?:href|src)=\"?(?:https?:)?//[^\s\">]+")


def built(top: Path, site: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=top,
        capture_output=True,
        text=True,
        check=False,
    )


needs_mkdocs = pytest.mark.skipif(
    find_spec("material") is None, reason="mkdocs-material is not installed: pip install -e '.[dev]'"
)


@needs_mkdocs
def test_the_site_is_built_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    ran = built(TOP, tmp_path)
    assert ran.returncode == 0, ran.stderr
    pages = list(tmp_path.glob("*.html"))
    assert len(pages) > 30
    fetched = {found for page in pages for found in ASSET.findall(page.read_text(encoding="utf-8"))}
    assert fetched == set()


@needs_mkdocs
@pytest.mark.parametrize("wrong", ["[x](nowhere.md)", "[x](keys.md#nowhere)", "![x](pictures/none.svg)"])
def test_a_link_that_leads_nowhere_ends_the_build(wrong: str, tmp_path: Path) -> None:
    for name in ("docs", "deploy"):
        shutil.copytree(TOP / name, tmp_path / name)
    for path in (*TOP.glob("*.md"), TOP / "LICENSE", TOP / "mkdocs.yml", TOP / "config.example.toml"):
        shutil.copy(path, tmp_path)
    with (tmp_path / "docs/start.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{wrong}\n")
    ran = built(tmp_path, tmp_path / "site")
    assert ran.returncode != 0
    assert "start.md" in ran.stderr


def test_what_troubleshooting_quotes_is_said_by_the_program() -> None:
    said = "\n".join(
        re.sub(r"\s+", " ", text)
        for path in sorted((TOP / "ses_tui").rglob("*.py"))
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
    )
    page = (TOP / "docs/troubleshooting.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert len(quoted) > 40
    parts = [part for quote in quoted for part in quote.split("…")]
    assert [part for part in parts if part.strip() and part.strip() not in said] == []


def _texts(tree: ast.AST) -> list[str]:
    return [
        one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
