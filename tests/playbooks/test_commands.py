"""Every command in the pages is one that exists, with options that exist; what acts says so."""

import re
import shlex
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from ses_tui import playbooks
from ses_tui.cli.options import parse
from ses_tui.cli.parser import MISCONFIGURED

GLOBAL = {"--query", "--profile", "--region", "--output", "--endpoint-url"}
CLI_ONLY = {("sso", "login"), ("configure", "list")}
"""Commands that the AWS CLI has beside the services' operations."""

READING = ("Get", "List", "BatchGet", "Describe")


def commands(name: str) -> list[tuple[str, bool]]:
    """The commands of a page, continued lines joined, and whether each is marked as acting."""
    found: list[tuple[str, bool]] = []
    marked = False
    pending = ""
    for line in playbooks.text(name).splitlines():
        if line.startswith(playbooks.ACTS):
            marked = True
        elif line.startswith("    "):
            pending += line.strip().removesuffix("\\") + " "
            if not line.endswith("\\"):
                found.append((pending.strip(), marked))
                marked, pending = False, ""
    assert not pending
    assert not marked, "a mark without a command"
    return found


ALL = [(name, command, acts) for name in playbooks.names() for command, acts in commands(name)]
AWS = [(name, command, acts) for name, command, acts in ALL if command.startswith("aws ")]


@cache
def operations(service: str) -> dict[str, Any]:
    """The operations of a service by the name that the AWS CLI gives them."""
    model = botocore.session.get_session().get_service_model(service)
    return {xform_name(name, "-"): model.operation_model(name) for name in model.operation_names}


def members_of(operation: Any) -> dict[str, Any]:
    """What goes into an operation: shapes by name."""
    return operation.input_shape.members if operation.input_shape else {}


def options_of(operation: Any) -> set[str]:
    """The options that the AWS CLI makes of an operation's input."""
    members = members_of(operation)
    options = {f"--{xform_name(name, '-')}" for name in members}
    flags = {
        f"--no-{xform_name(name, '-')}" for name, shape in members.items() if shape.type_name == "boolean"
    }
    return options | flags


def test_the_pages_have_commands_that_read_and_some_that_act() -> None:
    assert len(AWS) > 20
    assert {acts for _, _, acts in AWS} == {True, False}


@pytest.mark.parametrize(("page", "command", "acts"), AWS)
def test_an_aws_command_exists_with_its_options(page: str, command: str, acts: bool) -> None:
    _, service, name, *rest = shlex.split(command)
    if (service, name) in CLI_ONLY:
        return
    operation = operations(service)[name]
    given = {word for word in rest if word.startswith("--")}
    assert given <= options_of(operation) | GLOBAL
    needed = operation.input_shape.required_members if operation.input_shape else []
    required = {f"--{xform_name(member, '-')}" for member in needed}
    assert {option.replace("--no-", "--") for option in given} >= required
    assert acts is not operation.name.startswith(READING), "what changes something is marked, nothing else"
    if "--query" in rest:
        query = rest[rest.index("--query") + 1]
        assert re.fullmatch(r"[A-Za-z.]+|\[[A-Za-z.]+(,[A-Za-z.]+)*\]", query), (
            "a plain path, or a list of them"
        )
        for path in re.findall(r"[A-Za-z.]+", query):
            shape = operation.output_shape
            for member in path.split("."):
                shape = shape.members[member]


@pytest.mark.parametrize(("page", "command", "acts"), AWS)
def test_words_of_a_list_are_words_that_aws_knows(page: str, command: str, acts: bool) -> None:
    _, service, name, *rest = shlex.split(command)
    if (service, name) in CLI_ONLY:
        return
    for member, shape in members_of(operations(service)[name]).items():
        option = f"--{xform_name(member, '-')}"
        if option not in rest or shape.type_name not in {"list", "map"}:
            continue
        known = getattr(shape.member if shape.type_name == "list" else shape.key, "enum", [])
        for word in rest[rest.index(option) + 1 :]:
            if word.startswith("--"):
                break
            assert not known or word.partition("=")[0] in known


def test_our_own_commands_exist() -> None:
    named = {found for name in playbooks.names() for found in re.findall(r"ses-tui ([a-z]+)$", text_of(name))}
    assert "drill" in named
    for command in named:
        assert parse([command], {}).command == command
    with pytest.raises(SystemExit) as caught:
        parse(["nonsense"], {})
    assert caught.value.code == MISCONFIGURED


def text_of(name: str) -> str:
    """The commands of a page that are not AWS's, one on a line."""
    return "\n".join(command for command, _ in commands(name) if not command.startswith("aws "))


@pytest.mark.parametrize(("page", "command", "acts"), [one for one in ALL if one not in AWS])
def test_what_needs_root_is_marked(page: str, command: str, acts: bool) -> None:
    assert acts is command.startswith("sudo ")
