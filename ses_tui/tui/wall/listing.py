"""The worst rows of all targets, one big line each: ISPs, identities, or the targets themselves."""

from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.core.condition import Condition, Health
from ses_tui.core.model import RATES, Metric, SubjectKind
from ses_tui.core.snapshot import Row, Snapshot, TargetSnapshot
from ses_tui.core.verdict import SIGNS, verdict
from ses_tui.core.words import count, percent, value_text
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import NONE, clip, styled
from ses_tui.tui.rows.cells import worse_of
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.big import shortened
from ses_tui.tui.wall.lines import BLIND, Room, beside, filled, high, indented, rows_of, wide

MOST_ROWS = 40
"""Entries made for a page, whatever there are: more has no room on any terminal."""

LEAST_ROWS = 4
NAME_LETTERS = 8
WORD_LETTERS = 12
"""Big letters of a name that a scale must leave room for, and that the metric's word must."""
SAID_LETTERS = 7
"""Big letters of AWS's word at most: ``FAILED``."""


class Entry(NamedTuple):
    """``value``: the worse of its two rates, ``what`` it is; ``note``: all of it, in small letters.

    ``unseen``: it can't be seen, or is old."""

    condition: Condition
    sign: str
    name: str
    value: str
    what: str
    note: str
    unseen: bool = False


def rows_page(kind: SubjectKind, state: ViewState, room: Room) -> list[StyledLine]:
    """The worst rows of ``kind``."""
    snapshot = state.snapshot
    if snapshot is None:
        return []
    rows = [(target, row) for target in snapshot.targets for row in target.rows.get(kind, ())[:MOST_ROWS]]
    rows.sort(key=lambda pair: pair[1].order())
    total = sum(len(target.rows.get(kind, ())) for target in snapshot.targets)
    named = len(snapshot.targets) > 1
    return entries([_row_entry(target, row, named, state) for target, row in rows[:MOST_ROWS]], total, room)


def fleet_page(state: ViewState, room: Room) -> list[StyledLine]:
    """Every target."""
    snapshot = state.snapshot
    if snapshot is None:
        return []
    targets = state.worst_first
    return entries([_target_entry(target, state) for target in targets[:MOST_ROWS]], len(targets), room)


def page_title(kind: str, snapshot: Snapshot | None) -> tuple[str, ...]:
    """``prod · ISPs, worst first``, and shorter."""
    word = {"isps": "ISPs", "fleet": "targets"}.get(kind, kind)
    if snapshot is not None and len(snapshot.targets) == 1:
        name = snapshot.targets[0].name
        return f"{name} · {word}, worst first", f"{name} · {word}"
    return f"{word}, worst first", word


def _row_entry(target: TargetSnapshot, row: Row, named: bool, state: ViewState) -> Entry:
    bounce, complaint = (row.get(metric) for metric in RATES)
    word, worst = row.word, worse_of(bounce, complaint)
    value = percent(worst.value if worst else None, worst.metric if worst else Metric.BOUNCE_RATE)
    parts = [
        f"{metric.word} {percent(each.value if each else None, metric)}"
        for metric, each in zip(RATES, (bounce, complaint), strict=True)
    ]
    if row.no_feedback_loop:
        parts[1] = "no feedback loop"
    sends = row.get(Metric.SENDS)
    parts.append(f"{count(sends.value if sends else None)} sends")
    if worst is not None and worst.too_few:
        parts.insert(0, "too few to judge")
    if word is not None:
        value = cut(f"{word.status}", SAID_LETTERS)
        parts.insert(0, value_text(word.metric, word.status))
    condition = row.condition
    band = "" if condition is Condition.OK else f"{state.look.word(condition)[0]} · "
    return Entry(
        condition,
        SIGNS[condition],
        f"{target.name} · {row.subject.label}" if named else row.subject.label,
        value.replace(" ", ""),
        worst.metric.word if worst else "bounce",
        band + " · ".join(parts),
    )


def _target_entry(target: TargetSnapshot, state: ViewState) -> Entry:
    worst = worse_of(*(target.reading(metric) for metric in RATES))
    metric = worst.metric if worst else Metric.BOUNCE_RATE
    value = percent(worst.value if worst else None, metric).replace(" ", "")
    made = verdict(target, state.now)
    if target.health is not Health.FRESH:
        value = target.health.value.upper()
    return Entry(
        max(made.condition, target.condition), made.sign, target.name, value, metric.word, made.text(1)
    )


def entries(found: Sequence[Entry], total: int, room: Room) -> list[StyledLine]:
    """As many as have room, the last line counting the rest."""
    if not found:
        return [styled(" none was read", room.look.label)]
    scale = _scale(found, room)
    each = high(scale) + 1 if scale else 1
    most = max(1, room.height // each)
    if total > most:
        most = max(1, (room.height - 1) // each)
    shown = found[:most]
    told = len({entry.what for entry in shown}) > 1 and room.width - 2 - _fixed(shown, scale, room) >= wide(
        "M" * WORD_LETTERS, scale
    )
    spare = room.height - each * len(shown) - 1
    air: list[StyledLine] = [()] * min(high(scale) // 2, max(0, spare // len(shown)))
    lines: list[StyledLine] = []
    for entry in shown:
        lines += [*_entry(entry, shown, scale, told, room), *air]
    if total > len(shown):
        lines.append(styled(f" +{total - len(shown)} more", room.look.label))
    return lines


def _scale(found: Sequence[Entry], room: Room) -> int:
    """The largest at which some rows have room, and their names."""
    for scale in range(4, 0, -room.look.letter_step):
        each = high(scale) + 1
        rows = min(len(found), room.height // each)
        least = wide("N" * NAME_LETTERS, scale)
        if rows < min(len(found), LEAST_ROWS) or (scale > 1 and rows < len(found)):
            continue
        if room.width - 2 - _fixed(found[:rows], scale, room) >= least:
            return scale
    return 0


def _fixed(shown: Sequence[Entry], scale: int, room: Room) -> int:
    """Cells of a row beside its name: the sign, the number, the gaps."""
    number = max(wide(entry.value, scale) for entry in shown)
    return wide("■", scale) + number + 2 * 2 * max(1, scale)


def _entry(entry: Entry, shown: Sequence[Entry], scale: int, told: bool, room: Room) -> list[StyledLine]:
    look, inner = room.look, room.width - 2
    style = BLIND if entry.unseen else look.fill(entry.condition)
    sign = entry.sign if scale else look.sign(entry.condition)[0]
    if not scale:
        return [_small_entry(entry, sign, room)]
    gap = " " * 2 * scale
    ground = look.sign(Condition.OK)[1] if entry.condition is Condition.OK and not entry.unseen else NONE
    what = f"{entry.what} " if told and entry.value.endswith("%") else ""
    name_room = inner - _fixed(shown, scale, room) - (wide(what, scale) if what else 0)
    name = shortened(entry.name, name_room, scale)
    left: list[StyledLine] = [
        (*first, (gap, None), *second)
        for first, second in zip(
            rows_of(entry.sign, scale, ground),
            rows_of(name, scale) if name else [()] * 9,
            strict=False,
        )
    ]
    right = rows_of(what + entry.value, scale)
    lines = indented(beside(left, right, inner), 1)
    note = clip(styled(f"  {entry.note}", look.label), room.width)
    return [*filled(lines, room.width, len(lines), style), note]


def _small_entry(entry: Entry, sign: str, room: Room) -> StyledLine:
    """One line in the terminal's own letters."""
    look = room.look
    value = entry.value
    name_room = room.width - 2 - 2 - len(value) - 2
    note = entry.note
    name = cut(entry.name, min(name_room, 28))
    left = f" {sign} {name}"
    if room.width >= 70:
        left = f"{left:<33}{cut(note, room.width - 33 - len(value) - 3)}"
    ground = BLIND if entry.unseen else look.fill(entry.condition)
    line = filled([styled(left)], room.width - len(value) - 1, 1, ground)[0]
    return (*line, (f"{value} ", ground))
