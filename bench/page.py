"""docs/performance.md and its picture, from what was measured: ``python -m bench.page``."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figure import Figure, number
from bench.plot import growth_svg
from bench.result import Result, read

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "performance.md"
PICTURE = DOCS / "pictures" / "growth.svg"

INTRODUCTION = """# Performance

`python -m bench` measures what this page says, and writes it: every figure beside its goal, against the
simulated account, in real processes and real pseudo-terminals. `python -m bench --list` names the parts,
`--only NAME` measures one of them again, `--quick` is a shorter way. Each part runs alone too, as
`python -m bench.NAME`. Times depend on the machine: look at the ratios, which are taken beside a bare Textual
app or the AWS CLI in the same run. Counts that hold on any machine (bytes, calls, modules loaded) are tests.
"""

GROWTH = """
## Growth

The live screen in mode 9 (targets) or mode 3 (identities) at 120x34. Five minutes of default settings, but
that VDM and the lists are read once in them, and that no budget slows the paid reads down: so each
source is read at least once (the account five times).
"""


def page(results: Sequence[Result]) -> str:
    """The whole page."""
    figures = [figure for one in results for figure in one.figures]
    text = INTRODUCTION + "\n" + _machines(results) + "\n## Goals\n\n" + _table(goals(figures))
    text += "".join(
        f"\n* `{one.part}` did not end well: {_cell(one.failed)}\n" for one in results if one.failed
    )
    if others := [one for one in figures if one.goal is None and not one.growth]:
        text += "\n## Other figures\n\n" + _table(plain(others))
    grown = [one for one in figures if one.growth]
    if grown:
        text += GROWTH
        for what in dict.fromkeys(one.growth for one in grown):
            text += "\n" + _table(growth([one for one in grown if one.growth == what]))
        text += f"\n![Growth with targets and identities](pictures/{PICTURE.name})\n"
    return text


def goals(figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    yield "what", "measured", "goal", "", "beside it"
    for one in figures:
        if one.goal is not None:
            value = f"{number(one.value)} {one.unit}"
            yield one.name, value, f"≤ {number(one.goal)}", one.verdict, one.note


def plain(figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    yield "what", "measured", "beside it"
    for one in figures:
        yield one.name, f"{number(one.value)} {one.unit}", one.note


def growth(figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    """A row per size, a column per name."""
    columns = list(dict.fromkeys((one.name, one.unit) for one in figures))
    yield figures[0].growth, *(f"{name}, {unit}" for name, unit in columns)
    for size in dict.fromkeys(one.size for one in figures):
        found = {(one.name, one.unit): number(one.value) for one in figures if one.size == size}
        yield f"{size:,}", *(found.get(column, "–") for column in columns)


def _machines(results: Sequence[Result]) -> str:
    """Where and when, each once."""
    said: dict[tuple[str, str], list[Result]] = {}
    for one in results:
        said.setdefault((one.machine, one.version), []).append(one)
    lines = []
    for (machine, version), parts in said.items():
        times, loads = sorted(one.at for one in parts), [one.load for one in parts]
        minutes = sum(one.seconds for one in parts) / 60
        lines.append(
            f"Version {version} on {machine}; {times[0]} to {times[-1]}, {minutes:.0f} minutes;"
            f" load {min(loads):.1f} to {max(loads):.1f} when the parts began.\n"
        )
    return "\n".join(lines)


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    head, *rest = rows
    lines = (head, ("---",) * len(head), *rest)
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def write(results: Sequence[Result]) -> None:
    """The page, and its picture where there is growth."""
    PAGE.write_text(page(results), encoding="utf-8")
    if grown := [figure for one in results for figure in one.figures if figure.growth]:
        PICTURE.write_text(growth_svg(grown), encoding="utf-8")


if __name__ == "__main__":
    write(read())
