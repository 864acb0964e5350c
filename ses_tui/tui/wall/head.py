"""What every page begins with: whose it is, the age of the data, the time; and loudly, what is not seen."""

from collections.abc import Sequence
from typing import NamedTuple

from ses_tui.core.clock import MINUTE, short_duration
from ses_tui.core.condition import Health
from ses_tui.core.snapshot import TargetSnapshot
from ses_tui.core.verdict import cause
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, styled
from ses_tui.tui.overview.head import data_age
from ses_tui.tui.viewstate import ViewState
from ses_tui.tui.wall.lines import BLIND, Room, ends, filled, indented, longest_that_fits, rows_of


class Moment(NamedTuple):
    """The time that a page is drawn for: it moves on by the minute, so that nothing else is sent."""

    wall: float
    mono: float

    def now(self) -> float:
        """UTC epoch seconds."""
        return self.wall

    def monotonic(self) -> float:
        """Seconds of the engine's clock."""
        return self.mono

    async def sleep(self, seconds: float) -> None:
        """A moment does not pass."""
        raise NotImplementedError


AIRY = 30
"""Rows from which on the banner's letters have one free above and below them."""


def head_scale(room: Room) -> int:
    """At most three rows: the digits below are what the height is for."""
    return min(1, room.scale) if room.look.letter_step == 1 else 0


def head(
    title: Sequence[str], targets: Sequence[TargetSnapshot], state: ViewState, moment: Moment, room: Room
) -> list[StyledLine]:
    """``title`` in its variants, then the age of the oldest rates and the clock, at the right edge."""
    look = state.look
    clock = f"{look.clock(moment.wall)}"
    zone = f"{clock} {look.zone_name(moment.wall)}"
    old = age_words(targets, moment)
    demo = "DEMO · " if state.demo or (state.snapshot is not None and state.snapshot.demo) else ""
    left = [f"{demo}{text}" for text in title]
    brief = old.removesuffix(" old")
    right = (f"data {old} · {zone}", f"{old} · {clock}", f"{brief} · {clock}")
    scale = head_scale(room)
    return ends(left, right[1:] if scale else right, room._replace(scale=scale))


def age_words(targets: Sequence[TargetSnapshot], moment: Moment) -> str:
    """``2 min old``, of the target whose rates are oldest."""
    ages = [data_age(target, moment) for target in targets]
    known = [age for age in ages if age is not None]
    if not known or len(known) < len(ages):
        return "not read yet"
    oldest = max(known)
    return "<1 min old" if oldest < MINUTE else f"{short_duration(oldest)} old"


def banner(target: TargetSnapshot | None, state: ViewState, moment: Moment, room: Room) -> list[StyledLine]:
    """Nothing while the target is fresh; else in big letters that it is not, and why in small ones."""
    look = state.look
    restored = state.snapshot is not None and state.snapshot.restored
    if target is None or target.health is Health.INIT or restored:
        known = restored or (target is not None and any(r.value is not None for r in target.readings))
        texts: tuple[str, ...] = ("last known, reading…",) if known else ("reading…",)
        why = ""
    elif target.health is Health.FRESH:
        return []
    else:
        sign, word = look.health_sign(target.health), target.health.value.upper()
        age = data_age(target, moment)
        texts = (f"{sign} {word} {short_duration(age)}", f"{sign} {word}") if age else (f"{sign} {word}",)
        why = reason(target)
    inner = room.width - 2
    scale = max(look.letter_step, room.scale)
    if room.height < 12:
        scale = 0
    said = longest_that_fits(texts, inner, scale)
    if not said:
        scale, said = 0, texts[-1]
    lines = rows_of(said, scale)
    if scale and room.height >= AIRY:
        lines = [(), *lines, ()]
    if why and room.height >= 16:
        lines.append(clip(styled(why), inner))
    return filled(indented(lines, 1), room.width, len(lines), BLIND)


def reason(target: TargetSnapshot) -> str:
    """Why it cannot be seen, and what to do."""
    error = cause(target)
    text = target.health_reason or (error.message if error else "no successful read")
    return f"{text}: {error.hint}" if error and error.hint and error.hint not in text else text
