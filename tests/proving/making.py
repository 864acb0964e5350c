"""Scenarios from text, for tests."""

from pathlib import Path
from textwrap import dedent

from ses_tui.proving.parse import parse
from ses_tui.proving.problem import BadScenario
from ses_tui.proving.run import Record, run
from ses_tui.proving.scenario import Scenario
from ses_tui.proving.verdict import Verdict, judge, offset

HERE = Path(__file__).parent
HEAD = "poll: 5m\nunexpected: allow\n"


def scenario(text: str, folder: Path = HERE) -> Scenario:
    """With ``poll: 5m`` where the text says nothing of it."""
    body = dedent(text)
    head = "" if "poll:" in body else "poll: 5m\n"
    tail = "" if "unexpected:" in body else "unexpected: fail\n"
    return parse(head + body + tail, "case.yaml", folder)


def problems(text: str, folder: Path = HERE) -> list[str]:
    """What is wrong with the text, each as ``FILE:LINE:COL: what``; empty where nothing is."""
    try:
        parse(dedent(text), "case.yaml", folder)
    except BadScenario as bad:
        return [problem.shown(bad.file) for problem in bad.problems]
    return []


def record(text: str, folder: Path = HERE) -> Record:
    """What came of it."""
    return run(scenario(text, folder))


def verdict(text: str, folder: Path = HERE) -> Verdict:
    """Whether it held."""
    case = scenario(text, folder)
    return judge(case, run(case))


def told(text: str, channel: str = "tui", folder: Path = HERE) -> list[str]:
    """What one channel accepted: ``25m FIRING warn``."""
    return [
        f"{offset(one.at)} {one.message.kind.value} {one.message.condition.word}"
        for one in record(text, folder).sent
        if one.channel == channel
    ]
