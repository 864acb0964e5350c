"""``events --file``: each event of a file, or of standard input, in whatever form people have it."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ses_tui.cli.events_bytes import text_of
from ses_tui.cli.events_lines import Lines
from ses_tui.core.errors import Misconfigured
from ses_tui.core.events.event import Malformed, Notice
from ses_tui.core.events.parse import parse_each
from ses_tui.core.events.reading import Numbered, texts_of
from ses_tui.core.text import safe

LINE_MOST = 16 * 1024 * 1024
"""Characters of a line: Firehose may write a whole object of 128 MB in one; the rest is the next line."""

NAMED = 3
"""Malformed places that are named one by one."""


def show_file(name: Path, lines: Lines, *, reveal: bool) -> int:
    """Print each event of the file and the summary. ``-``: standard input."""
    malformed: list[str] = []
    broken = notices = 0
    cut = ""
    try:
        with text_of(name) as (file, unpacked):
            for number, text in texts_of(_numbered(file)):
                for parsed in (text,) if isinstance(text, Malformed) else parse_each(text, reveal=reveal):
                    if isinstance(parsed, Malformed):
                        broken += 1
                        if len(malformed) < NAMED:
                            malformed.append(f"line {number}: {parsed.reason}")
                    elif isinstance(parsed, Notice):
                        notices += 1
                    else:
                        lines.show(parsed)
            cut = unpacked.cut if unpacked else ""
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        reason = error.strerror or str(error)
        raise Misconfigured(f"{safe(name)}: {safe(reason).lower()}") from None
    except KeyboardInterrupt:
        pass  # what was read so far is counted
    if (broken or cut) and not lines.tally.total and not notices:
        raise Misconfigured(f"{safe(name)}: no event of SES in it ({malformed[0] if malformed else cut})")
    lines.finish(
        [
            *([f"{broken} were no events: {'; '.join(malformed)}"] if broken else []),
            *([f"{notices} notices about the topic itself"] if notices else []),
            *([f"{cut}: what came before is counted"] if cut else []),
        ]
    )
    return 0


def _numbered(file: IO[str]) -> Iterator[Numbered]:
    number = 0
    while line := file.readline(LINE_MOST):
        number += 1
        yield number, line
