"""Blindness as an alert of its own: one per root cause, to each channel, and the sight regained.

blind and not told, or repeat due   BLIND   after 1 h, then every 4 h
fresh and told blind                SIGHT   to whom was told blind
"""

from collections.abc import Iterable, Mapping

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Health
from ses_tui.core.model import Key
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
    """The causes of which the channel must hear now, each with every key that it covers.

    A key that goes blind later by a cause that was told already needs no message of its own.
    """
    groups: dict[tuple[str, str], list[Key]] = {}
    for key, visibility in visibilities.items():
        if visibility.health is Health.BLIND:
            groups.setdefault((key.target, visibility.cause), []).append(key)
    due = []
    for (_, cause), keys in groups.items():
        known = [delivered[key] for key in keys if cause in delivered.get(key, NEVER).causes]
        if not known or any(one.again(cause, now) for one in known):
            due.append((cause, in_order(keys)))
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
    return [in_order(keys) for keys in groups.values()]


def in_order(keys: Iterable[Key]) -> tuple[Key, ...]:
    """The account's first."""
    return tuple(sorted(keys, key=lambda key: (key.subject.name is not None, str(key))))
