"""``events``: what happens at an offset. Several at the same one are a list."""

from collections.abc import Callable, Iterator, Mapping
from math import inf

from yaml.nodes import Node, SequenceNode

from ses_tui.core.errors import ErrorKind
from ses_tui.core.model import SubjectMetric
from ses_tui.core.overlays import ACK_SECONDS, BLIND, PAUSE, SILENCE_SECONDS
from ses_tui.core.text import safe
from ses_tui.proving.parse_series import ERRORS, SeriesRead, channel_of, key_of, matcher_of, watched_key_of
from ses_tui.proving.problem import unknown
from ses_tui.proving.rules import Rules
from ses_tui.proving.scenario import Ack, Deaf, Event, Outage, Quieten, Restart
from ses_tui.proving.sheet import Sheet

FORMS: Mapping[str, tuple[str, ...]] = {
    "ack": ("ack", "for", "why"),
    "silence": ("silence", "for", "why", "also"),
    "aws": ("aws", "until", "only"),
    "restart": ("restart", "downtime"),
    "channel": ("channel", "fails_until"),
}
"""What each kind of event is told by, and its keys."""


def read_events(sheet: Sheet, node: Node, series: SeriesRead, rules: Rules) -> tuple[Event, ...]:
    """All events in the order of their time; what is wrong goes to the sheet."""
    found: list[Event] = []
    for _, key_node, value in sheet.pairs(node, "events"):
        at = sheet.duration(key_node, "events")
        listed = value.value if isinstance(value, SequenceNode) else [value]
        for item in listed:
            event = _Reading(sheet, series, rules, at or 0.0).event(item)
            if event is not None:
                found.append(event)
    return tuple(sorted(found, key=lambda event: event.at))


class _Reading:
    """One event, ``at`` seconds after the start."""

    def __init__(self, sheet: Sheet, series: SeriesRead, rules: Rules, at: float) -> None:
        self._sheet = sheet
        self._series = series
        self._rules = rules
        self._at = at

    def event(self, node: Node) -> Event | None:
        pairs = [*self._sheet.pairs(node, "an event")]
        kinds = [key for key, _, _ in pairs if key in FORMS]
        if len(kinds) != 1:
            if kinds:
                self._sheet.wrong(node, f"{' and '.join(kinds)} are two events: write a list of them")
            elif pairs:
                self._sheet.wrong(pairs[0][1], unknown("event", pairs[0][0], FORMS))
            elif not self._sheet.problems:
                self._sheet.wrong(node, f"an event is one of {', '.join(FORMS)}")
            return None
        (kind,) = kinds
        parts = {}
        for key, key_node, value in pairs:
            if key in FORMS[kind]:
                parts[key] = value
            else:
                self._sheet.wrong(key_node, unknown(f"key of {kind}", key, FORMS[kind]))
        makers: Mapping[str, Callable[[Mapping[str, Node]], Event | None]] = {
            "ack": self._ack,
            "silence": self._silence,
            "aws": self._outage,
            "restart": self._restart,
            "channel": self._deaf,
        }
        return makers[kind](parts)

    def _ack(self, parts: Mapping[str, Node]) -> Event | None:
        key = key_of(self._sheet, parts["ack"], self._series)
        return None if key is None else Ack(self._at, key, self._for(parts, ACK_SECONDS), self._why(parts))

    def _silence(self, parts: Mapping[str, Node]) -> Event | None:
        matcher = matcher_of(self._sheet, parts["silence"], self._series)
        if matcher is None:
            return None
        also = frozenset(self._also(parts["also"])) if "also" in parts else frozenset()
        seconds = self._for(parts, SILENCE_SECONDS)
        return Quieten(self._at, matcher, seconds, self._why(parts), also)

    def _outage(self, parts: Mapping[str, Node]) -> Event | None:
        kind = self._sheet.word(parts["aws"], "kind of error", ERRORS)
        until = self._until(parts.get("until"), "until")
        only = tuple(self._only(parts["only"])) if "only" in parts else ()
        return None if kind is None else Outage(self._at, ErrorKind(kind), until, only)

    def _only(self, node: Node) -> Iterator[SubjectMetric]:
        """One key or a list of them, each of the series."""
        for item in self._sheet.items(node, "only") if isinstance(node, SequenceNode) else (node,):
            key = watched_key_of(self._sheet, item, self._series)
            if key is not None:
                yield key

    def _restart(self, parts: Mapping[str, Node]) -> Event | None:
        self._sheet.word(parts["restart"], "restart", ("true",))
        downtime = self._sheet.duration(parts["downtime"], "downtime") if "downtime" in parts else 0.0
        return Restart(self._at, downtime or 0.0)

    def _deaf(self, parts: Mapping[str, Node]) -> Event | None:
        channel = channel_of(self._sheet, parts["channel"], self._rules)
        until = self._until(parts.get("fails_until"), "fails_until")
        return None if channel is None else Deaf(self._at, channel, until)

    def _also(self, node: Node) -> Iterator[str]:
        for item in self._sheet.items(node, "also"):
            word = self._sheet.word(item, "also", (PAUSE, BLIND))
            if word is not None:
                yield word

    def _until(self, node: Node | None, what: str) -> float:
        """None given: to the end of the run."""
        until = self._sheet.duration(node, what) if node is not None else inf
        if node is not None and until is not None and until <= self._at:
            self._sheet.wrong(node, f"{what}: is an offset from the start, after that of the event")
        return inf if until is None else until

    def _for(self, parts: Mapping[str, Node], usual: float) -> float:
        seconds = self._sheet.duration(parts["for"], "for") if "for" in parts else usual
        return seconds or usual

    def _why(self, parts: Mapping[str, Node]) -> str:
        return safe(self._sheet.text(parts["why"], "why") or "") if "why" in parts else ""
