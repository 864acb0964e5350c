"""How many lines each part of a screen gets, by the height of the terminal."""

import re
from collections.abc import Iterable, Mapping

LEAST_WIDTH, LEAST_HEIGHT = 60, 15
"""Below either of them one line says the worst."""

TOP = 2
"""Lines at the top of every mode: the status and the verdict."""

KEYS = HEAD = 1
"""Lines of the keys, and of a table's header."""

Steps = Iterable[tuple[str, int | float]]
"""A part, and the lines that it may have by then; a fraction: of the height."""

_STEP = re.compile(r"([a-z]+)(?: (\d+)(%?))?")


def steps_of(text: str) -> Steps:
    """``panels 5``: until it has five lines; ``panels``: all it wants; ``about 25%``: of the height."""
    return tuple(
        (part, int(many) / 100 if percent else int(many) if many else 1_000_000)
        for part, many, percent in _STEP.findall(text)
    )


def share(height: int, wants: Mapping[str, int], steps: Steps, heads: Mapping[str, int]) -> dict[str, int]:
    """The lines of each part, with its head; together at most ``height``.

    All begin with none. Step by step one grows, as far as it wants lines and there are any: what is needed
    most comes first. ``heads``: lines that stand above a part as soon as it has one.
    """
    lines = dict.fromkeys(wants, 0)
    spare = height
    for part, most in steps:
        head = 0 if lines[part] else heads.get(part, 0)
        limit = most if isinstance(most, int) else int(most * height)
        more = min(limit, wants[part], lines[part] + spare - head) - lines[part]
        if more > 0:
            lines[part] += more
            spare -= more + head
    return {part: many + heads.get(part, 0) if many else 0 for part, many in lines.items()}
