"""Lists that come in pages, to their end."""

from collections.abc import AsyncIterator

from ses_tui.aws import shapes
from ses_tui.aws.operations import Calls, Operation
from ses_tui.core.errors import ErrorKind, SourceError
from ses_tui.core.results import ReadError


async def pages(caller: Calls, operation: Operation, **parameters: object) -> AsyncIterator[shapes.Answer]:
    """Every page. ReadError if one cannot be read, or if they go round in a circle."""
    tokens: set[str] = set()
    while True:
        answer = await caller.call(operation, **parameters)
        yield answer
        token = shapes.raw_text(answer, "NextToken")
        if not token:
            return
        if token in tokens:
            message, hint = "the pages of the answer repeat themselves", "it is read again at the next poll"
            raise ReadError(SourceError(operation.source, operation.name, ErrorKind.SERVICE, message, hint))
        tokens.add(token)
        parameters = {**parameters, "NextToken": token}
