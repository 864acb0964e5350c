"""``ses-tui message ID``: one message's life, from VDM's insights. Nothing is read unasked."""

import argparse
import json
import sys
from datetime import datetime

from ses_tui.cli.loop import run_loop
from ses_tui.core.errors import Misconfigured
from ses_tui.core.message_life import MessageLife, as_lines, as_object, message_id
from ses_tui.core.model import Target
from ses_tui.core.results import ReadError
from ses_tui.core.text import safe
from ses_tui.engine.plan import Plan


def run(options: argparse.Namespace) -> int:
    """Exit code 0, or 3 where the message was not read. Raises Misconfigured for what is no message id."""
    from ses_tui.cli.reading import UNREAD, chosen

    id = message_id(options.id)
    if not id:
        raise Misconfigured(f"{safe(options.id, 60)!r} is no message id: it is mail.messageId of an event")
    setup = chosen(options)
    if len(setup.targets) > 1:
        raise Misconfigured("several targets are configured: choose one with --target")
    target, plan = setup.targets[0]
    try:
        life = run_loop(_read(target, plan, id, options.reveal), "reading AWS")
    except ReadError as error:
        from ses_tui.cli.reading import trouble_line

        sys.stderr.write(trouble_line(target, error))
        return UNREAD
    zone = plan.zone

    def moment(at: float) -> str:
        return datetime.fromtimestamp(at, zone).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

    said = json.dumps(as_object(life)) if options.format == "json" else "\n".join(as_lines(life, moment))
    sys.stdout.write(said + "\n")
    return 0


async def _read(target: Target, plan: Plan, id: str, reveal: bool) -> MessageLife:
    from ses_tui.cli.reading import opened

    async with opened(target, plan) as one:
        return await one.reader.message(id, reveal=reveal)
