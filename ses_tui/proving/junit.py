"""Verdicts as JUnit XML, one test case per scenario file."""

from collections.abc import Sequence
from xml.etree import ElementTree

from ses_tui.core.text import safe
from ses_tui.proving.problem import BadScenario
from ses_tui.proving.report import diff, failing
from ses_tui.proving.verdict import Verdict

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
