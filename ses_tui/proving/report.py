"""Verdicts as text (what failed, and the whole of expected and sent side by side) and as JUnit XML."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from ses_tui.core.text import safe
from ses_tui.proving.problem import BadScenario
from ses_tui.proving.run import GRAIN
from ses_tui.proving.verdict import Failure, Verdict, offset, said


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


SUITE = "ses-tui test"


def junit(results: Sequence[tuple[Verdict | BadScenario, float]]) -> str:
    """``results``: each with the seconds that it took. UTF-8 text with its XML declaration."""
    failures = sum(isinstance(one, Verdict) and not one.passed for one, _ in results)
    errors = sum(isinstance(one, BadScenario) for one, _ in results)
    counts = {
        "name": SUITE,
        "tests": str(len(results)),
        "failures": str(failures),
        "errors": str(errors),
        "time": f"{sum(seconds for _, seconds in results):.3f}",
    }
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {**counts, "skipped": "0"})
    for one, seconds in results:
        _case(suite, one, seconds)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, one: Verdict | BadScenario, seconds: float) -> None:
    file = one.file if isinstance(one, BadScenario) else one.scenario.file
    title = file if isinstance(one, BadScenario) else one.scenario.title
    case = ElementTree.SubElement(
        suite,
        "testcase",
        {"classname": safe(file), "name": safe(title), "file": safe(file), "time": f"{seconds:.3f}"},
    )
    if isinstance(one, BadScenario):
        lines = [problem.shown(file) for problem in one.problems]
        wrong = ElementTree.SubElement(case, "error", {"type": "BadScenario", "message": lines[0]})
        wrong.text = "\n".join(lines)
    elif not one.passed:
        first = one.failures[0].text
        wrong = ElementTree.SubElement(case, "failure", {"type": "Verdict", "message": first})
        wrong.text = "\n".join([*failing(one), "", *diff(one)])
