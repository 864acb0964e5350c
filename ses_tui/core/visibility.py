"""Blindness as an alert of its own: one message per root cause to each channel, and one when it is over.

blind and not told, or repeat due   BLIND   after 1 h, then every 4 h
fresh and told blind                SIGHT   to whom was told blind
"""

from collections.abc import Mapping

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Health
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.core.record import Record, replace

FIRST_REPEAT = HOUR
LATER_REPEAT = 4 * HOUR


class Visibility(Record, frozen=True):
    """Whether a key can be seen. ``cause``: an ``errors[].kind``, or why else; '' while it can."""

    health: Health
    cause: str = ""


class DeliveredBlindness(Record, frozen=True):
    """What one channel was told of one key that can't be seen. ``at``: when last, UTC epoch seconds."""

    causes: frozenset[str] = frozenset()
    at: float = 0.0
    times: int = 0

    def again(self, cause: str, now: float) -> bool:
        """Whether the reminder is due."""
        wait = FIRST_REPEAT if self.times <= 1 else LATER_REPEAT
        return cause in self.causes and now - self.at >= wait

    def accepted(self, cause: str, at: float) -> "DeliveredBlindness":
        """After the channel took a BLIND for ``cause``."""
        times = self.times + 1 if cause in self.causes else 1
        return replace(self, causes=self.causes | {cause}, at=at, times=times)


NEVER = DeliveredBlindness()


def blindness(
    visibilities: Mapping[Key, Visibility], delivered: Mapping[Key, DeliveredBlindness], now: float
) -> list[tuple[str, tuple[Key, ...]]]:
    """The causes that the channel must be told of, each with every key that can't be seen because of it.

    A row that goes blind later by a cause that was told already needs no message of its own. A rate or
    the status of the account always does: that something lesser was blind is no warning of it.
    """
    groups: dict[tuple[str, str], list[Key]] = {}
    for key, visibility in visibilities.items():
        if visibility.health is Health.BLIND:
            groups.setdefault((key.target, visibility.cause), []).append(key)
    due = []
    for (_, cause), keys in groups.items():
        told = [key for key in keys if cause in delivered.get(key, NEVER).causes]
        news = not told or any(key.subject == ACCOUNT and key not in told for key in keys)
        if news or any(delivered[key].again(cause, now) for key in told):
            due.append((cause, tuple(keys)))
    return due


def restored(
    visibilities: Mapping[Key, Visibility], delivered: Mapping[Key, DeliveredBlindness]
) -> list[tuple[Key, ...]]:
    """Per target the keys that were told blind and are fresh again."""
    groups: dict[str, list[Key]] = {}
    for key, one in delivered.items():
        visibility = visibilities.get(key)
        if one.causes and visibility is not None and visibility.health is Health.FRESH:
            groups.setdefault(key.target, []).append(key)
    return [tuple(keys) for keys in groups.values()]
