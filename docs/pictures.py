"""Makes the pictures of the README and of docs/gallery.md: the real screen on a simulated account.

    python docs/pictures.py [SCENARIO ...]

Time stands still at a fixed moment, so the same program gives the same pictures.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import cast

PICTURES = Path(__file__).parent / "pictures"
START = 1_795_596_000.0
"""2026-11-25T08:40:00Z."""

POLL = 300.0
GROUND = "#1e1e1e"
"""Of the terminal in a picture, as it answers when it is asked."""

SIZES = ((80, 24), (120, 34), (200, 60))
GALLERY = {
    # scenario: minutes into it
    "healthy": 30,
    "quiet": 30,
    "warmup": 30,
    "slow-burn": 240,
    "isp-block": 80,
    "stale-list": 85,
    "complaint-storm": 75,
    "paused": 90,
    "outage": 60,
    "big": 15,
}
THEMED = (("isp-block", "light"), ("isp-block", "colour-blind"))
"""At 80x24 in other themes too."""


class Nobody:
    """A monitor that has nothing more to say."""

    def stop(self) -> None: ...
    def refresh(self) -> None: ...


async def shoot(scenario: str, minutes: int) -> None:
    """Its pictures at each size, as SVG."""
    from ses_tui.aws.reader import AwsReader
    from ses_tui.core.ledger import Ledger
    from ses_tui.core.model import Target
    from ses_tui.core.snapshot import Snapshot
    from ses_tui.engine.monitor import TargetMonitor
    from ses_tui.engine.plan import Plan
    from ses_tui.simulator.server import SimulatorServer
    from ses_tui.store.store import Store
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look, zone_of
    from ses_tui.tui.shell import Monitor

    server = SimulatorServer(scenario, speed=0.0, start=START)
    await server.start()

    class Clock:
        """The simulated account's time, which stands still."""

        def now(self) -> float:
            return server.clock.now()

        def monotonic(self) -> float:
            return server.clock.now()

        async def sleep(self, seconds: float) -> None:
            server.clock.advance(seconds)

    clock, plan = Clock(), Plan()
    target = Target(name="prod", region="us-east-1", endpoint_url=server.url)
    async with AwsReader(target) as reader:
        history = Store.in_memory().for_target(target.name)
        monitor = TargetMonitor(
            target,
            reader,
            plan,
            clock,
            history,
            Ledger({}),
            lambda monitor: monitor.rules.see(),
            lambda: None,
        )
        await asyncio.gather(monitor.read_account_id(), monitor.read_statistics())
        for minute in range(0, minutes + 1, int(POLL / 60)):
            await monitor.read_account()
            await monitor.read_rates()
            if minute % 15 == 0:
                await monitor.read_vdm()
            await clock.sleep(POLL)
        await monitor.read_rates()
        await asyncio.sleep(1.1)  # AWS allows one GetSendStatistics a second
        await monitor.read_statistics()
        await monitor.read_vdm()
        snapshot = Snapshot(clock.now(), (monitor.picture(),))
    await server.stop()

    look = Look(zone_of("UTC"), ground=GROUND)
    shots = [(columns, rows, "auto") for columns, rows in SIZES]
    shots += [(*SIZES[0], theme) for name, theme in THEMED if name == scenario]
    for columns, rows, theme in shots:
        app = SesApp(look.themed(theme), clock, snapshot, lambda _: cast(Monitor, Nobody()))
        async with app.run_test(size=(columns, rows)) as pilot:
            await pilot.pause()
            picture = app.export_screenshot(title=f"ses-tui · {scenario}")
        named = "" if theme == "auto" else f"-{theme}"
        path = PICTURES / f"{scenario}-{columns}x{rows}{named}.svg"
        path.write_text(picture, encoding="utf-8")
        print(path)


def main() -> None:
    """All pictures, or those of the scenarios that are named."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="simulated",
        AWS_SECRET_ACCESS_KEY="simulated",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    )
    from ses_tui.tui.environment import prepare

    prepare(os.environ)
    PICTURES.mkdir(exist_ok=True)
    for scenario in sys.argv[1:] or GALLERY:
        asyncio.run(shoot(scenario, GALLERY[scenario]))


if __name__ == "__main__":
    main()
