"""For commands that read AWS once: the targets, and a reader of each that is closed at the end."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ses_tui.aws.preflight import resolve_among
from ses_tui.aws.reader import AwsReader
from ses_tui.cli.setup import Setup, setup_of
from ses_tui.core.model import Target
from ses_tui.core.record import replace
from ses_tui.core.results import ReadError
from ses_tui.engine.plan import Plan

UNREAD = 3
"""Exit code where nothing could be read, as ``check``'s for blind."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One target with its reader."""

    target: Target
    plan: Plan
    reader: AwsReader


@asynccontextmanager
async def opened(target: Target, plan: Plan) -> AsyncIterator[Opened]:
    """``target`` as ``chosen`` gave it."""
    async with AwsReader(target, resolved=False) as reader:
        yield Opened(target, plan, reader)


def chosen(options: argparse.Namespace) -> Setup:
    """The setup with every Region filled in. Raises Misconfigured before anything is sent, where the only
    target can't be resolved; of several the reads of that one say so."""
    setup = setup_of(options)
    count = len(setup.targets)
    targets = tuple((resolve_among(target, count)[0], plan) for target, plan in setup.targets)
    return replace(setup, targets=targets)


def trouble_line(target: Target, error: ReadError) -> str:
    """A line for standard error: what was not read and what to do."""
    stated = error.error
    return f"ses-tui: {target.name}: {stated.operation}: {stated.line}\n"
