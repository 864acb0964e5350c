"""A screen like the overview's tables, with numbers that move as rates do, for counting bytes."""

import random
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import Static

from ses_tui.core.condition import BOUNCE_LINES, COMPLAINT_LINES, Lines
from ses_tui.core.model import Metric
from ses_tui.core.words import count, percent
from ses_tui.tui.column import TableRow
from ses_tui.tui.draw.bandstyle import BAND_SIGN, StyledLine, band_style, paint, sign_style
from ses_tui.tui.draw.sparkline import scale_top, spark_rows
from ses_tui.tui.table import RowTable
from tests.tui_draw.capture import CaptureDriver
from tests.tui_draw.plain_rows import column, plain_row

ISPS, IDENTITIES = 9, 20
POINTS = 24
SMOOTH, ROUGH = 0.04, 0.3
"""Rates over days of mail move by a few percent of themselves; those of a small sender by a third."""

COLUMNS = (
    column(0, "who", 24, flex=1),
    column(1, "sends", 7, align="right"),
    column(2, "bounce", 8, align="right"),
    column(3, "24 h", POINTS, align="newest"),
    column(4, "complaint", 9, align="right"),
    column(5, "24 h", POINTS, align="newest"),
)


class Subject:
    """One row's numbers. Each rate wanders, by ``noise`` of itself a poll, around a level of its own."""

    def __init__(self, name: str, chance: random.Random, noise: float) -> None:
        self.name = name
        self._noise = noise
        self._chance = chance
        self._levels = (chance.choice([0.004, 0.008, 0.012, 0.021, 0.034]), chance.uniform(0.0001, 0.0006))
        self._sends = chance.uniform(2_000, 90_000)
        self._bounce = [self._levels[0]] * POINTS
        self._complaint = [self._levels[1]] * POINTS
        for _ in range(POINTS):
            self.step()

    def step(self) -> None:
        """One poll later."""
        self._sends *= 1 + self._chance.uniform(0, 0.01)
        for line, level in zip((self._bounce, self._complaint), self._levels, strict=True):
            step = 0.3 * (level - line[-1]) + self._chance.gauss(0, self._noise) * level
            line[:] = [*line[1:], max(0.0, line[-1] + step)]

    def row(self) -> TableRow[Any]:
        """As the table shows it."""
        condition = max(BOUNCE_LINES.band(self._bounce[-1]), COMPLAINT_LINES.band(self._complaint[-1]))
        who: StyledLine = ((BAND_SIGN[condition], sign_style(condition)), (self.name, None))
        return plain_row(
            self.name,
            who,
            ((count(self._sends), None),),
            *self._rate(Metric.BOUNCE_RATE, self._bounce, BOUNCE_LINES),
            *self._rate(Metric.COMPLAINT_RATE, self._complaint, COMPLAINT_LINES),
        )

    def _rate(self, metric: Metric, values: list[float], lines: Lines) -> tuple[StyledLine, StyledLine]:
        style = band_style(lines.band(values[-1]))
        line = spark_rows(values, top=scale_top(lines, values), lines=lines, rows=1)[0]
        return ((percent(values[-1], metric), style),), paint(line)


class PollApp(App[None]):
    """Two tables of 29 rows in all, and an age label."""

    CSS = """
    #age { height: 1; width: 24; }
    #isps { height: 10; }
    #identities { height: 1fr; }
    """

    def __init__(self, *, ansi: bool, noise: float = SMOOTH) -> None:
        super().__init__(driver_class=CaptureDriver)
        if ansi:
            self.theme = "ansi-dark"
        chance = random.Random(7)
        self.isps = [Subject(f"Provider{number}", chance, noise) for number in range(ISPS)]
        self.identities = [
            Subject(f"news{number}.example.org", chance, noise) for number in range(IDENTITIES)
        ]

    def compose(self) -> ComposeResult:
        yield Static("data 40 s old", id="age", markup=False)
        yield RowTable(COLUMNS, id="isps")
        yield RowTable(COLUMNS, id="identities")

    def on_mount(self) -> None:
        self.show()

    def step(self) -> None:
        """Every number moves on by one poll."""
        for subject in (*self.isps, *self.identities):
            subject.step()

    def show(self) -> None:
        """Draw the present numbers."""
        self.query_one("#isps", RowTable).set_rows([subject.row() for subject in self.isps])
        self.query_one("#identities", RowTable).set_rows([subject.row() for subject in self.identities])

    def age(self, seconds: int) -> None:
        """Say another age."""
        self.query_one("#age", Static).update(f"data {seconds} s old", layout=False)
