"""Every ``aws …`` and ``ses-tui …`` line of the pages, hints, documents and README is one that runs.

Those of doctor and alarms are in their own tests.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_tui import playbooks
from ses_tui.cli.options import COMMANDS, parse
from ses_tui.simulator.thread import Handle, run_in_thread
from tests.cli.aws_cli import aws, refused, version_2
from tests.playbooks.test_commands import commands

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SOURCES = sorted((ROOT / "ses_tui").rglob("*.py"))

OF_AWS = re.compile(r"(?<![\w./-])aws [a-z][a-z0-9-]+(?: [^\s,;:()`'\"]+)*")
"""In a text of ours: up to the next mark, since none of them is part of a command there."""
OF_OURS = re.compile(
    r"(?<![\w./-])ses-tui ([a-z-]+)"
    r"((?: init| validate| schema)?(?: --[a-z-]+(?: (?:[A-Z]+|…|-\d+d|[a-z]+(?=[,)`])))?)*)"
)
NAMES_ONE = re.compile(r"(?:aws|ses-tui)(?![\w./-])")
PROMPT = re.compile(
    r"(?:^|(?<=\| )|(?<=&& )|(?<=#\()|(?<=Start=))(?:\$ )?(?:[\w.%-]+/)*(?=(?:aws|ses-tui)(?: |$))"
)
CLI_2 = {"aws sso login", "aws login"}
LOCAL = {"aws configure", "aws configure list"}
"""What asks no service. ``CLI_2``: of the AWS CLI 2 alone."""


def strings() -> Iterator[str]:
    """The strings of our sources, of those that have such a word at all: parsing takes its time."""
    for source in SOURCES:
        if NAMES_ONE.search(text := source.read_text(encoding="utf-8")):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def lines_of(document: Path) -> Iterator[str]:
    """Each line of its blocks, continued ones joined, and each span of code beside them."""
    for number, part in enumerate(re.split(r"^```\w*\n", document.read_text("utf-8"), flags=re.MULTILINE)):
        if number % 2:
            yield from part.replace("\\\n", " ").splitlines()
        else:
            yield from re.findall(r"`([^`\n]+)`", part)


def written(program: str) -> set[str]:
    """The commands of the documents that begin with ``program``, without what the shell makes of the rest."""
    found = set()
    for line in (line for document in DOCUMENTS for line in lines_of(document)):
        for begin in PROMPT.finditer(line):
            rest = re.split(r" &(?: |&|$)| \|| > |\) ", line[begin.end() :])[0]
            if re.match(rf"{program}(?: |$)", rest):
                found.add(shlex.join(shlex.split(rest, comments=True)))
    return found


PAGES = {command for name in playbooks.names() for command, _ in commands(name) if command.startswith("aws ")}
STRINGS = [text for text in strings() if NAMES_ONE.search(text)]
HINTS = {found[0].rstrip(" .") for text in STRINGS for found in OF_AWS.finditer(text)}
WRITTEN = written("aws")
AWS = sorted(PAGES | HINTS | WRITTEN)


def bare(command: str) -> str:
    """Without options: ``aws sesv2 get-account``."""
    return re.sub(r" --.*", "", command)


def test_they_are_found() -> None:
    assert len(PAGES) > 20
    assert {bare(one) for one in HINTS} == {
        "aws configure",
        "aws login",
        "aws sesv2 put-account-vdm-attributes",
        "aws sqs get-queue-url",
        "aws sso login",
    }
    assert {one.split()[4] for one in WRITTEN if "--endpoint-url" in one} == {
        "get-account",
        "batch-get-metric-data",
    }
    assert len(OURS) > 25
    assert {
        "ses-tui demo --scenario stale-list --speed 60",
        "ses-tui watch",
        "ses-tui events --file -",
    } <= OURS
    assert {
        ("alarms", " --format cloudformation"),
        ("iam-policy", " --queue URL"),
        ("config", " init"),
    } <= NAMED


@pytest.fixture(scope="module")
def account() -> Iterator[Handle]:
    handle = run_in_thread("healthy", 1.0)
    yield handle
    handle.stop()


@pytest.mark.parametrize("command", [one for one in AWS if bare(one) not in CLI_2 | LOCAL])
def test_the_aws_cli_understands_and_sends_it(command: str, account: Handle, tmp_path: Path) -> None:
    command = re.sub(r" --endpoint-url \S+", "", command)
    ran = aws(command, account.url, {"HOME": str(tmp_path), "AWS_DEFAULT_REGION": "eu-west-1"})
    assert ran.returncode == 0 or "An error occurred (" in ran.stderr, ran.stderr


@pytest.mark.parametrize("command", [one for one in AWS if bare(one) in CLI_2 | LOCAL])
def test_the_aws_cli_understands_what_asks_no_service(command: str, tmp_path: Path) -> None:
    if bare(command) in LOCAL:
        assert refused(command, tmp_path) == ""
        return
    program, minor = version_2()
    if minor < (32 if bare(command) == "aws login" else 1):
        pytest.skip("no AWS CLI 2 that has it is on this machine: it is no package of PyPI")
    assert refused(command, tmp_path, program) == ""


@pytest.mark.parametrize("wrong", ["configure --of-nobody x", "configure lists", "sesv2 get-acct"])
def test_the_judge_does_judge(wrong: str, account: Handle, tmp_path: Path) -> None:
    assert refused(f"aws {wrong}", tmp_path)
    ran = aws(f"aws {wrong}", account.url, {"HOME": str(tmp_path), "AWS_DEFAULT_REGION": "eu-west-1"})
    assert ran.returncode
    assert "An error occurred (" not in ran.stderr


OURS = written("ses-tui")
NAMED = {
    (found[1], found[2])
    for text in STRINGS
    for found in OF_OURS.finditer(text)
    if found[1] in COMMANDS and found[2]
}
"""Command and what belongs to it, as sentences of ours name them; those that are only named left out."""


@pytest.mark.parametrize("command", sorted(OURS))
def test_a_command_of_the_documents_is_one(command: str) -> None:
    words = shlex.split(command)[1:]
    if len(words) == 1 and words[0] in COMMANDS:
        return  # named, not written out: ses-tui ack
    assert parse(words, {}).command == next((word for word in words if word in COMMANDS), None)


@pytest.mark.parametrize(("command", "options"), sorted(NAMED))
def test_a_command_of_a_sentence_is_one(command: str, options: str) -> None:
    assert parse([command, *shlex.split(options)], {}).command == command
