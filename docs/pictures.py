"""Makes the pictures of the README: the real screen on a simulated account, at the worst moment.

    python docs/pictures.py

Time stands still at a fixed moment, so the same program gives the same pictures.
"""

import asyncio
import os
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
START = 1_795_596_000.0
"""2026-11-25T08:40:00Z."""

POLL = 300.0
SHOTS = (
    # scenario, minutes into it, columns, rows, theme
    ("stale-list", 85, 120, 34, "terminal"),
    ("isp-block", 80, 80, 24, "terminal"),
    ("isp-block", 80, 80, 24, "light"),
    ("isp-block", 80, 80, 24, "colour-blind"),
)


async def shoot(scenario: str, minutes: int, columns: int, rows: int, theme: str) -> Path:
    """One picture, as SVG."""
    from ses_tui.aws.reader import AwsReader
    from ses_tui.core.model import Target
    from ses_tui.core.snapshot import Snapshot
    from ses_tui.engine.monitor import TargetMonitor
    from ses_tui.engine.plan import Plan
    from ses_tui.simulator.server import SimulatorServer
    from ses_tui.store.store import Store
    from ses_tui.tui.app import SesApp
    from ses_tui.tui.look import Look, zone_of

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
        monitor = TargetMonitor(target, reader, plan, clock, history, lambda *_: None, lambda: None)
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

    class Nobody:
        """A monitor that has nothing more to say."""

        def stop(self) -> None: ...
        def refresh(self) -> None: ...

    app = SesApp(Look(zone_of("UTC")).themed(theme), clock, snapshot, lambda _: Nobody())
    async with app.run_test(size=(columns, rows)) as pilot:
        await pilot.pause()
        picture = app.export_screenshot(title=f"ses-tui · {scenario}")
    named = "" if theme == "terminal" else f"-{theme}"
    path = PICTURES / f"{scenario}-{columns}x{rows}{named}.svg"
    path.write_text(picture, encoding="utf-8")
    return path


def main() -> None:
    """All pictures, one after the other."""
    os.environ.update(
        AWS_ACCESS_KEY_ID="simulated",
        AWS_SECRET_ACCESS_KEY="simulated",
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    )
    from ses_tui.tui.environment import prepare

    prepare(os.environ)
    PICTURES.mkdir(exist_ok=True)
    for shot in SHOTS:
        print(asyncio.run(shoot(*shot)))


if __name__ == "__main__":
    main()
