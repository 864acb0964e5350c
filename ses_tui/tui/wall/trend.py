"""The last 24 hours of a rate, as bars beside its digits."""

from ses_tui.core.clock import DAY
from ses_tui.core.snapshot import Reading
from ses_tui.tui.draw.bandstyle import StyledLine, paint_bars
from ses_tui.tui.draw.sparkline import held, scale_top, spark_rows
from ses_tui.tui.line import styled
from ses_tui.tui.viewstate import ViewState

LEAST_CELLS, LEAST_ROWS = 12, 3
"""Below which no shape can be made out."""

MOST_ROWS = 8
SPAN = "last day"


def trend(
    reading: Reading | None, state: ViewState, width: int, height: int, label: str = "", *, banded: bool
) -> list[StyledLine]:
    """At most ``height`` rows, the last one ``label`` and the span; none where there is no room for a shape.

    ``banded``: each bar has the colour of its band; else that of what is drawn on.
    """
    if reading is None or width < LEAST_CELLS or height < LEAST_ROWS or len(reading.series) < 2:
        return []
    look = state.look
    values = held(reading.series, state.now, DAY, width)
    rows = spark_rows(
        values,
        top=scale_top(reading.lines, values),
        lines=reading.lines,
        rows=min(MOST_ROWS, height - 1),
        ascii=look.ascii_graph,
    )
    said = f"{label}, {SPAN}" if label and len(label) + len(SPAN) + 2 <= width else SPAN
    last = styled(look.to_ascii(said), look.label if banded else None)
    if banded:
        return [*(paint_bars(runs, look.palette) for runs in rows), last]
    return [*(styled("".join(text for text, _ in runs)) for runs in rows), last]
