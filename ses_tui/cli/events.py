"""``ses-tui events``: what came back, from a queue of the user's own or from a file."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ses_tui.cli.events_text import Lines
from ses_tui.cli.loop import run_loop
from ses_tui.core.clock import SystemClock
from ses_tui.core.errors import Misconfigured, SourceError
from ses_tui.core.events.event import Stored

if TYPE_CHECKING:
    from ses_tui.aws.queue import SqsQueue


def run(options: argparse.Namespace) -> int:
    """Exit 0; Misconfigured (3) where there is nothing to read from."""
    lines = Lines(options.format, reveal=options.reveal, live=options.file in (None, Path("-")))
    if options.file and options.queue:
        raise Misconfigured("one at a time: --queue URL, or --file FILE")
    if options.file:
        from ses_tui.cli.events_file import show_file

        return show_file(options.file, lines, reveal=options.reveal)
    if not options.queue:
        raise Misconfigured("say where the events are: --queue URL, or --file FILE (- is standard input)")
    return run_loop(_tail(options, lines))


async def _tail(options: argparse.Namespace, lines: Lines) -> int:
    from ses_tui.cli.stores import store_directory
    from ses_tui.core.results import ReadError
    from ses_tui.engine.events_tail import EventsTail, trouble_line
    from ses_tui.store.events_in import EventStore
    from ses_tui.store.files import StoreProblem

    queue = _queue(options)
    try:
        store = EventStore.open(store_directory())
    except StoreProblem as problem:
        raise Misconfigured(
            f"nothing is read from the queue while nothing can be stored: {problem}"
        ) from None

    def show(stored: Stored) -> None:
        lines.show(stored.fresh)

    tail = EventsTail(
        queue,
        store,
        SystemClock(),
        on_stored=show,
        on_trouble=_narrate,
        on_warning=_say,
        failures=(StoreProblem,),
        until_empty=options.until_empty,
        reveal=options.reveal,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, tail.stop)
    try:
        await tail.run()
    except ReadError as problem:
        raise Misconfigured(trouble_line(problem.error)) from None
    except StoreProblem as problem:
        raise Misconfigured(str(problem)) from None
    finally:
        store.close()
        await queue.close()
    done = tail.progress
    lines.finish(
        line
        for count, line in (
            (done.again, f"{done.again} events had come before and are counted once"),
            (
                tail.look.strange,
                f"{tail.look.strange} messages are no events and stay: {tail.look.described()}",
            ),
            (done.notices, f"{done.notices} notices about the topic itself"),
            (done.left, f"{done.left} messages stay in the queue and come again"),
        )
        if count
    )
    return 0


def _queue(options: argparse.Namespace) -> "SqsQueue":
    from ses_tui.aws.preflight import resolve
    from ses_tui.aws.queue import SqsQueue, queue_target
    from ses_tui.cli.setup import setup_of

    targets = setup_of(options).targets
    target = queue_target(options.queue, targets[0][0])
    return SqsQueue(options.queue, resolve(target))


def _narrate(trouble: SourceError | None) -> None:
    from ses_tui.engine.events_tail import trouble_line

    said = "the queue is read again" if trouble is None else trouble_line(trouble)
    _say(said)


def _say(said: str) -> None:
    sys.stderr.write(f"ses-tui: {said}\n")
    sys.stderr.flush()
