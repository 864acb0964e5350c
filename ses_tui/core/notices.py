"""Which messages are due, from what people were told and what is true now.

A simple rule, one message per key and cycle; per-channel delivery and repeats build on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ses_tui.core.condition import Condition
from ses_tui.core.messages import Kind
from ses_tui.core.model import ACCOUNT, Key

LOUD = Condition.WARN
"""The lowest condition that makes a message; notice only colours."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a key stands now. ``since``: when that was entered, UTC epoch seconds."""

    condition: Condition
    since: float | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that is due."""

    kind: Kind
    key: Key
    condition: Condition
    told: Condition


def due(
    told: Mapping[Key, Condition], standings: Mapping[Key, Standing], gone: Iterable[Key] = ()
) -> list[Notice]:
    """The notices that are due, account first, then worst first.

    FIRING above what was told, EASED below it while still warn or review, RESOLVED below warn.
    Rows under an account at the same condition or higher do not fire: its message lists them.
    A key in ``gone`` that was told of ends as GONE, never as resolved.
    """
    notices = [
        Notice(Kind.GONE, key, Condition.OK, told[key]) for key in gone if told.get(key, Condition.OK) >= LOUD
    ]
    for key, standing in standings.items():
        before, now = told.get(key, Condition.OK), standing.condition
        if now > before and now >= LOUD:
            if not _under_account(key, now, standings):
                notices.append(Notice(Kind.FIRING, key, now, before))
        elif now < before and before >= LOUD:
            kind = Kind.EASED if now >= LOUD else Kind.RESOLVED
            notices.append(Notice(kind, key, now, before))
    notices.sort(key=lambda notice: (notice.key.subject != ACCOUNT, -notice.condition, str(notice.key)))
    return notices


def _under_account(key: Key, condition: Condition, standings: Mapping[Key, Standing]) -> bool:
    if key.subject == ACCOUNT:
        return False
    account = standings.get(Key(key.target, ACCOUNT, key.metric))
    return account is not None and account.condition >= condition
