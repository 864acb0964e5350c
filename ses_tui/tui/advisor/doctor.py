"""The table of what ``ses-tui doctor`` finds: what fails first, with its command; what passes as one row."""

import json
from collections.abc import Mapping

from ses_tui.core.condition import Condition
from ses_tui.core.doctor_telling import judge_channels
from ses_tui.core.findings import Finding, Level
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.inventory.section import Exported, Section
from ses_tui.tui.line import folded, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.table_layout import Column, TableRow
from ses_tui.tui.viewstate import ViewState

WIDE = 100
PASSED = "passed"
"""The id of the row that counts what passes."""

COMMANDS = 10
"""Commands of one finding that are listed; of more the command line has the rest."""

BANDS: Mapping[Level, Condition] = {
    Level.PASS: Condition.OK,
    Level.WARN: Condition.NOTICE,
    Level.FAIL: Condition.WARN,
}
"""It colours a row, and is no alert."""


def columns(title: str, width: int) -> tuple[Column, ...]:
    """What was looked at, how it went, what was found, the first command."""
    return (
        Column("check", title, 22),
        Column("level", "", 5),
        Column("found", "found", 20, flex=3),
        Column("mend", "mended by", 20, flex=2, minimum_table_width=WIDE),
    )


def findings_of(state: ViewState) -> tuple[Finding, ...]:
    """The target's, then whether its channels would tell anybody; a demo tells nobody, and need not."""
    target, snapshot = state.target, state.snapshot
    if target is None or snapshot is None or not target.findings:
        return ()
    channels = () if snapshot.demo else judge_channels(snapshot.channels, snapshot.generated_at)
    return (*target.findings, *channels)


def wrong(found: tuple[Finding, ...]) -> list[tuple[str, Finding]]:
    """What fails, then what is warned of, each with the id of its row."""
    ranked = sorted((one for one in found if one.level is not Level.PASS), key=lambda one: -one.level)
    return [(f"{one.check}\n{one.summary}", one) for one in ranked]


def rows(state: ViewState, width: int) -> list[TableRow]:
    """See ``wrong``; the last one counts what passes."""
    found, look = findings_of(state), state.look
    made = [_row(name, one, state) for name, one in wrong(found)]
    passed = [one for one in found if one.level is Level.PASS]
    if passed:
        sign, style = look.sign(Condition.OK)
        names = ", ".join(dict.fromkeys(one.check for one in passed))
        cells = (
            ((sign, style), (f" {len(passed)} checks", None)),
            styled("pass", look.label),
            styled(look.to_ascii(names), look.label),
            (),
        )
        made.append(TableRow(PASSED, cells))
    return made


def _row(name: str, one: Finding, state: ViewState) -> TableRow:
    look = state.look
    sign, style = look.sign(BANDS[one.level])
    return TableRow(
        name,
        (
            ((sign, style), (f" {look.to_ascii(one.check)}", None)),
            styled(one.level.word.upper(), look.style(BANDS[one.level])),
            styled(look.to_ascii(one.summary)),
            styled(look.to_ascii(_first(one)), look.label),
        ),
    )


def _first(one: Finding) -> str:
    if one.actions:
        return f"allow {', '.join(one.actions)}"
    more = f" (+{len(one.mend) - 1})" if len(one.mend) > 1 else ""
    return f"{one.mend[0]}{more}" if one.mend else ""


def about(name: str, state: ViewState, room: int) -> list[StyledLine]:
    """The finding with all that mends it; of what passes each in a line."""
    found, look = findings_of(state), state.look
    if name == PASSED:
        return _passed(found, state, room)
    one = dict(wrong(found)).get(name)
    if one is None:
        return []
    sign, style = look.sign(BANDS[one.level])
    lines = folded(
        ((f" {sign} ", style), (look.to_ascii(f"{one.check}  "), BOLD)), look.to_ascii(one.summary), room
    )
    for command in one.mend[:COMMANDS]:
        lines += folded(styled("   $ ", look.label), look.to_ascii(command), room)
    if len(one.mend) > COMMANDS:
        lines.append(styled(f"   and {len(one.mend) - COMMANDS} more: ses-tui doctor", look.label))
    if one.actions:
        lines += folded(styled("   allow ", look.label), look.to_ascii(_statement(one)), room)
    if one.mend or one.actions:
        lines.append(
            styled("   nothing here is run by ses-tui; ses-tui doctor prints it to be copied", look.label)
        )
    return lines


def _passed(found: tuple[Finding, ...], state: ViewState, room: int) -> list[StyledLine]:
    look = state.look
    sign, style = look.sign(Condition.OK)
    lines: list[StyledLine] = []
    for one in found:
        if one.level is Level.PASS:
            label: StyledLine = ((f" {sign} ", style), (look.to_ascii(f"{one.check}  "), BOLD))
            lines += folded(label, look.to_ascii(one.summary), room)
    return lines


def _statement(one: Finding) -> str:
    """As ``ses-tui doctor`` prints it."""
    return json.dumps({"Effect": "Allow", "Action": list(one.actions), "Resource": "*"})


def absent(state: ViewState) -> str:
    """Before anything was read."""
    return "nothing was looked at yet; ses-tui doctor reads everything at once"


def export(state: ViewState) -> Exported:
    """Every finding by itself, those that pass too; commands one a line."""
    found = findings_of(state)
    everything = [*wrong(found), *((f"{one.check}\n", one) for one in found if one.level is Level.PASS)]
    columns = ("check", "level", "summary", "mend", "allow", "wanted")
    rows = {
        name: (
            one.check,
            one.level.word,
            one.summary,
            "\n".join(one.mend),
            _statement(one) if one.actions else "",
            "\n".join(one.wanted),
        )
        for name, one in everything
    }
    return Exported(columns, rows)


SECTION = Section("doctor", "", columns, rows, absent, about, "Doctor", export=export, counted=False)
