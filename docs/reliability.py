"""Writes the tables of faults in docs/reliability.md from the tests: ``python -m docs.reliability``."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.engine.test_fault_matrix import MATRIX, Fault

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("reliability.md")
HEAD = "| fault | what is said | what lives on | blind | how it heals | proved by |\n" + "| --- " * 6 + "|"
MADE = re.compile(r"(?<=<!-- made from the tests -->\n).*?(?=<!-- /made -->)", re.DOTALL)


def page() -> str:
    """The page with the tables as the tests have them."""
    rows = [*map(_of_aws, MATRIX), *_marked()]
    table = "\n".join([HEAD, *(f"| {' | '.join(row)} |" for row in rows)])
    return MADE.sub(lambda _: f"\n{table}\n\n", PAGE.read_text(encoding="utf-8"))


def _of_aws(fault: Fault) -> tuple[str, ...]:
    says = fault.says or f"nothing: {fault.quiet}"
    stale = f"stale after {fault.stale} min, " if fault.stale else ""
    blind = f"{stale}blind after {fault.blind} min" if fault.blind else f"{stale}not within the hour"
    heals = "at the next good read" + (", and that is told" if fault.blind else "")
    return (
        fault.title,
        says,
        "the last known numbers with their age",
        blind,
        heals,
        "tests/engine/test_fault_matrix.py",
    )


def _marked() -> Iterator[tuple[str, ...]]:
    """A row for each title of the mark ``fault``. One test of it has the words; all of them prove it."""
    words: dict[str, tuple[str, ...]] = {}
    proofs: dict[str, list[str]] = {}
    for path in sorted(ROOT.glob("tests/*/test_*.py")):
        if "pytest.mark.fault(" not in path.read_text(encoding="utf-8"):
            continue
        name = path.relative_to(ROOT)
        for test in vars(import_module(".".join(name.with_suffix("").parts))).values():
            for mark in getattr(test, "pytestmark", ()):
                if mark.name == "fault":
                    (title,) = mark.args
                    if mark.kwargs:
                        words[title] = tuple(
                            mark.kwargs[each] for each in ("says", "lives", "blind", "heals")
                        )
                    proofs.setdefault(title, []).append(str(name))
    if unknown := proofs.keys() - words.keys():
        raise ValueError(f"no test has the words of {sorted(unknown)}")
    for title, said in words.items():
        yield (title, *said, ", ".join(dict.fromkeys(proofs[title])))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE}: written\n")
