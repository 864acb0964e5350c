"""Which process of several reads which target: evenly, and with as few moves as that takes.

Every process works it out for itself from the same rows, and comes to the same result.
"""

from collections.abc import Collection, Mapping

from ses_tui.core.record import Record


class Shares(Record, frozen=True):
    """What one process does next."""

    take: frozenset[str]
    """Targets that nobody owns, to be owned."""
    give: frozenset[str]
    """Targets that it owns, to be left to another."""


def shares(
    me: str,
    wishes: Mapping[str, Collection[str]],
    owners: Mapping[str, str],
    left: Collection[str] = (),
) -> Shares:
    """``wishes``: per live process the targets that it can read; ``owners``: target -> the live process that
    owns it; ``left``: targets that have been without an owner for so long that anybody takes them."""
    able: dict[str, list[str]] = {}
    for process in sorted(wishes):
        for target in wishes[process]:
            able.setdefault(target, []).append(process)
    load = dict.fromkeys(wishes, 0)
    planned: dict[str, str] = {}
    for target, owner in owners.items():
        if owner in load and target in able:
            planned[target] = owner
            load[owner] += 1
    for target in sorted(able.keys() - planned.keys()):
        planned[target] = min(able[target], key=lambda one: (load[one], one))
        load[planned[target]] += 1
    _even_out(planned, load, able)
    mine = {target for target, owner in owners.items() if owner == me}
    free = set(wishes.get(me, ())) - owners.keys()
    return Shares(
        frozenset(one for one in free if planned.get(one) == me or one in left),
        frozenset(one for one in mine if planned.get(one, me) != me),
    )


def _even_out(planned: dict[str, str], load: dict[str, int], able: Mapping[str, Collection[str]]) -> None:
    """Move targets until nobody who could read one has two fewer than its owner."""
    moved = True
    while moved:
        moved = False
        for target in sorted(planned):
            owner = planned[target]
            least = min(able[target], key=lambda one: (load[one], one))
            if load[owner] - load[least] >= 2:
                load[owner] -= 1
                load[least] += 1
                planned[target] = least
                moved = True
