"""Scenario files: which ones a name stands for, and what is wrong with one, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import as_file, files
from pathlib import Path

from ses_tui.core.text import MESSAGE_CAP, safe


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """``line`` and ``column`` count from 1; ``text`` is one safe line."""

    line: int
    column: int
    text: str

    def shown(self, file: str) -> str:
        """``FILE:LINE:COL: what is wrong``."""
        return f"{safe(file)}:{self.line}:{self.column}: {safe(self.text, MESSAGE_CAP)}"


class BadScenario(Exception):
    """The file can't be run. ``problems`` in the order of the file, at least one."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(problem.shown(file) for problem in self.problems))


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """``unknown metric 'bonce_rate'; did you mean bounce_rate?``; all known words where none is near."""
    words = [*known]
    near = get_close_matches(word, words, n=1, cutoff=0.5) or [
        one for one in words if one.lower() == word.lower()
    ]
    rest = f"did you mean {near[0]}?" if near else f"known are {', '.join(words)}"
    return f"unknown {what} {safe(word, 60)!r}; {rest}"


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
