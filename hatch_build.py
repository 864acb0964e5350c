"""Made at build time from the parser: completion for three shells, and the man pages; the wheel puts them
where shells and man look, under share/."""

import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShellFiles(BuildHookInterface):
    """For the wheel alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them, and say where each belongs."""
        sys.path.insert(0, self.root)
        try:
            from ses_tui.cli.shell_files import shell_files
        finally:
            sys.path.remove(self.root)
        self._made = Path(mkdtemp(prefix="ses-tui-shell-"))
        for place, text in shell_files().items():
            path = self._made / Path(place).name
            path.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(path)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """They are in the wheel."""
        rmtree(self._made)
