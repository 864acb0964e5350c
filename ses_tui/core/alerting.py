"""The condition of one key, from its datapoints. Reads like the table in the alert rules.

    condition   points to enter   leaves
    notice      3 of 5            after 3 distinct points below its leave line
    warn        2 of 3            and 15 minutes of datapoint time since the first of them
    review      1 of 1            (30 minutes while the key flaps)
    pause       1 of 1

Up at once, down after the hold. Counters run over distinct datapoints, never over polls, so
reading the same point again changes nothing. Missing data never gets here, and so changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ses_tui.core.condition import LADDER, Condition, Lines
from ses_tui.core.model import Point
from ses_tui.core.record import Record, replace

POINTS_TO_ENTER = {
    Condition.NOTICE: (3, 5),
    Condition.WARN: (2, 3),
    Condition.REVIEW: (1, 1),
    Condition.PAUSE: (1, 1),
}
"""Per condition: how many of the last how many points at or above its line."""

POINTS_TO_LEAVE = 3
HOLD_SECONDS = 15 * 60.0
FLAPPING_HOLD = 2
"""How many times longer the hold is while the key flaps."""

BANDS_KEPT = 21
"""Points whose band is remembered: 20 changes (``flapping``)."""


class Level(Record, frozen=True):
    """One condition of the ladder: on or off, and what counts towards the other."""

    on: bool = False
    since: float | None = None
    hits: tuple[bool, ...] = ()
    below: int = 0
    below_from: float | None = None

    def step(self, condition: Condition, point: Point, lines: Lines, hold: float) -> "Level":
        """After one more point, newer than all before."""
        enter, leave = lines.enter(condition), lines.leave(condition)
        if enter is None or leave is None:
            return self
        needed, of = POINTS_TO_ENTER[condition]
        hits = (*self.hits, point.value >= enter)[-of:]
        if not self.on:
            on = sum(hits) >= needed
            return Level(on=on, since=point.at if on else None, hits=hits)
        if point.value >= leave:
            return replace(self, hits=hits, below=0, below_from=None)
        below_from = self.below_from if self.below_from is not None else point.at
        below = self.below + 1
        if below >= POINTS_TO_LEAVE and point.at - below_from >= hold:
            return Level(hits=hits)
        return replace(self, hits=hits, below=below, below_from=below_from)

    def raised(self, at: float) -> "Level":
        """On, by a point that came late or was rewritten."""
        return replace(self, on=True, since=self.since if self.on else at, below=0, below_from=None)


class KeyState(Record, frozen=True):
    """Where one key stands. ``newest``: the newest datapoint run through, UTC epoch seconds.

    ``bands``: in which band each of the last points lay, with no memory; ``flapping`` follows from
    them. ``began``: datapoint time at which the present alert, or the last one, came to warn or above:
    through all its conditions it is one alert.
    """

    levels: tuple[Level, Level, Level, Level] = (Level(), Level(), Level(), Level())
    newest: float | None = None
    bands: tuple[Condition, ...] = ()
    flapping: bool = False
    began: float | None = None

    @property
    def condition(self) -> Condition:
        """The highest level that is on."""
        on = (condition for condition, level in zip(LADDER, self.levels, strict=True) if level.on)
        return max(on, default=Condition.OK)

    @property
    def since(self) -> float | None:
        """Datapoint time at which the present condition was entered; None while ok."""
        condition = self.condition
        return None if condition is Condition.OK else self.levels[condition - 1].since

    @property
    def recovering(self) -> bool:
        """Below the leave line of the present condition, waiting out the hold."""
        condition = self.condition
        return condition is not Condition.OK and self.levels[condition - 1].below > 0


def step(state: KeyState, point: Point, lines: Lines) -> KeyState:
    """The state after ``point``, which must differ from every point seen (new, late or rewritten).

    A late or rewritten point only fills history, unless it is at or above review or pause: then
    it is news and raises its level.
    """
    reached = lines.band(point.value)
    if state.newest is not None and point.at <= state.newest:
        if reached < Condition.REVIEW:
            return state
        late = tuple(
            level.raised(point.at) if Condition.REVIEW <= condition <= reached else level
            for condition, level in zip(LADDER, state.levels, strict=True)
        )
        return _with_beginning(state, replace(state, levels=_four(late)), point.at)
    bands = (*state.bands, reached)[-BANDS_KEPT:]
    flapping = is_flapping(bands, state.flapping)
    hold = HOLD_SECONDS * (FLAPPING_HOLD if flapping else 1)
    stepped = tuple(
        level.step(condition, point, lines, hold)
        for condition, level in zip(LADDER, state.levels, strict=True)
    )
    return _with_beginning(state, KeyState(_four(stepped), point.at, bands, flapping), point.at)


def walk(state: KeyState, points: Iterable[Point], lines: Lines) -> Iterator[KeyState]:
    """The state after each of several points, in time order whatever order they came in."""
    for point in sorted(points, key=lambda point: point.at):
        state = step(state, point, lines)
        yield state


def run(state: KeyState, points: Iterable[Point], lines: Lines) -> KeyState:
    """The state after all of ``points``."""
    for stepped in walk(state, points, lines):
        state = stepped
    return state


def stated(state: KeyState, condition: Condition, at: float) -> KeyState:
    """For keys whose value is a word of AWS, such as EnforcementStatus: entered and left at once."""
    levels = tuple(
        (level if level.on else Level(on=True, since=at)) if rung == condition else Level()
        for rung, level in zip(LADDER, state.levels, strict=True)
    )
    return _with_beginning(state, KeyState(_four(levels), at), at)


def _with_beginning(before: KeyState, after: KeyState, at: float) -> KeyState:
    begins = before.condition < Condition.WARN <= after.condition
    return replace(after, began=at if begins else before.began)


def _four(levels: tuple[Level, ...]) -> tuple[Level, Level, Level, Level]:
    notice, warn, review, pause = levels
    return notice, warn, review, pause


CHANGES = 20
"""Over the last 20 possible changes, one weighs 0.8 (oldest) to 1.2 (newest); their sum as a share of 20 is
the measure. On above 30 %, off under 25 % (https://icinga.com/docs/icinga-1/latest/en/flapping.html)."""
ON_ABOVE = 0.30
OFF_UNDER = 0.25
LIGHTEST, HEAVIEST = 0.8, 1.2


def change_share(states: Sequence[object]) -> float:
    """Weighted share of changes, 0..1, among the last 21 ``states``, oldest first.

    What was before the first of them counts as no change.
    """
    recent = list(pairwise(states[-CHANGES - 1 :]))
    first = CHANGES - len(recent)
    step = (HEAVIEST - LIGHTEST) / (CHANGES - 1)
    weighed = (
        LIGHTEST + step * (first + place) for place, (before, after) in enumerate(recent) if before != after
    )
    return sum(weighed) / CHANGES


def is_flapping(states: Sequence[object], already: bool) -> bool:
    """Whether it flaps now, given whether it did before."""
    share = change_share(states)
    return share >= OFF_UNDER if already else share > ON_ABOVE
