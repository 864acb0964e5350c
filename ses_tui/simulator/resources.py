"""What the account has besides mail: identities, configuration sets, tenants, pools, IPs."""

from collections.abc import Mapping
from typing import NamedTuple

from ses_tui.simulator.mail import Mail
from ses_tui.simulator.scenarios.model import Identity, Scenario
from ses_tui.simulator.scenarios.senders import MANAGED_POOL, STANDARD_POOL
from ses_tui.simulator.wire.signature import SIGNER

ACCOUNT_ID = "123456789012"
UNVERIFIED = "staging.example.net"
"""An identity that waits for its DNS records and sends nothing."""
IDLE_TENANT = "initech"
"""A tenant that has no sender of its own."""
OVERRIDING = "partners"
"""The set whose own suppression setting can be made to override the account's."""
WARMUP_DAYS = 45
"""The predefined plan for standard dedicated IPs."""

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07.example.org",
    "[bold red]markup[/] $HOME `id` <b>&amp;.example.org",
    "🦊🇨🇭👩‍👩‍👧.example.org",
    "\u202eelpmaxe.abtiw\u2066.example.org",
    "x" * 308 + ".example.org",
)
"""Names that a careless program would obey: escape codes, markup, emoji, right-to-left, 320 characters."""


class ConfigurationSet(NamedTuple):
    name: str
    pool: str | None = None
    reputation_metrics: bool = True
    destination: str | None = (
        "enabled"  # enabled, disabled, or None: nothing publishes bounces and complaints
    )
    suppressed: tuple[str, ...] | None = None  # its own reasons; None: the account's
    tls: str = "OPTIONAL"
    most_seconds: int | None = None


class DedicatedIp(NamedTuple):
    ip: str
    pool: str
    began: float | None  # percent warm at the start of the simulation; None: a managed pool, not applicable


def region() -> str:
    """Where the request that is being answered was sent; us-east-1 where it was not signed."""
    return SIGNER.get().region or "us-east-1"


def arn(kind: str, name: str) -> str:
    """The ARN of an identity, configuration-set or tenant."""
    return f"arn:aws:ses:{region()}:{ACCOUNT_ID}:{kind}/{name}"


_SETS = {
    "marketing": ConfigurationSet("marketing", pool=STANDARD_POOL),
    "transactional": ConfigurationSet("transactional", pool=MANAGED_POOL),
    "community": ConfigurationSet("community", reputation_metrics=False, destination="disabled"),
    "partners": ConfigurationSet("partners", destination=None),
}


class Resources:
    """Everything that list operations enumerate, by name."""

    def __init__(self, scenario: Scenario, mail: Mail) -> None:
        used = {sender.configuration_set for sender in scenario.identities}
        # A healthy account's monitoring stands too; the others are as accounts are.
        whole = scenario.name == "healthy"
        known = (
            {name: ConfigurationSet(name, pool=one.pool) for name, one in _SETS.items()} if whole else _SETS
        )
        sets = dict(known) | {
            f"bulk-{n:04d}": ConfigurationSet(f"bulk-{n:04d}") for n in range(4, scenario.configuration_sets)
        }
        for name in sorted(used - sets.keys()):
            sets[name] = ConfigurationSet(name)
        if scenario.settings.overridden:
            sets[OVERRIDING] = sets[OVERRIDING]._replace(suppressed=())
        for sender in scenario.identities:
            if sender.pool is not None:  # the set is what sends it there
                one = sets[sender.configuration_set]
                sets[one.name] = one._replace(pool=sender.pool)
        self.configuration_sets: Mapping[str, ConfigurationSet] = sets
        self.identities: tuple[str, ...] = (*mail.members, UNVERIFIED)
        tenants = sorted({sender.tenant for sender in scenario.identities if sender.tenant})
        self.tenants: tuple[str, ...] = (*tenants, IDLE_TENANT) if tenants else ()
        self.pools: dict[str, str] = {}
        used_pools = {sender.pool for sender in scenario.identities}
        if STANDARD_POOL in used_pools:
            self.pools[STANDARD_POOL] = "STANDARD"
        if MANAGED_POOL in used_pools:
            self.pools[MANAGED_POOL] = "MANAGED"
        self.ips: list[DedicatedIp] = []
        warming = scenario.name == "warmup"
        if STANDARD_POOL in self.pools:
            self.ips += [
                DedicatedIp(f"192.0.2.{10 + n}", STANDARD_POOL, share)
                for n, share in enumerate(scenario.standard_ips)
            ]
        if MANAGED_POOL in self.pools:
            self.ips += [DedicatedIp(f"198.51.100.{20 + n}", MANAGED_POOL, None) for n in range(2)]
        self.blocklisted: dict[str, str] = {"192.0.2.12": "rbl.example.net"} if warming else {}

    def warmup(self, ip: DedicatedIp, days: float) -> tuple[str, int]:
        """(WarmupStatus, WarmupPercentage) after so many days; the plan goes by time, not by volume."""
        if ip.began is None:
            return "NOT_APPLICABLE", -1
        percent = min(100, int(ip.began + days * 100 / WARMUP_DAYS))
        return ("DONE" if percent == 100 else "IN_PROGRESS"), percent


def hostile_identities() -> tuple[Identity, ...]:
    """Small senders with names that try to break out."""
    return tuple(
        Identity(name, 120, "marketing" if n else "\x1b[7m[blink]set") for n, name in enumerate(HOSTILE)
    )
