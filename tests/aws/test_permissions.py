"""The policy that is printed allows what the code calls, and nothing else."""

import ast
import json
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web

import ses_tui.aws
from ses_tui.aws import operations
from ses_tui.aws.operations import CALLER_IDENTITY, Operation
from ses_tui.aws.permissions import FEATURES, base_policy, policy, queue_arn
from ses_tui.aws.reader import AwsReader
from ses_tui.core.clock import DAY, utc_day
from ses_tui.core.errors import Misconfigured
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from tests.aws.resource_reads import START, account
from tests.aws.stub import ACCOUNT, KEYS, Stub, answer
from tests.aws.test_credentials import _ASSUMED, ROLE

SOURCES = Path(next(iter(ses_tui.aws.__path__)))
NEVER = ("Put", "Update", "Create", "Send", "Tag", "Untag")
FORBIDDEN = {"GetEmailAddressInsights", "ListSuppressedDestinations", "CreateExportJob"}


def defined() -> dict[str, Operation]:
    """Constant -> operation."""
    return {name: value for name, value in vars(operations).items() if isinstance(value, Operation)}


def used() -> set[str]:
    """The constants that any other module of the package uses."""
    names: set[str] = set()
    for file in SOURCES.glob("*.py"):
        if file.name in ("operations.py", "permissions.py"):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name | ast.Attribute):
                names.add(node.id if isinstance(node, ast.Name) else node.attr)
    return names & set(defined())


def granted(*queues: str) -> set[str]:
    statements = policy(list(FEATURES), *queues)["Statement"]
    assert isinstance(statements, list)
    return {action for one in statements for action in one["Action"]}


QUEUE = "arn:aws:sqs:eu-west-1:123456789012:ses-events"


def test_the_policy_is_what_the_code_calls() -> None:
    called = {defined()[name] for name in used()} - {CALLER_IDENTITY}
    assert granted(QUEUE) == {one.action for one in called}
    assert used() == set(defined()), "an operation that nothing calls"


def test_no_module_builds_a_client_of_its_own_or_calls_past_the_guarded_call() -> None:
    methods = {one.method for one in defined().values()}
    for file in SOURCES.glob("*.py"):
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not called & methods, file.name


def test_nothing_that_writes_or_costs() -> None:
    names = {one.name for one in defined().values()}
    assert not names & FORBIDDEN
    assert not [name for name in names if name.startswith(NEVER)]
    assert [name for name in names if name.startswith("Delete")] == ["DeleteMessageBatch"]


def test_the_queue_s_actions_hold_for_that_queue_alone() -> None:
    reading, events = json.loads(json.dumps(policy(list(FEATURES), QUEUE)))["Statement"]
    assert events["Resource"] == QUEUE
    assert {action.split(":")[0] for action in events["Action"]} == {"sqs"}
    assert {action.split(":")[0] for action in reading["Action"]} == {"ses", "cloudwatch"}
    assert not [action for action in granted() if action.startswith("sqs")]


async def test_a_role_is_assumed_with_what_the_base_policy_allows_and_nothing_else() -> None:
    seen: list[str] = []

    def answerer(operation: str, _: dict[str, object]) -> web.Response:
        seen.append(operation)
        if operation == "AssumeRole":
            return web.Response(text=_ASSUMED % "ROLE1", content_type="text/xml")
        return answer(ACCOUNT)

    async with Stub(answerer) as stub:
        target = Target(role_arn=ROLE, region="eu-west-1", endpoint_url=stub.url)
        async with AwsReader(target, credentials=KEYS) as reader:
            await reader.account()
    allowed = base_policy([ROLE, ROLE])["Statement"]
    assert isinstance(allowed, list)
    (one,) = allowed
    assert one["Resource"] == ROLE
    assert {f"sts:{operation}" for operation in seen[:1]} == set(one["Action"])
    assert set(seen[1:]) == {"GetAccount"}
    assert not [action for action in granted(QUEUE) if action.startswith("sts:")], "that is the base's"


async def test_what_reaches_aws_is_in_the_policy() -> None:
    async with account("warmup") as (server, reader):
        today = utc_day(START)
        await reader.account_id()
        await reader.account()
        await reader.rates(START - 3600, START)
        await reader.send_statistics()
        names = [each.name for each in await reader.identities()]
        await reader.identity_details(names[:1])
        await reader.identity_sends(names, today, today + DAY)
        await reader.sets()
        await reader.suppression_of(await reader.tenants(ask_one=True))
        await reader.endpoints()
        await reader.pools()
        await reader.recommendations()
        await reader.alarms()
        await reader.deliverability(START)
        with suppress(ReadError):  # there is no such message
            await reader.message("0100ffff-000000")
        await reader.listed_metrics()
        seen = set(server.truth()["requests"]["operations"])
    actions = {action.split(":")[1] for action in granted()}
    assert seen == actions | {"GetCallerIdentity"}


@pytest.mark.parametrize(
    ("given", "arn"),
    [
        (QUEUE, QUEUE),
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/ses-events", QUEUE),
        (
            "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q",
            "arn:aws-cn:sqs:cn-north-1:123456789012:q",
        ),
        (
            "https://sqs.us-gov-west-1.amazonaws.com/123456789012/q.fifo",
            "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q.fifo",
        ),
        (
            "https://sqs.eusc-de-east-1.amazonaws.eu/123456789012/q",
            "arn:aws-eusc:sqs:eusc-de-east-1:123456789012:q",
        ),
    ],
)
def test_a_queue_is_given_as_url_or_arn(given: str, arn: str) -> None:
    assert queue_arn(given) == arn


@pytest.mark.parametrize(
    "given", ["ses-events", "https://example.com/a/b", "arn:aws:sns:eu-west-1:1:x", "http://["]
)
def test_what_is_no_queue_is_refused(given: str) -> None:
    with pytest.raises(Misconfigured):
        queue_arn(given)
