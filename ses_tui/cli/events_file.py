"""Events from a file of JSON lines, SNS envelopes, or a Firehose dump; plain or gzip, or standard input."""

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypedDict

from ses_tui.core.errors import Misconfigured
from ses_tui.core.events.envelope import texts_of
from ses_tui.core.events.event import Notice
from ses_tui.core.events.parse import parse
from ses_tui.core.text import safe

if TYPE_CHECKING:
    from ses_tui.cli.events import Lines


class _Reading(TypedDict):
    encoding: str
    errors: str
    newline: str


_READING: _Reading = {"encoding": "utf-8-sig", "errors": "replace", "newline": "\n"}

LINE_MOST = 16 * 1024 * 1024
"""Characters of a line: Firehose may write a whole object of 128 MB in one; the rest is the next line."""

NAMED = 3
"""Malformed places that are named one by one."""


def show_file(name: Path, lines: "Lines", *, reveal: bool) -> int:
    """Print each event of the file and the summary. ``-``: standard input."""
    malformed: list[str] = []
    broken = notices = 0
    try:
        with _opened(name) as file:
            for number, line in _numbered(file):
                for text in texts_of(line):
                    parsed = parse(text, reveal=reveal)
                    if isinstance(parsed, tuple):
                        lines.show(parsed)
                    elif isinstance(parsed, Notice):
                        notices += 1
                    else:
                        broken += 1
                        if len(malformed) < NAMED:
                            malformed.append(f"line {number}: {parsed.reason}")
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Misconfigured(f"{safe(name)}: {safe(reason).lower()}") from None
    except KeyboardInterrupt:
        pass  # what was read so far is counted
    if broken and not lines.tally.total and not notices:
        raise Misconfigured(f"{safe(name)}: no event of SES in it ({malformed[0]})")
    lines.finish(
        [
            *([f"{broken} were no events: {'; '.join(malformed)}"] if broken else []),
            *([f"{notices} notices about the topic itself"] if notices else []),
        ]
    )
    return 0


@contextmanager
def _opened(name: Path) -> Iterator[IO[str]]:
    with nullcontext(sys.stdin.buffer) if str(name) == "-" else name.open("rb") as file:
        packed = file.peek(2)[:2] == b"\x1f\x8b"  # type: ignore[union-attr]  # standard input has it too
        with gzip.open(file, "rt", **_READING) if packed else io.TextIOWrapper(file, **_READING) as text:
            yield text


def _numbered(file: IO[str]) -> Iterator[tuple[int, str]]:
    number = 0
    while line := file.readline(LINE_MOST):
        number += 1
        yield number, line
