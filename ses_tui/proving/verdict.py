"""What a run was expected to say against what it said."""

from collections.abc import Iterable
from dataclasses import dataclass

from ses_tui.core.keys import ROWS
from ses_tui.core.model import ACCOUNT, Key
from ses_tui.core.text import safe
from ses_tui.proving.run import GRAIN, Record
from ses_tui.proving.scenario import Expect, Partial, Scenario, Span
from ses_tui.proving.sent import Sent

ALL_ROWS = str(Key("", *ROWS))

_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def offset(seconds: float) -> str:
    """As a scenario writes it: ``75m``, ``2h5m``, ``0m``; minutes up to three hours."""
    whole = round(seconds)
    if whole < 3 * 3_600 and whole % 60 == 0:
        return f"{whole // 60}m"
    parts = []
    for unit, size in _UNITS:
        count, whole = divmod(whole, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0m"


def said(one: Sent) -> str:
    """``75m tui FIRING review account/bounce_rate: 01:15 REVIEW account bounce …``."""
    message = one.message
    words = [offset(one.at), one.channel, message.kind.value]
    if message.about:
        words.append(message.about)
    else:
        words += [message.condition.word] if message.condition or not message.cause else []
        words.append(str(message.key))
    words += [message.cause] if message.cause else []
    return f"{' '.join(words)}: {safe(message.title, 120)}"


@dataclass(frozen=True, slots=True)
class Failure:
    """``line``: of the scenario file, 0 where no line is to blame; ``at``: seconds after the start.

    ``message``: the place in the record of one that must not be there; None where something is missing.
    """

    line: int
    at: float
    text: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``named``: the messages that some item of ``expect`` named, by their place in the record."""

    scenario: Scenario
    record: Record
    failures: tuple[Failure, ...]
    named: frozenset[int]

    @property
    def passed(self) -> bool:
        """Whether all held."""
        return not self.failures


def judge(scenario: Scenario, record: Record) -> Verdict:
    """Every item of ``expect`` and ``never``, then what nothing named."""
    failures: list[Failure] = []
    named: set[int] = set()
    for item in scenario.expect:
        failures += _expected(item, record, named)
    for never in scenario.never:
        failures += (
            Failure(never.line, one.at, f"never {never.partial.written}: {said(one)}", place)
            for place, one in enumerate(record.sent)
            if _within(one.at, never.span) and matches(never.partial, one)
        )
    if scenario.strict:
        failures += (
            Failure(0, one.at, f"unexpected: {said(one)}", place)
            for place, one in enumerate(record.sent)
            if place not in named
        )
    return Verdict(scenario, record, tuple(failures), frozenset(named))


def matches(partial: Partial, one: Sent) -> bool:
    """Whether the message is one of those that ``partial`` speaks of."""
    message = one.message
    keys = {str(key) for key in (message.key, *message.covers)}
    if partial.key is not None and ALL_ROWS in keys and not partial.key.startswith(ACCOUNT.label):
        keys.add(partial.key)  # the rows are seen or not as one
    text = f"{message.title}\n{message.body}\n{message.advice}"
    return (
        partial.kind in (None, message.kind)
        and partial.condition in (None, message.condition)
        and (partial.key is None or partial.key in keys)
        and partial.channel in (None, one.channel)
        and partial.cause in (None, message.cause)
        and (partial.text is None or partial.text.search(text) is not None)
    )


def _expected(item: Expect, record: Record, named: set[int]) -> Iterable[Failure]:
    start, end = item.span
    for partial in item.notify:
        found = [
            place
            for place, one in enumerate(record.sent)
            if _within(one.at, item.span) and matches(partial, one)
        ]
        named.update(found)
        if not found:
            when = f"at {offset(start)}" if start == end else f"within {offset(start)} to {offset(end)}"
            yield Failure(item.line, start, f"{when}: no {partial.written}{_nearest(partial, record)}")
    if not item.states and item.health is None:
        return
    moment = record.at(end)
    for key, condition in item.states.items():
        seen = moment.conditions.get(key) if moment is not None else None
        stands = "ok" if seen is None else seen.word
        if stands != condition.word:
            text = f"at {offset(end)}: {key} is {stands}, not {condition.word}"
            yield Failure(item.line, end, text)
    if item.health is not None and moment is not None and moment.health is not item.health:
        text = f"at {offset(end)}: health is {moment.health.value}, not {item.health.value}"
        yield Failure(item.line, end, text)


def _nearest(partial: Partial, record: Record) -> str:
    """Where such a message did come, at another time."""
    elsewhere = [offset(one.at) for one in record.sent if matches(partial, one)]
    more = f" and {len(elsewhere) - 3} more" if len(elsewhere) > 3 else ""
    return f" (there is one at {', '.join(elsewhere[:3])}{more})" if elsewhere else ""


def _within(at: float, span: Span | None) -> bool:
    return span is None or span[0] - GRAIN <= at <= span[1] + GRAIN
