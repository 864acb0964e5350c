"""Verdicts as text: what failed, and the whole of expected and sent side by side."""

from collections.abc import Iterator

from ses_tui.core.text import safe
from ses_tui.proving.run import GRAIN
from ses_tui.proving.say import offset, said
from ses_tui.proving.verdict import Failure, Verdict


def headline(verdict: Verdict) -> str:
    """``PASS FILE: title``."""
    word = "PASS" if verdict.passed else "FAIL"
    return f"{word} {safe(verdict.scenario.file)}: {verdict.scenario.title}"


def failing(verdict: Verdict) -> Iterator[str]:
    """One line per failure: ``-`` was expected and did not come or hold, ``+`` came and must not."""
    for failure in verdict.failures:
        yield f"  {_sign(failure)} {_place(verdict, failure)}{failure.text}"


def diff(verdict: Verdict) -> Iterator[str]:
    """Every message in the order of time, ``+`` where it must not be, and ``-`` what is missing.

    ``.`` marks what nothing expected and nothing forbids.
    """
    forbidden = {failure.message for failure in verdict.failures}
    lines: list[tuple[float, int, str]] = []
    for place, one in enumerate(verdict.record.sent):
        sign = "+" if place in forbidden else " " if place in verdict.named else "."
        lines.append((one.at, 1, f"  {sign} {said(one)}"))
    for failure in verdict.failures:
        if failure.message is None:
            lines.append((failure.at, 0, f"  - {_place(verdict, failure)}{failure.text}"))
    lines.sort(key=lambda line: line[:2])
    yield "  --- expected"
    yield "  +++ sent"
    yield from (text for _, _, text in lines)


def trace(verdict: Verdict) -> Iterator[str]:
    """Every change of a condition or of the health, and every message, in the order of time."""
    known: dict[str, str] = {}
    sent = [*verdict.record.sent]
    for moment in verdict.record.moments:
        stands = {key: condition.word for key, condition in moment.conditions.items()}
        for key, word in {**stands, "health": moment.health.value}.items():
            if known.get(key) != word:
                known[key] = word
                yield f"  {offset(moment.at)} {key} is {word}"
        while sent and sent[0].at <= moment.at + GRAIN:
            yield f"  {said(sent.pop(0))}"


def summary(passed: int, failed: int, bad: int) -> str:
    """``31 scenarios: 30 passed, 1 failed``."""
    total = passed + failed + bad
    parts = [f"{passed} passed"]
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{bad} can't be run"] if bad else []
    return f"{total} scenario{'' if total == 1 else 's'}: {', '.join(parts)}"


def _sign(failure: Failure) -> str:
    return "-" if failure.message is None else "+"


def _place(verdict: Verdict, failure: Failure) -> str:
    return f"{safe(verdict.scenario.file)}:{failure.line}: " if failure.line else ""
