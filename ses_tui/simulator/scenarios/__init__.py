"""What can happen to the simulated account. The names alone, so that a command line can list them at once."""

TYPE_CHECKING = False  # typing costs more to import than all the rest of this file
if TYPE_CHECKING:
    from ses_tui.simulator.scenarios.model import Scenario

NAMES = (
    "healthy",
    "slow-burn",
    "stale-list",
    "isp-block",
    "complaint-storm",
    "warmup",
    "paused",
    "quiet",
    "big",
    "outage",
    "identity-lost",
    "tenant-disabled",
    "mail-stopped",
    "muted-alarm",
    "broken-template",
)


def load(name: str) -> "Scenario":
    """The scenario of that name; ValueError with the known names if there is none."""
    from ses_tui.simulator.scenarios.catalogue import SCENARIOS

    if name not in SCENARIOS:
        raise ValueError(f"no scenario {name!r}: choose one of {', '.join(NAMES)}")
    return SCENARIOS[name]
