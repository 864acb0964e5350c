"""``events --file``: each event of a file, or of standard input, in whatever form people have it."""

import io
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from ses_tui.cli.events_text import Lines
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


CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"

_NOT_READ: Mapping[bytes, str] = {
    b"PK\x03\x04": "a zip archive",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"PAR1": "a Parquet file",
    b"Obj\x01": "an Avro file",
    b"ORC": "an ORC file",
    b"SQLite format 3": "an SQLite database",
    b"%PDF": "a PDF",
}
"""First bytes of files that must be unpacked, or exported as JSON, first."""


class Unpacked(io.RawIOBase):
    """What gzip members hold, up to where the file ends or is damaged; then ``cut`` says so."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(wbits=31)
        self._left = b""
        self.cut = ""

    def readable(self) -> bool:
        """As of every file that is read."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # of any buffer
        """Fill what fits; 0 at the end."""
        while not self.cut:
            if self._member.eof:
                self._left = self._member.unused_data.lstrip(b"\0") or self._left
                if not (self._left or self._more()):
                    return 0
                self._member = zlib.decompressobj(wbits=31)
            elif not self._left and not self._more():
                self.cut = "the gzip is cut short"
                return 0
            try:
                text = self._member.decompress(self._left, len(buffer))
            except zlib.error:
                self.cut = "the gzip is damaged"
                return 0
            self._left = self._member.unconsumed_tail
            if text:
                buffer[: len(text)] = text
                return len(text)
        return 0

    def _more(self) -> bool:
        self._left = self._packed.read(CHUNK)
        return bool(self._left)


@contextmanager
def text_of(name: Path) -> Iterator[tuple[IO[str], "Unpacked | None"]]:
    """The file as text, unpacked where it is gzip. ``-``: standard input. Raises OSError, Misconfigured."""
    with nullcontext(sys.stdin.buffer) if str(name) == "-" else name.open("rb") as file:
        begin = file.peek(len(_GZIP))  # type: ignore[union-attr]  # standard input has it too
        unpacked = Unpacked(file) if begin.startswith(_GZIP) else None
        plain = io.BufferedReader(unpacked, CHUNK) if unpacked else file
        begin = plain.peek(CHUNK)  # type: ignore[union-attr]
        for sign, what in _NOT_READ.items():
            if begin.startswith(sign):
                raise Misconfigured(f"{safe(name)} is {what}: unpack it, or export the events as JSON, first")
        with io.TextIOWrapper(plain, encoding=encoding_of(begin), errors="replace", newline="\n") as text:
            yield text, unpacked


def encoding_of(begin: bytes) -> str:
    """By the byte order mark; without one by where the zero bytes of ASCII signs stand."""
    if begin.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = begin[:512]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 4 > len(sample):
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8-sig"
