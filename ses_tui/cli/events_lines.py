"""Events on standard output, and what they add up to."""

import sys
from collections.abc import Iterable

from ses_tui.cli.events_text import line_of, summary
from ses_tui.core.events.event import Event
from ses_tui.core.events.tally import Tally


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
