"""One message to one channel, whatever happens there."""

import asyncio

from ses_tui.core.messages import Message
from ses_tui.core.text import safe
from ses_tui.notify.channel import PROBLEM_CAP, TIME_LIMIT, Channel, ChannelError


async def attempt(channel: Channel, message: Message, limit: float = TIME_LIMIT) -> str:
    """Why it was not accepted, in one line; empty where it was. Never raises, but may be cancelled."""
    try:
        async with asyncio.timeout(limit):
            await channel.deliver(message)
    except ChannelError as error:
        return error.line or "not accepted"
    except TimeoutError:
        return f"{channel.name}: no answer in {limit:g} s"
    except Exception as error:  # noqa: BLE001  one way out that breaks must not close the others
        # Its text is not repeated: it may come from a library that was given a secret.
        return safe(f"{channel.name}: {type(error).__name__}", PROBLEM_CAP)
    return ""
