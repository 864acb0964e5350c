"""Reads of many calls: lists that come in pages, and parts that fail alone."""

from collections.abc import AsyncIterator

from ses_tui.aws import shapes
from ses_tui.aws.operations import Calls, Operation
from ses_tui.core.errors import CREDENTIAL_KINDS, ErrorKind, SourceError
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


HOPELESS = CREDENTIAL_KINDS | {
    ErrorKind.ACCESS_DENIED,
    ErrorKind.CLOCK_SKEW,
    ErrorKind.NETWORK,
    ErrorKind.NOT_ENABLED,
    ErrorKind.PROXY,
}
"""Errors that every further call of the operation would meet too: it is not called again."""

HOPELESS_IN_A_ROW = 3
"""So many failures with no answer between: the operation is not called again either."""


class Parts:
    """Calls, and one error per operation and cause."""

    def __init__(self) -> None:
        self._errors: dict[SourceError, None] = {}
        self._given_up: set[Operation] = set()
        self._in_a_row: dict[Operation, int] = {}

    @property
    def errors(self) -> tuple[SourceError, ...]:
        """What was not read, in order."""
        return tuple(self._errors)

    def note(self, error: SourceError) -> None:
        """Keep an error that was met elsewhere."""
        self._errors.setdefault(error)

    async def of(self, caller: Calls, operation: Operation, **parameters: object) -> shapes.Answer | None:
        """The answer; None if it was not read."""
        if operation in self._given_up:
            return None
        try:
            answer = await caller.call(operation, **parameters)
        except ReadError as error:
            self.note(error.error)
            self._in_a_row[operation] = self._in_a_row.get(operation, 0) + 1
            if error.error.kind in HOPELESS or self._in_a_row[operation] >= HOPELESS_IN_A_ROW:
                self._given_up.add(operation)
            return None
        self._in_a_row[operation] = 0
        return answer
