"""For commands that read AWS once: the targets, and a reader of each that is closed at the end."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from ses_tui.aws.preflight import resolve
from ses_tui.aws.reader import AwsReader
from ses_tui.cli.setup import Setup, setup_of
from ses_tui.core.model import Target
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
    """``target`` as ``resolve`` returned it."""
    async with AwsReader(target) as reader:
        yield Opened(target, plan, reader)


def chosen(options: argparse.Namespace) -> Setup:
    """The setup with every Region resolved. Raises Misconfigured before anything is sent."""
    setup = setup_of(options)
    return Setup(tuple((resolve(target), plan) for target, plan in setup.targets), setup.telling)


def trouble_line(target: Target, error: ReadError) -> str:
    """A line for standard error: what was not read and what to do."""
    stated = error.error
    return f"ses-tui: {target.name}: {stated.operation}: {stated.message}; {stated.hint}\n"
