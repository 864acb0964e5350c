"""Every mode in every state that it may be in: the same states for each."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ses_tui.core.clock import HOUR
from ses_tui.core.condition import Health
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.record import replace
from ses_tui.core.snapshot import Row, Snapshot, TargetSnapshot
from tests.tui.alerts_data import ALERTS
from tests.tui.events_data import EVENTS
from tests.tui.inventory_data import INVENTORIES
from tests.tui.lists_data import LISTS
from tests.tui.made import MONO, NOW, sources
from tests.tui.snapshots_data import EXPIRED, REASON, STATES, TIMED_OUT

Made = Callable[[], Snapshot]
WALL = "wall"
THROTTLED = SourceError(
    "rates",
    "GetMetricData",
    ErrorKind.THROTTLED,
    "AWS throttles the calls",
    "find what else calls SES in this account; ses-tui slows down by itself",
)


class Mode(NamedTuple):
    """``keys`` lead there; the states of its own data, the others are made of ``trouble``."""

    keys: tuple[str, ...]
    trouble: Made
    loading: Made
    empty: Made
    denied: Made
    hostile: Made


def _with(states: Mapping[str, Made], keys: str, *names: str) -> Mode:
    return Mode((keys,), *(states[name] for name in names))


_LISTED = ("trouble", "empty", "no_identities", "denied", "hostile")
_HELD = ("trouble", "loading", "empty", "denied", "hostile")
_OVERVIEW = _with(LISTS, "1", "warn", *_LISTED[1:])
MODES: Mapping[str, Mode] = {
    "overview": _OVERVIEW,
    "isps": _with(LISTS, "2", *_LISTED),
    "identities": _with(LISTS, "3", *_LISTED),
    "sets": _with(INVENTORIES, "4", *_HELD),
    "ips": _with(INVENTORIES, "5", *_HELD),
    "alerts": _with(
        {**ALERTS, "denied": STATES["denied"]}, "6", "trouble", "unread", "new", "denied", "hostile"
    ),
    "events": _with(EVENTS, "7", "full", "loading", "calm", "denied", "hostile"),
    "advisor": _with(INVENTORIES, "8", *_HELD),
    "fleet": _with(LISTS, "9", "fleet", *_LISTED[1:]),
    "detail": _OVERVIEW._replace(keys=("enter",)),
    WALL: _OVERVIEW._replace(keys=()),
}


def _rows(rows: tuple[Row, ...], health: Health) -> tuple[Row, ...]:
    return tuple(
        replace(row, readings=tuple(replace(one, health=health) for one in row.readings)) for row in rows
    )


def _failed(
    one: TargetSnapshot, health: Health, reason: str, error: SourceError, ago: float
) -> TargetSnapshot:
    inventory, events = one.inventory, one.events
    if inventory is not None:
        inventory = replace(
            inventory,
            errors=dict.fromkeys(inventory.read_at, (error,)),
            read_at=dict.fromkeys(inventory.read_at, NOW - 5 * HOUR),
        )
    if events is not None:
        events = replace(events, error=error, read_at=NOW - ago)
    return replace(
        one,
        health=health,
        health_reason=reason,
        readings=tuple(replace(reading, health=health) for reading in one.readings),
        rows={kind: _rows(rows, health) for kind, rows in one.rows.items()},
        sources=tuple(
            replace(source, health=health, error=error, last_success=NOW - ago, last_success_mono=MONO - ago)
            for source in sources(health, ago, error)
        ),
        errors=(error,),
        inventory=inventory,
        events=events,
    )


def _all_failed(made: Made, health: Health, reason: str, error: SourceError, ago: float) -> Made:
    def failed() -> Snapshot:
        before = made()
        targets = tuple(_failed(one, health, reason, error, ago) for one in before.targets)
        return replace(before, targets=targets)

    return failed


def _stale(made: Made) -> Made:
    reason = "no answer within 15 s: check the network; it is tried again"
    return _all_failed(made, Health.STALE, reason, TIMED_OUT, 18 * 60.0)


def _expired(made: Made) -> Made:
    return _all_failed(made, Health.BLIND, REASON, EXPIRED, 3900.0)


def _throttled(made: Made) -> Made:
    return _all_failed(made, Health.STALE, THROTTLED.message, THROTTLED, 18 * 60.0)


STATE_NAMES = ("trouble", "loading", "empty", "denied", "hostile", "stale", "expired", "throttled", "held")
"""``expired``: the credentials, an hour ago, so the target is blind; ``held``: paused by the user."""


def made(mode: str, state: str) -> Made:
    """The snapshot of that mode in that state."""
    one = MODES[mode]
    others: Mapping[str, Callable[[Made], Made]] = {
        "stale": _stale,
        "expired": _expired,
        "throttled": _throttled,
        "held": lambda trouble: trouble,
    }
    if state in others:
        return others[state](one.trouble)
    own: Made = getattr(one, state)
    return own


def keys(mode: str, state: str) -> tuple[str, ...]:
    """What to press on the overview."""
    return (*MODES[mode].keys, *(("p",) if state == "held" else ()))


ALL = tuple((mode, state) for mode in MODES for state in STATE_NAMES if (mode, state) != (WALL, "held"))
"""Nobody presses a key on the wall."""

_AT_ALL, _SMALL = ("80x24", "120x34", "200x60"), ("80x24",)
_INVENTORY = {
    **dict.fromkeys(("trouble", "empty", "denied"), _AT_ALL),
    **dict.fromkeys(("loading", "hostile"), _SMALL),
}
_SEEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "overview": {"trouble": _AT_ALL, "loading": _SMALL, "denied": _SMALL, "hostile": _SMALL},
    "isps": dict.fromkeys(("trouble", "denied", "loading"), _AT_ALL),
    "identities": {**dict.fromkeys(("trouble", "denied", "loading"), _AT_ALL), "hostile": _SMALL},
    **dict.fromkeys(("sets", "ips", "advisor"), _INVENTORY),
    "alerts": {"trouble": _AT_ALL, "hostile": _AT_ALL, "loading": _SMALL, "empty": _SMALL},
    "events": {"trouble": _AT_ALL, **dict.fromkeys(("loading", "empty", "denied", "hostile"), _SMALL)},
    "fleet": dict.fromkeys(("trouble", "loading"), _AT_ALL),
    WALL: {"trouble": _AT_ALL, "loading": _SMALL, "hostile": _SMALL},
}


def pictured(mode: str, state: str) -> tuple[str, ...]:
    """Sizes at which there is a picture of just that (``__snapshots__``): their text is not kept twice."""
    return _SEEN.get(mode, {}).get(state, ())
