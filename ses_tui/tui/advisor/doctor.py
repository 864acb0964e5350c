"""The table of what ``ses-tui doctor`` finds: what fails first, with its command; what passes as one row."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.doctor_telling import judge_channels
from ses_tui.core.findings import Finding, Level
from ses_tui.tui.column import Column, Section
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.export import Table
from ses_tui.tui.inventory.column import named, text
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD, Look
from ses_tui.tui.viewstate import ViewState

WIDE = 100
PASSED = "passed"
"""The id of the row that counts what passes."""

COMMANDS = 10
"""Commands of one finding that are listed; of more the command line has the rest."""

BANDS: Mapping[Level, Condition] = {
    Level.PASS: Condition.OK,
    Level.WARN: Condition.WARN,
    Level.FAIL: Condition.REVIEW,
}
"""It colours a row, and is no alert."""


class DoctorRow(NamedTuple):
    """One finding that is wrong, or all that pass together."""

    findings: tuple[Finding, ...]
    level: Level

    @property
    def check(self) -> str:
        """What was looked at."""
        return self.findings[0].check if self.level is not Level.PASS else f"{len(self.findings)} checks"

    @property
    def found(self) -> str:
        """What was found."""
        if self.level is not Level.PASS:
            return self.findings[0].summary
        return ", ".join(dict.fromkeys(one.check for one in self.findings))

    @property
    def mend(self) -> str:
        """The first command."""
        one = self.findings[0]
        if self.level is Level.PASS:
            return ""
        if one.actions:
            return f"allow {', '.join(one.actions)}"
        more = f" (+{len(one.mend) - 1})" if len(one.mend) > 1 else ""
        return f"{one.mend[0]}{more}" if one.mend else ""


def findings_of(state: ViewState) -> tuple[Finding, ...]:
    """The target's, then whether its channels would tell anybody; a demo tells nobody, and need not."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None or not target.findings:
        return ()
    channels = () if snapshot.demo else judge_channels(snapshot.channels, snapshot.generated_at)
    return (*target.findings, *channels)


def items(state: ViewState) -> list[tuple[str, DoctorRow]]:
    """What fails, then what is warned of; the last one counts what passes."""
    found = findings_of(state)
    wrong = sorted((one for one in found if one.level is not Level.PASS), key=lambda one: -one.level)
    passed = tuple(one for one in found if one.level is Level.PASS)
    rows = [(f"{one.check}\n{one.summary}", DoctorRow((one,), one.level)) for one in wrong]
    return [*rows, (PASSED, DoctorRow(passed, Level.PASS))] if passed else rows


def _level_word(row: DoctorRow) -> str:
    return "pass" if row.level is Level.PASS else row.level.word.upper()


def _level_style(row: DoctorRow, look: Look) -> Style:
    return look.label if row.level is Level.PASS else look.style(BANDS[row.level])


COLUMNS: tuple[Column[DoctorRow], ...] = (
    named(22, lambda row: row.check, lambda row: BANDS[row.level]),
    text("level", "", 5, _level_word, _level_style),
    text(
        "found",
        "found",
        20,
        lambda row: row.found,
        lambda row, look: look.label if row.level is Level.PASS else None,
        flex=3,
    ),
    text("mend", "mended by", 20, lambda row: row.mend, flex=2, at=WIDE),
)


def about(row: DoctorRow, state: ViewState, room: int) -> list[StyledLine]:
    """The finding with all that mends it; of what passes each in a line."""
    look, one = state.look, row.findings[0]
    lines = _heads(row, look, room)
    if row.level is Level.PASS:
        return lines
    for command in one.mend[:COMMANDS]:
        lines += folded(styled("   $ ", look.label), command, room)
    if len(one.mend) > COMMANDS:
        lines.append(styled(f"   and {len(one.mend) - COMMANDS} more: ses-tui doctor", look.label))
    if one.actions:
        lines += folded(styled("   allow ", look.label), _statement(one), room)
    if one.mend or one.actions:
        lines.append(
            styled("   nothing here is run by ses-tui; ses-tui doctor prints it to be copied", look.label)
        )
    return lines


def _heads(row: DoctorRow, look: Look, room: int) -> list[StyledLine]:
    sign = look.sign(BANDS[row.level])
    lines: list[StyledLine] = []
    for one in row.findings:
        label: StyledLine = ((f" {sign[0]} ", sign[1]), (f"{one.check}  ", BOLD))
        lines += folded(label, one.summary, room)
    return lines


def _statement(one: Finding) -> str:
    """As ``ses-tui doctor`` prints it."""
    return json.dumps({"Effect": "Allow", "Action": list(one.actions), "Resource": "*"})


def absent(state: ViewState) -> str:
    """Before anything was read."""
    return "nothing was looked at yet; ses-tui doctor reads everything at once"


def export(items: Sequence[DoctorRow], state: ViewState) -> Table:
    """Every finding by itself, those that pass too; commands one a line."""
    rows = tuple(
        (
            one.check,
            one.level.word,
            one.summary,
            "\n".join(one.mend),
            _statement(one) if one.actions else "",
            "\n".join(one.wanted),
        )
        for row in items
        for one in row.findings
    )
    return Table("doctor", ("check", "level", "summary", "mend", "allow", "wanted"), rows)


SECTION = Section("doctor", "Doctor", "", COLUMNS, items, absent, about, export, counted=False)
