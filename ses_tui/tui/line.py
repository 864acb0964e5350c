"""Lines of styled text, measured in terminal cells and put together without cutting a number."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut, head

GAP: StyledLine = (("  ", None),)
NONE = Style()


def styled(text: str, style: Style | None = None) -> StyledLine:
    """One run."""
    return ((text, style),)


def length(cells: StyledLine) -> int:
    """Terminal cells that it takes."""
    return sum(cell_len(text) for text, _ in cells)


def join(parts: Iterable[StyledLine], gap: StyledLine = GAP) -> StyledLine:
    """Parts that are not empty, with ``gap`` between them."""
    joined: list[tuple[str, Style | None]] = []
    for part in parts:
        if part:
            joined.extend((*gap, *part) if joined else part)
    return tuple(joined)


def clip(cells: StyledLine, room: int) -> StyledLine:
    """At most ``room`` cells; ``…`` where something was cut. For free text, never for numbers."""
    kept: list[tuple[str, Style | None]] = []
    for index, (text, style) in enumerate(cells):
        taken = cell_len(text)
        rest = any(more for more, _ in cells[index + 1 :])
        if taken < room or (taken == room and not rest):
            kept.append((text, style))
            room -= taken
            continue
        # a run that fits exactly, with more behind it, must still give a cell to the sign
        kept.append((cut(text + ("…" if rest and taken <= room else ""), room), style))
        break
    return tuple(kept)


def pad(cells: StyledLine, room: int) -> StyledLine:
    """Exactly ``room`` cells: clipped, then blanks at the right."""
    if length(cells) > room:
        cells = clip(cells, room)  # may be a cell short, before a wide character
    return (*cells, (" " * (room - length(cells)), None))


def spread(left: StyledLine, right: StyledLine, room: int) -> StyledLine:
    """``left`` and, where both fit, ``right`` at the right edge."""
    blanks = room - length(left) - length(right)
    return (*left, (" " * blanks, None), *right) if blanks > 0 else left


def longest(variants: Iterable[StyledLine], room: int) -> StyledLine:
    """The first that fits; else the last one, clipped."""
    last: StyledLine = ()
    for last in variants:
        if length(last) <= room:
            return last
    return clip(last, room)


def wrap(parts: Sequence[tuple[int, StyledLine]], room: int, lines: int) -> list[StyledLine]:
    """Parts in order over at most ``lines`` lines, whole ones only.

    Each comes with its rank; where they do not all fit, the highest rank goes first.
    """
    kept = [part for part in parts if part[1]]
    while True:
        rows: list[list[StyledLine]] = [[]]
        for _, part in kept:
            used = length(join(rows[-1]))
            if rows[-1] and used + length(GAP) + length(part) > room:
                rows.append([])
            rows[-1].append(part)
        if len(rows) <= lines or len(kept) == 1:
            return [clip(join(row), room) for row in rows[:lines]]
        kept.remove(max(reversed(kept), key=lambda part: part[0]))


def strip_of(cells: StyledLine, room: int, base: Style = NONE) -> Strip:
    """A line of Textual's, exactly ``room`` cells."""
    return Strip(
        [Segment(text, base if style is None else base + style) for text, style in pad(cells, room)], room
    )


def fold(text: str, room: int, first: int | None = None) -> list[str]:
    """``text`` in lines of at most ``room`` cells, the first of ``first``; breaks at blanks where it can."""
    lines: list[str] = []
    line = ""
    room = max(4, room)
    limit = room if first is None else max(4, first)
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= limit:
            line = joined
            continue
        if line:
            lines.append(line)
            limit = room
        line = word
        while cell_len(line) > limit:
            part = head(line, limit)
            lines.append(part)
            line = line[len(part) :]
            limit = room
    return [*lines, line] if line or not lines else lines


def folded(label: StyledLine, text: str, room: int, style: Style | None = None) -> list[StyledLine]:
    """``label`` and behind it ``text``, its further lines under its first."""
    indent = sum(cell_len(part) for part, _ in label)
    if indent > room // 2:  # the label takes the room: the text goes under it
        return [label, *(((f"   {line}", style),) for line in fold(text, room - 4))]
    lines = fold(text, room - indent - 1)
    return [
        (*(label if number == 0 else ((" " * indent, None),)), (line, style))
        for number, line in enumerate(lines)
    ]
