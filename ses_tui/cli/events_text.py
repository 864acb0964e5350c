"""Events for people and for programs, and what they add up to."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime

from ses_tui.core.events.event import Diagnosis, Event, as_object
from ses_tui.core.events.tally import Tally

REASONS = 10


def line_of(event: Event, *, as_json: bool, reveal: bool) -> str:
    """One line: local time and what happened, or the object of ``as_object``."""
    if as_json:
        return json.dumps(as_object(event, reveal=reveal))
    at = "–" if event.at is None else _local(event.at)
    parts = (
        at,
        f"{event.event:<13}",
        f"{event.diagnosis or '':<10}",
        f"{event.isp or '–':<8}",
        event.recipient or "–",
        event.status or event.reply,
        event.identity and f"from {event.identity}",
        event.configuration_set and f"({event.configuration_set})",
        event.diagnostic,
    )
    return "  ".join(part for part in parts if part).rstrip()


def _local(at: float) -> str:
    try:
        return datetime.fromtimestamp(at).astimezone().isoformat(sep=" ", timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return "–"  # a year that no calendar here has


def summary(tally: Tally) -> Iterator[str]:
    """Counts by kind, by provider and class, and the reasons given most."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in tally.events.most_common())
    yield f"{tally.total} events" + (f": {kinds}" if kinds else "")
    if tally.not_sent:
        yield f"{tally.not_sent} were not sent, for a suppression list: no ISP has said anything"
    if tally.beyond:
        yield f"{tally.beyond} recipients beyond the first 1,000 of a message are counted, not listed"
    if tally.by_isp:
        yield from _table(tally)
        yield "reasons given most:"
        for reason in tally.reasons(REASONS):
            yield f"{reason.count:>7}  {reason.isp:<8}  {reason.diagnosis:<10}  {reason.text or '–'}"


def _table(tally: Tally) -> Iterator[str]:
    """Providers down, classes across; the most refused first."""
    classes = [one for one in Diagnosis if any(diagnosis is one for _, diagnosis in tally.by_isp)]
    sums: dict[str, int] = {}
    for (isp, _), count in tally.by_isp.items():
        sums[isp] = sums.get(isp, 0) + count
    yield f"{'ISP':<10}" + "".join(f"{one:>11}" for one in classes)
    for isp in sorted(sums, key=lambda name: (-sums[name], name)):
        yield f"{isp:<10}" + "".join(f"{tally.by_isp[isp, one] or '':>11}" for one in classes)


class Lines:
    """Events on standard output, one a line, and counted; the summary at the end.

    The summary is data beside text, and narration beside JSON lines.
    """

    def __init__(self, format: str, *, reveal: bool, live: bool = True) -> None:
        self.tally = Tally()
        self._json = format == "json"
        self._reveal = reveal
        self._live = live

    def show(self, events: Iterable[Event]) -> None:
        """Print and count them, in one write."""
        shown = tuple(events)
        if not shown:
            return
        self.tally.add(shown)
        lines = (line_of(event, as_json=self._json, reveal=self._reveal) for event in shown)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        if self._live:
            sys.stdout.flush()

    def finish(self, notes: Iterable[str]) -> None:
        """The counts; ``notes``: what else there is to say, one line each."""
        sys.stdout.flush()
        out = sys.stderr if self._json else sys.stdout
        out.write("".join(f"{line}\n" for line in (*summary(self.tally), *notes)))
        out.flush()
