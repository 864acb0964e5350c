"""``ses-tui demo``: the live screen on a simulated account that this process serves.

Harmless: it reads neither AWS's variables and files nor our configuration, keeps its store in a
temporary directory, runs no hook, and its notifications begin with DEMO. What goes wrong is in
``$XDG_STATE_HOME/ses-tui/demo.log``.
"""

import argparse
import os
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ses_tui.cli.log import log_to
from ses_tui.cli.screen import show, start_engine
from ses_tui.core.clock import MINUTE, ScaledClock
from ses_tui.core.model import Target
from ses_tui.core.wall import WallOptions
from ses_tui.settings.light import FirstFrame, state_directory

if TYPE_CHECKING:
    from ses_tui.engine.engine import Engine
    from ses_tui.tui.run import Frontend, Monitor

_FOREIGN = ("AWS_", "SES_TUI_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")

MINUTES_INTO = {
    "isp-block": 75,
    "stale-list": 50,
    "complaint-storm": 70,
    "identity-lost": 60,
    "tenant-disabled": 60,
    "mail-stopped": 270,
}
"""At normal speed the demo starts in the middle of the incident; at a higher speed one sees it come."""

PAGE_SECONDS = 10.0
"""How long a page of the wall stays: shorter than on a wall, since people try it for a minute."""

BACKLOG_SECONDS = 300.0
"""How much mail's events wait in the queue at the start: about a minute of work."""


def run(options: argparse.Namespace) -> int:
    """Show the screen on the simulated account until it is left."""
    _leave_the_users_aws_alone()
    clock = ScaledClock(time.time(), options.speed)
    with ExitStack() as cleanup:
        directory = Path(cleanup.enter_context(TemporaryDirectory(prefix="ses-tui-demo-")))

        def start(frontend: "Frontend") -> "Monitor":
            return start_engine(
                lambda: _build(options, clock, frontend, directory, cleanup), frontend, demo=True
            )

        return show(
            options, clock, None, FirstFrame(wall=WallOptions(seconds=PAGE_SECONDS)), start, demo=True
        )


def _leave_the_users_aws_alone() -> None:
    for name in list(os.environ):
        if name.upper().startswith(_FOREIGN):
            del os.environ[name]
    os.environ.update(
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_ACCESS_KEY_ID="demo",
        AWS_SECRET_ACCESS_KEY="demo",
    )


def _build(
    options: argparse.Namespace, clock: ScaledClock, frontend: "Frontend", directory: Path, cleanup: ExitStack
) -> "Engine":
    from ses_tui.aws.reader import AwsReader
    from ses_tui.cli.setup import Telling
    from ses_tui.cli.wiring import herald_of, intakes
    from ses_tui.engine.engine import Engine
    from ses_tui.engine.plan import Plan
    from ses_tui.simulator.thread import run_in_thread
    from ses_tui.store.store import Store

    log_to(state_directory(), demo=True)
    into = MINUTES_INTO.get(options.scenario, 0) * MINUTE if options.speed == 1 else 0.0
    account = run_in_thread(
        options.scenario, options.speed, options.seed, start=clock.now() - into, into=into
    )
    cleanup.callback(account.stop)
    account.server.account.queue.begin(BACKLOG_SECONDS)
    target = Target(name="demo", region="us-east-1", endpoint_url=account.url)
    targets = [(target, AwsReader(target), Plan(demo=True, events_queue=account.server.queue_url))]
    return Engine(
        targets,
        clock,
        Store.open(directory),
        herald_of(Telling(), frontend.write, demo=True),
        frontend,
        intakes=intakes(targets, directory),
    )
