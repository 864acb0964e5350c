"""A configuration that changes while the monitor runs: noticed, read anew, and what changed in words."""

import argparse
from pathlib import Path

from ses_tui.cli.setup import Setup, Telling
from ses_tui.core.record import Record
from ses_tui.engine.plan import Plan
from ses_tui.settings.light import config_file

LOOK_SECONDS = 2.0
"""Real time between two looks at the file."""

_DERIVED = ("target_id", "watched", "endpoint", "max_monthly_usd", "cycle")
"""What follows from another setting, which is said."""


class ConfigFile:
    """The file that ``--config`` names, or the default one."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.path: Path = options.config or config_file()
        self._read = self._seen = self._stamp()

    def changed(self) -> bool:
        """Whether it is another than at the last True, and was the same at two looks: it may be written
        just now. A file that is gone is no change: editors put a new one in its place."""
        stamp = self._stamp()
        settled, self._seen = stamp == self._seen, stamp
        if not settled or stamp is None or stamp == self._read:
            return False
        self._read = stamp
        return True

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def differences(old: Setup, new: Setup) -> list[str]:
    """``target b is new``, ``rates 300 -> 60``, ``notify: webhook``; no value that may be a secret."""
    before, after = dict(old.targets), dict(new.targets)
    plans_before = {target.name: plan for target, plan in old.targets}
    said = [f"target {one.name} is new" for one in after if one.name not in plans_before]
    said += [f"target {one.name} is gone" for one in before if one.name not in {each.name for each in after}]
    targets = {target.name: target for target in before}
    for target, plan in new.targets:
        if target.name in targets:
            told = _fields(targets[target.name], target) + _fields(plans_before[target.name], plan)
            said += [f"target {target.name}: {', '.join(told)}"] if told else []
    return [*said, *_others(old, new)]


def _others(old: Setup, new: Setup) -> list[str]:
    names = (name for name in Telling.__struct_fields__ if name not in _DERIVED)
    told = [name for name in names if getattr(old.telling, name) != getattr(new.telling, name)]
    found = [f"notify: {', '.join(told)}"] if told else []
    found += [f"cost: {', '.join(_fields(old.cost, new.cost))}"] if old.cost != new.cost else []
    return found


def _fields(old: Record, new: Record) -> list[str]:
    """Each field that differs; with its values where they are short and no secret."""
    found = []
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if before == after or (isinstance(old, Plan) and name in _DERIVED):
            continue
        shown = isinstance(before, int | float) and isinstance(after, int | float)
        found.append(f"{name} {before:g} -> {after:g}" if shown else name)
    return found
