"""The account of the chaos run: calm mail, and breaches of both rates at known times."""

from random import Random

from ses_tui.simulator.scenarios.catalogue import SCENARIOS
from ses_tui.simulator.scenarios.model import Burst, Identity, Scenario

NAME = "chaos"
START = 1_795_600_800.0
"""2026-11-25T10:00:00Z."""

VOLUME = 3_000
DAILY = 40_000
"""The window turns over in 1.8 hours: a breach ends by itself within that time."""

FIRST, EVERY, SPREAD = 120.0, 300.0, 0.2
"""Minutes until the first breach, and between two; by what part of that each may be late."""

BOUNCES = (150, 330)
COMPLAINTS = (5, 20)
"""So many at once reach review, pause."""


def put_up(days: float, every: float = EVERY, seed: int = 1) -> None:
    """Make the scenario ``chaos`` known: breaches for ``days``, bounces and complaints in turn.

    ``every``: minutes from one to the next.
    """
    random = Random(seed)
    sender = "shop.example.com"
    bursts = []
    minute, number = FIRST, 0
    while minute < days * 1440 - 90:
        at = minute + random.uniform(0, SPREAD * every)
        size = (number // 2) % 2
        minutes = (at, at + 8)
        if number % 2:
            complaints = (0, COMPLAINTS[size])
            bursts.append(Burst(sender, minutes=minutes, delivered=(0, 200), complaint=complaints))
        else:
            bursts.append(Burst(sender, minutes=minutes, permanent=(0, BOUNCES[size])))
        minute, number = minute + every, number + 1
    calm = Identity(sender, DAILY, "transactional", bounce=0.008, transient=0.01, complaint=0)
    SCENARIOS[NAME] = Scenario(
        NAME, "Breaches at known times, for the chaos run.", (calm,), VOLUME, bursts=tuple(bursts)
    )
