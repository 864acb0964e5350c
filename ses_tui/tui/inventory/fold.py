"""AWS's own words over several lines, uncut."""

from rich.cells import cell_len
from rich.style import Style

from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import head


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
