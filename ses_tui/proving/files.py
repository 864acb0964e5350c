"""Which scenario files a name stands for."""

from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from ses_tui.proving.problem import BadScenario, Problem

ENDINGS = (".yaml", ".yml")


def scenario_files(names: Iterable[Path]) -> list[Path | BadScenario]:
    """Files as they are, folders as the scenarios in them; a folder without one is bad."""
    found: list[Path | BadScenario] = []
    for name in names:
        if not name.is_dir():
            found.append(name)
            continue
        inside = sorted(path for path in name.rglob("*") if path.suffix in ENDINGS and path.is_file())
        nothing = BadScenario(str(name), [Problem(1, 1, "a folder without a .yaml file")])
        found += inside or [nothing]
    return found


def shipped() -> list[Path]:
    """The scenarios that come with the program, by name."""
    with as_file(files("ses_tui") / "scenarios") as folder:
        return sorted(folder.glob("*.yaml"))
