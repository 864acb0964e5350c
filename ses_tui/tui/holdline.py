"""Lines over a view: that the screen is paused or shows the past; and news, above the keys."""

from ses_tui.core.clock import DAY, HOUR, MINUTE
from ses_tui.core.moments import Gap
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.draw.cells import cut
from ses_tui.tui.line import length, pad, styled
from ses_tui.tui.linewidget import LineWidget
from ses_tui.tui.look import LOUD, Look
from ses_tui.tui.news import news_line
from ses_tui.tui.viewstate import Hold, ViewState

PAST, PAUSED = "◀ PAST", "‖ PAUSED"

LEAST_FREE = 24
"""A message needs at least this many cells to be worth showing."""


class HoldLine(LineWidget):
    """One line across the whole screen, above everything; with the key that returns to now."""

    DEFAULT_CSS = "HoldLine { dock: top; height: 1; width: 100%; }"

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        hold = state.hold
        return [hold_line(hold, state.look, self._key(hold.past), width)] if hold else []

    def _key(self, past: bool) -> str:
        """The key that returns to now; from a pause, the key that began it."""
        action, key = ("now", "n") if past else ("pause", "p")
        bindings = (active.binding for active in self.screen.active_bindings.values())
        return next((self.app.get_key_display(one) for one in bindings if one.action == action), key)


def hold_line(hold: Hold, look: Look, key: str, room: int) -> StyledLine:
    """As much as there is room for; the moment and the way back always."""
    word = PAST if hold.past else PAUSED
    now = hold.live.now()
    clock, zone = look.stamp(hold.at, now), look.zone_name(hold.at)
    first, last = f"{word} {clock} {zone}", f"{key} returns to now"
    # each with its rank: the higher, the sooner it goes
    parts: list[tuple[int, str]] = []
    if hold.past:
        parts.append((3, f"{ago(now - hold.at)} ago"))
    if hold.gap:
        parts.append((1, gap_words(hold.gap, look, now)))
    if hold.note:
        parts.append((4, hold.note))
    if hold.readings:
        parts.append((5, _counted(hold.readings, "new reading")))
    if hold.alerts:
        parts.append((2, _counted(hold.alerts, "new alert")))

    def line(*more: str) -> StyledLine:
        return styled(f" {' · '.join((first, *(text for _, text in parts), *more, last))} ", LOUD)

    while parts and length(line()) > room:
        parts.remove(max(parts))
    spare = room - length(line()) - len(" · ")
    free = hold.told or hold.about
    said = line(cut(free, spare)) if free and spare >= min(LEAST_FREE, len(free)) else line()
    if length(said) > room:
        said = styled(f" {word} {clock} · {key}: now ", LOUD)
    return tuple((text, LOUD) for text, _ in pad(said, room))


def _counted(many: int, word: str) -> str:
    return f"{many} {word}{'' if many == 1 else 's'}"


def gap_words(gap: Gap, look: Look, now: float) -> str:
    """``nothing recorded 02:10–07:55``."""
    start, end = look.stamp(gap.start, now), look.stamp(gap.end, now)
    day, _, clock = end.rpartition(" ")
    return f"nothing recorded {start}–{clock if day and start.startswith(day) else end}"


def ago(seconds: float) -> str:
    """``2 h 10 min``, ``3 d 4 h``, ``under a minute``."""
    if seconds < MINUTE:
        return "under a minute"
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min"
    big, small, names = (HOUR, MINUTE, ("h", "min")) if seconds < 2 * DAY else (DAY, HOUR, ("d", "h"))
    rest = int(seconds % big // small)
    return f"{int(seconds // big)} {names[0]}" + (f" {rest} {names[1]}" if rest else "")


class NewsLine(LineWidget):
    """One line, as wide as the screen."""

    DEFAULT_CSS = "NewsLine { layer: strip; dock: bottom; height: 1; margin: 0 0 1 0; width: 100%; }"

    def draw(self, state: ViewState, width: int, height: int) -> list[StyledLine]:
        return [news_line(state.news, state.look, width)] if state.news else []
