"""``ses-tui simulate``: the simulated account alone, until interrupted."""

import argparse
import asyncio
import signal
import sys

from ses_tui.core.errors import Misconfigured
from ses_tui.simulator.scenarios import load
from ses_tui.simulator.scenarios.model import Scenario
from ses_tui.simulator.server import SimulatorServer


def run(options: argparse.Namespace) -> int:
    """Serve; the URL goes to standard output, the rest is narration."""
    return asyncio.run(_serve(options))


def _scenario(options: argparse.Namespace) -> Scenario:
    """The scenario with the account set up as the options say."""
    scenario = load(options.scenario)
    settings = scenario.settings._replace(
        plan=options.plan.upper(),
        suppressed=() if options.suppression == "off" else scenario.settings.suppressed,
        overridden=options.suppression == "overridden",
        auto_warmup=not options.no_auto_warmup,
        managed_by=options.managed_by,
        external_id=options.external_id,
        regions=tuple(filter(None, options.regions.split(","))),
    )
    return scenario._replace(settings=settings)


async def _serve(options: argparse.Namespace) -> int:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    server = SimulatorServer(
        scenario=_scenario(options), speed=options.speed, port=options.port, seed=options.seed
    )
    try:
        await server.start()
    except OSError as problem:
        raise Misconfigured(
            f"port {options.port} cannot be used ({problem.strerror}): choose another with --port"
        ) from None
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    sys.stderr.write(
        f"A simulated SES account, scenario {options.scenario}, speed {options.speed:g}. Try:\n"
        f"  aws --endpoint-url {server.url} sesv2 get-account\n"
        f"  curl {server.url}/_truth\n"
    )
    sys.stderr.flush()
    await stopped.wait()
    await server.stop()
    return 0
