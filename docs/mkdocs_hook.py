"""A hook of mkdocs: the texts at the top of the repository are pages too, and links lead to them.

In the repository a page of ``docs/`` links to ``../NAME`` at the top, and a text of the top to ``docs/NAME``.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

TOP = Path(__file__).parents[1]

TEXTS = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""Text at the top -> the page that it becomes."""

OTHERS = ("LICENSE", "config.example.toml", "deploy/**/*")
"""What pages link to as it is."""

LINK = re.compile(r"\]\(((?:\.\./|docs/)?)([^)#\s:]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the texts and files of the top."""
    for name, page in TEXTS.items():
        files.append(File.generated(config, page, content=(TOP / name).read_text(encoding="utf-8")))
    for path in (path for pattern in OTHERS for path in TOP.glob(pattern) if path.is_file()):
        files.append(File.generated(config, str(path.relative_to(TOP)), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as they hold in the site, whose pages are all in one folder."""
    return LINK.sub(lambda found: f"]({TEXTS.get(found[2], found[2])}", markdown)
