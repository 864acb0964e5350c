"""Reads one message's life, once, when somebody asks: it is personal data, and once a second at most."""

from collections.abc import Callable

from ses_tui.core.message_life import MessageRequest, MessageResult
from ses_tui.core.results import ReadError
from ses_tui.engine.monitor import TargetMonitor

MessageAnswer = Callable[[MessageResult], None]

VDM_OFF = "VDM is off: it alone keeps what happened to each message"


async def read_message(monitor: TargetMonitor, request: MessageRequest, answer: MessageAnswer) -> None:
    """Read, and hand over what came, or why nothing did. Never raises."""
    account = monitor.state.account
    if account is not None and not account.vdm_enabled:
        answer(MessageResult(request, why=VDM_OFF))
        return
    try:
        found = MessageResult(request, await monitor.reader.message(request.id))
    except ReadError as failure:
        found = MessageResult(request, why=failure.error.line)
    answer(found)
