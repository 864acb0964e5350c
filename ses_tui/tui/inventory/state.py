"""What was read when, what was not and why, and what reading costs while somebody looks."""

from collections.abc import Collection, Sequence

from ses_tui.core.clock import short_duration
from ses_tui.core.condition import Condition, Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.inventory import VALUE_SECONDS, Inventory
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.words import money
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, join, length, longest, styled
from ses_tui.tui.look import BOLD
from ses_tui.tui.viewstate import ViewState

VALUES = "values"
FIRST_READ = "reading: the first read is under way"

STALE_SECONDS = 3 * 3600.0
"""Lists are read every hour unless ``poll.lists`` says otherwise: three missed."""

NOTE_LINES = 3


def nothing_words(target: TargetSnapshot | None, part: str, absent: str) -> str:
    """What stands in a table without rows; ``absent``: the part was read and there is none."""
    if target is None:
        return FIRST_READ
    if not part:
        return absent
    inventory = target.inventory
    if part in inventory.read_at or getattr(inventory, part) is not None:
        return absent
    errors = inventory.errors.get(part, ())
    if not errors:
        return FIRST_READ
    if errors[0].kind is ErrorKind.NOT_ENABLED:
        return absent
    return _not_read(errors[0])


def unread(state: ViewState, part: str, *operations: str) -> str:
    """Why a table is empty whose part was read, but not by these operations; empty where they went well."""
    errors = state.target.inventory.errors.get(part, ()) if state.target else ()
    failed = (one for one in errors if one.operation in operations and one.kind is not ErrorKind.NOT_ENABLED)
    return next((_not_read(one) for one in failed), "")


def _not_read(error: SourceError) -> str:
    return f"not read: {why(error)}"


def why(error: SourceError) -> str:
    """What to allow where AWS denied it; else which operation, what is the matter, and what to do."""
    if error.kind is ErrorKind.ACCESS_DENIED and error.hint:
        return error.hint
    said = error.message if error.operation in error.message else f"{error.operation}: {error.message}"
    # AWS's own words on a request that it refused are all that is known.
    return said if error.kind is ErrorKind.INVALID_REQUEST or not error.hint else f"{said}; {error.hint}"


def note_lines(
    state: ViewState, parts: Sequence[str], room: int, said: Collection[str] = frozenset()
) -> list[StyledLine]:
    """One line per error that no empty table tells of; the last counts those without room.

    ``said``: what stands in the tables without rows.
    """
    target, look = state.target, state.look
    if target is None:
        return []
    inventory = target.inventory
    sign, style = look.sign(Condition.NOTICE)
    lines: list[StyledLine] = []
    told: set[tuple[str, str]] = set()
    for part in parts:
        known = part == VALUES or getattr(inventory, part) is not None
        for error in inventory.errors.get(part, ()):
            name = (error.operation, error.hint)
            if name in told or not known or error.kind is ErrorKind.NOT_ENABLED or _not_read(error) in said:
                continue
            told.add(name)
            lines.append(_note(error, part, inventory, state, ((f" {sign} ", style),)))
    lines = [clip(line, room) for line in lines]
    if len(lines) > NOTE_LINES:
        more = styled(f"  +{len(lines) - NOTE_LINES + 1} more", look.label)
        lines = [*lines[: NOTE_LINES - 1], (*clip(lines[NOTE_LINES - 1], room - length(more)), *more)]
    return lines


def _note(
    error: SourceError, part: str, inventory: Inventory, state: ViewState, sign: StyledLine
) -> StyledLine:
    look = state.look
    at = inventory.read_at.get(part)
    old = f"; shown as read {short_duration(max(0.0, state.now - at))} ago" if at is not None else ""
    return (*sign, (part, BOLD), (f": {why(error)}", None), (old, look.label))


def heading(
    state: ViewState, title: str, parts: Sequence[str], paid: bool, said: Sequence[StyledLine], room: int
) -> StyledLine:
    """The mode's own line: what it costs while somebody looks, and how old the lists are.

    ``said``: how the tables are filtered and sorted; it goes before the cost and the age.
    """
    look, target = state.look, state.target
    name = styled(f" {title}", BOLD)
    if target is None:
        return clip(name, room)
    age = _age(state, target.inventory, parts)
    words = pace_words(target) if paid else ""
    cost = styled(words, look.label) if words else ()
    variants = [join((name, *said, cost, age))]
    if words and not said:  # what it costs goes before what it is called
        short = words.removeprefix("reading ").removesuffix(" at this pace")
        variants += [join((((" ", None), (told, look.label)), age)) for told in (words, short)]
    return longest([*variants, join((name, *said, age)), join((name, *said))], room)


def pace_words(target: TargetSnapshot) -> str:
    """``reading 114 metrics every 5 min while you look: $9.85 a month at this pace``."""
    inventory = target.inventory
    if not inventory.values_wanted:
        return "asking CloudWatch what it has" if not inventory.errors.get(VALUES) else ""
    if not inventory.values:
        return "CloudWatch has no values of these: nothing to pay" if VALUES in inventory.read_at else ""
    while_ = "while you look" if target.condition < Condition.WARN else f"at {target.condition.word.upper()}"
    cost = money(inventory.values_usd)
    every = short_duration(inventory.values_seconds)
    capped = ", as max_monthly_usd allows," if inventory.values_seconds > VALUE_SECONDS else ""
    return (
        f"reading {len(inventory.values)} metrics every {every}{capped} {while_}: {cost} a month at this pace"
    )


def _age(state: ViewState, inventory: Inventory, parts: Sequence[str]) -> StyledLine:
    """How old the oldest list is; loud where its reads fail or do not come."""
    look = state.look
    read = [part for part in parts if part in inventory.read_at and part != VALUES]
    if not read:
        return ()
    age = max(0.0, state.now - min(inventory.read_at[part] for part in read))
    failing = any(inventory.errors.get(part) for part in read)
    said = f"read {short_duration(age)} ago"
    if age > STALE_SECONDS or (failing and age > STALE_SECONDS / 3):
        style = look.style(Condition.NOTICE)
        return styled(f"{look.health_sign(Health.STALE)} {said}", style)
    return styled(said, look.label)
