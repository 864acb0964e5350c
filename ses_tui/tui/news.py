"""What has just happened: one line above the keys for a few seconds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from ses_tui.core.condition import Condition
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.tui.draw.bandstyle import StyledLine
from ses_tui.tui.line import clip, length, longest, pad, styled
from ses_tui.tui.look import LOUD, Look

if TYPE_CHECKING:
    from ses_tui.core.messages import Message

NEWS_SECONDS = 10.0
NEWS_KEPT = 50
NEWS_CELLS = 400
"""Cells of one text at most: wider than any terminal."""

_GOOD = frozenset({"EASED", "RESOLVED", "SIGHT", "GONE", "CHANNEL_OK"})


class News(NamedTuple):
    """``title`` before ``more``, which goes first where there is no room; ``until``: monotonic seconds.

    ``account``: about the account's own trouble, which is told before any row's. ``key``: what it is
    about; later news of the same key take its place.
    """

    title: str
    more: str
    level: Condition
    account: bool
    until: float
    key: Key | None = None
    first: bool = False
    """Told before all others: it says why they come late."""


def news_of(message: "Message", until: float, *, alone: bool) -> News:
    """The message as one line; blindness and the like count at the level they are routed at.

    ``alone``: there is one target only, whose name says nothing.
    """
    good = message.kind.value in _GOOD
    level = message.condition if good else max(message.condition, message.route)
    account = message.key.subject == ACCOUNT and level >= Condition.WARN and not good
    title = message.alert_line if alone else f"{message.key.target}: {message.alert_line}"
    return News(title[:NEWS_CELLS], message.body[:NEWS_CELLS], level, account, until, message.key)


def joined(before: Sequence[News], fresh: Sequence[News]) -> tuple[News, ...]:
    """The newest of each key, at most NEWS_KEPT."""
    told = {each.key for each in fresh if each.key is not None}
    return (*(each for each in before if each.key not in told), *fresh)[-NEWS_KEPT:]


def news_line(news: Sequence[News], look: Look, room: int) -> StyledLine:
    """The account's first, then the worst, then the newest; and how many more there are."""
    _, first = max(enumerate(news), key=lambda pair: (pair[1].first, pair[1].account, pair[1].level, pair[0]))
    style = _style(first.level, look)
    sign = f"{look.sign(first.level)[0]} " if first.level > Condition.OK else ""
    more = f"  +{len(news) - 1} more " if len(news) > 1 else " "
    left = room - length(styled(more))
    title = f" {sign}{first.title}"
    said = longest((styled(f"{title} · {first.more}"),) if first.more else (), left)
    if not said or said[-1][0].endswith("…"):
        said = clip(styled(title), left)
    return tuple((text, style) for text, _ in (*pad(said, left), (more, None)))


def _style(level: Condition, look: Look) -> Style:
    """The whole line reversed in the band's colour; pause already has a background."""
    if level is Condition.OK:
        return LOUD
    style = look.style(level)
    return style if style.bgcolor else style + LOUD
