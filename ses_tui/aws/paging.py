"""Lists that come in pages, to their end."""

from collections.abc import AsyncIterator

from ses_tui.aws import shapes
from ses_tui.aws.account import pages_repeat
from ses_tui.aws.call import Caller
from ses_tui.aws.operations import Operation
from ses_tui.core.reads import ReadError


async def pages(caller: Caller, operation: Operation, **parameters: object) -> AsyncIterator[shapes.Answer]:
    """Every page. ReadError if one cannot be read, or if they go round in a circle."""
    tokens: set[str] = set()
    while True:
        answer = await caller.call(operation, **parameters)
        yield answer
        token = shapes.raw_text(answer, "NextToken")
        if not token:
            return
        if token in tokens:
            raise ReadError(pages_repeat(operation))
        tokens.add(token)
        parameters = {**parameters, "NextToken": token}
