"""Makes the pictures of docs/modes.md: the real screen and engine on simulated accounts.

    python -m docs.mode_pictures [MODE ...]

The accounts stand still at a fixed moment, an hour and a quarter into an ISP's block.
"""

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ses_tui.simulator.thread import Handle
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.run import Frontend

PICTURES = Path(__file__).parent / "pictures"
START, INTO = 1_795_591_500.0, 4500.0
"""2026-11-25T07:25:00Z; seconds of the scenario that have passed at the pictures."""

SIZE = (110, 32)
GROUND = "#1e1e1e"
PATIENCE = 12.0
"""Seconds until all is read, the queue too."""

MODES = {
    # name: the key that leads there
    "overview": "1",
    "isps": "2",
    "identities": "3",
    "sets": "4",
    "ips": "5",
    "alerts": "6",
    "events": "7",
    "advisor": "8",
    "fleet": "9",
}
ACCOUNTS = {
    # scenario: the Region in which it is
    "isp-block": "us-east-1",
    "healthy": "eu-west-1",
    "slow-burn": "eu-central-1",
}


def application(accounts: "dict[str, Handle]", directory: Path) -> "SesApp":
    """The live screen on these accounts, which tells nobody."""
    from ses_tui.aws.reader import AwsReader
    from ses_tui.cli.screen import start_engine
    from ses_tui.cli.wiring import intakes
    from ses_tui.core.model import Target
    from ses_tui.engine.engine import Engine
    from ses_tui.engine.plan import Plan
    from ses_tui.notify.dispatcher import Dispatcher
    from ses_tui.store.store import Store
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look, zone_of
    from tests.tui.live import AccountClock

    clock = AccountClock(next(iter(accounts.values())))

    def engine(frontend: "Frontend") -> Engine:
        targets = [
            (target, AwsReader(target), Plan(events_queue=account.server.queue_url))
            for region, account in accounts.items()
            for target in [Target(name=f"prod/{region}", region=region, endpoint_url=account.url)]
        ]
        store, nobody = Store.open(directory), Dispatcher([], {}, demo=False)
        return Engine(targets, clock, store, nobody, frontend, intakes=intakes(targets, directory))

    look = Look(zone_of("UTC"), ground=GROUND)
    return SesApp(look, clock, None, lambda frontend: start_engine(lambda: engine(frontend), frontend))


async def shoot(names: list[str]) -> None:
    """One picture of each mode, as SVG."""
    from ses_tui.simulator.thread import run_in_thread

    accounts = {
        region: run_in_thread(scenario, 0.0, start=START, into=INTO) for scenario, region in ACCOUNTS.items()
    }
    for account in accounts.values():
        account.server.account.queue.begin(300.0)
    with TemporaryDirectory() as directory:
        app = application(accounts, Path(directory))
        async with app.run_test(size=SIZE) as pilot:
            await asyncio.sleep(PATIENCE)
            await pilot.press("9", "enter")
            for name in names:
                await pilot.press(MODES[name])
                await asyncio.sleep(2.0)
                picture = app.export_screenshot(title=f"ses-tui · {name}")
                path = PICTURES / f"mode-{name}.svg"
                path.write_text(picture, encoding="utf-8")
                sys.stderr.write(f"{path}: written\n")
    for account in accounts.values():
        account.stop()


def main() -> None:
    """All modes, or those that are named."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="simulated",
        AWS_SECRET_ACCESS_KEY="simulated",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    )
    from ses_tui.tui.environment import prepare

    prepare(os.environ)
    asyncio.run(shoot(sys.argv[1:] or list(MODES)))


if __name__ == "__main__":
    main()
