"""What ``watch`` writes: snapshots on standard output, messages and the log on standard error."""

import sys

from ses_tui.cli.output import LineWriter
from ses_tui.core.clock import iso
from ses_tui.core.condition import Health
from ses_tui.core.messages import Message
from ses_tui.core.report import Changes, as_json, standing
from ses_tui.core.snapshot import Snapshot, TargetSnapshot
from ses_tui.core.verdict import WELL, cause, verdict, worst_first

ON_CHANGE, ON_ALERT = "change", "alert"

LISTS, SENDERS = "lists", frozenset({"sets", "tenants"})
"""The source of the identities; the parts of the inventory that say what else may send."""


def text_lines(snapshot: Snapshot, targets: list[TargetSnapshot]) -> str:
    """A line per target: when, which, and its verdict."""
    at = iso(snapshot.generated_at)
    return "\n".join(f"{at} {one.name} {verdict(one, snapshot.generated_at).text(0)}" for one in targets)


def changed_lines(snapshot: Snapshot, targets: list[TargetSnapshot]) -> str:
    """The same, but for those that are being read for the first time: that is no news.

    Nor is it said that all is well before it is known whether each identity, set and tenant may send.
    """
    known = [one for one in targets if one.health is not Health.INIT or cause(one) is not None]
    told = [one for one in known if _lists_ended(one) or verdict(one, 0.0).word != WELL]
    return text_lines(snapshot, told)


def _lists_ended(target: TargetSnapshot) -> bool:
    """Whether the first read of each list of what may send has come to its end, good or bad."""
    inventory = target.inventory
    parts = {*inventory.read_at, *inventory.errors} if inventory is not None else set()
    identities = (one for one in target.sources if one.name == LISTS)
    return parts >= SENDERS and all(one.last_success or one.error for one in identities)


def every_line(snapshot: Snapshot) -> str:
    """``text_lines`` of all targets, worst first."""
    return text_lines(snapshot, [target for target, _ in worst_first(snapshot)])


def _said(target: TargetSnapshot) -> object:
    """What the line of a target says, its numbers aside: else each datapoint would be a line."""
    return standing(target), verdict(target, 0.0).word, _lists_ended(target)


class Lines:
    """The engine's front end. ``on``: what makes a line, ``change`` or ``alert``; empty: only ``write_all``.

    ``format``: ``json``, the form of ``check --format json`` with the targets that changed, or ``text``.
    """

    def __init__(self, on: str = ON_CHANGE, format: str = "json") -> None:
        self._narration = LineWriter(sys.stderr, lambda _: None)  # nobody is left to be told
        self._data = LineWriter(sys.stdout, self.say)
        self._on = on
        self._whole = as_json if format == "json" else every_line
        if format == "json":
            self._changes = Changes(standing) if on == ON_ALERT else Changes()
        else:
            self._changes = Changes(standing if on == ON_ALERT else _said, changed_lines)
        self._newest: Snapshot | None = None

    def publish(self, snapshot: Snapshot) -> None:
        """Write what changed of it, if that is wanted."""
        self._newest = snapshot
        line = self._changes.line(snapshot) if self._on else None
        if line and not self._data.put(line):
            self._changes.forget()

    def write_all(self) -> None:
        """All targets as they stand now."""
        if self._newest is not None:
            self._data.put(self._whole(self._newest))

    def show(self, message: Message) -> None:
        """The message as one line."""
        self._narration.put(f"{message.title}{' · ' + message.body if message.body else ''}")

    def say(self, text: str) -> None:
        """A line about this program itself."""
        self._narration.put(f"ses-tui: {text}")

    def close(self) -> None:
        """Let what can still be written go out."""
        self._data.close()
        self._narration.close()
