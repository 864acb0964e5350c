"""One mutant: a line of the list, and how it is put into a copy of the package."""

from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("mutants.txt")
PARTS = 3


class NotApplicable(Exception):
    """The old text is not there, or stands there more than once."""


@dataclass(frozen=True)
class Mutant:
    """``path`` is under the package; ``line``: of the list, from 1."""

    line: int
    path: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}: {self.old} -> {self.new}"

    def of(self, text: str) -> str:
        """``text`` with the mistake in it."""
        if text.count(self.old) != 1:
            raise NotApplicable(f"mutants.txt:{self.line}: {self.old!r} stands {text.count(self.old)} times")
        return text.replace(self.old, self.new)


def read(text: str) -> tuple[Mutant, ...]:
    """The mutants of a list. Raises NotApplicable where a line has not three parts."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != PARTS:
            raise NotApplicable(f"mutants.txt:{number}: not 'file | old text | new text'")
        found.append(Mutant(number, *parts))
    return tuple(found)
