"""What to do, per kind of alert: one page each, Markdown of at most 60 lines of 76 columns, in ASCII.

A page has a title, what it means, and the sections Now, Then, After, Do not and Sources. Commands are
indented by four; one that changes something stands under a line that begins ``# acts:``.
"""

import re
from functools import cache
from importlib.resources import files

from ses_tui.core.playbooks import PLAYBOOKS

ACTS = "    # acts:"
"""How the line before a command begins that changes something; ses-tui itself runs none of them."""


_STEP = re.compile(r"^\d+\. ")
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z])")


def names() -> tuple[str, ...]:
    """The names of all pages, in the order of a list."""
    return PLAYBOOKS


@cache
def text(name: str) -> str:
    """The page, ending with a newline. KeyError where there is none of that name."""
    if name not in PLAYBOOKS:
        raise KeyError(name)
    return (files(__name__) / f"{name}.md").read_text(encoding="utf-8")


def title(name: str) -> str:
    """What the page is about, in one line. KeyError where there is none of that name."""
    return text(name).partition("\n")[0].removeprefix("# ")


def steps(name: str) -> tuple[str, ...]:
    """What to do now: each numbered step of that section in its first sentence. KeyError as ``text``."""
    now = text(name).partition("\n## Now\n")[2].partition("\n## ")[0]
    found: list[list[str]] = []
    open_step = False
    for line in now.splitlines():
        if _STEP.match(line):
            found.append([_STEP.sub("", line)])
            open_step = True
        elif open_step and line.startswith("   ") and not line.lstrip().startswith("- "):
            found[-1].append(line.strip())
        else:
            open_step = False
    return tuple(_SENTENCE.split(" ".join(step), maxsplit=1)[0].rstrip(".:") for step in found)


def contents() -> str:
    """One line per page: its name, two spaces or more, its title."""
    width = max(map(len, PLAYBOOKS))
    return "".join(f"{name:<{width}}  {title(name)}\n" for name in PLAYBOOKS)
