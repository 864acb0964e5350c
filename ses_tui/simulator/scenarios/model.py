"""The words a scenario is written in."""

from typing import Literal, NamedTuple

Enforcement = Literal["HEALTHY", "PROBATION", "SHUTDOWN"]


class Identity(NamedTuple):
    """One sending identity, or `members` equal ones (the long tail of a large account).

    `daily` is mails a day of the whole row. The other numbers are fractions of the mail; complaints are a
    fraction of all delivered mail, opens and clicks too (both 0: no engagement tracking).
    """

    name: str
    daily: float
    configuration_set: str
    tenant: str | None = None
    pool: str | None = None
    audience: Literal["consumer", "business"] = "consumer"
    bounce: float = 0.012
    transient: float = 0.009
    complaint: float = 0.0003
    open: float = 0.22
    click: float = 0.03
    growth: float = 0.0  # per day, for a sender that is warming up
    members: int = 1


class Burst(NamedTuple):
    """Mail on top of the everyday volume. Rows are running totals at the given minutes after the start,
    straight lines between them, flat after the last. `isp` None spreads it over all ISPs."""

    identity: str
    minutes: tuple[float, ...]
    isp: str | None = None
    delivered: tuple[float, ...] = ()
    permanent: tuple[float, ...] = ()
    transient: tuple[float, ...] = ()
    complaint: tuple[float, ...] = ()
    rendering: tuple[float, ...] = ()  # failures of a template: SES sends nothing


class Status(NamedTuple):
    """The account's own status from a minute after the start on."""

    minute: float
    enforcement: Enforcement
    sending_enabled: bool = True


class IdentityStatus(NamedTuple):
    """What SES says of one identity from a minute after the start on; before, that it is verified."""

    minute: float
    identity: str
    verification: str
    sending_enabled: bool = True  # what it sends while not is refused
    dkim: str = "SUCCESS"
    mail_from: str = "SUCCESS"
    error: str | None = None


class TenantStatus(NamedTuple):
    """What SES says of one tenant from a minute after the start on; before, that it sends."""

    minute: float
    tenant: str
    status: str
    impact: str = "LOW"
    cause: str | None = None


class FaultSpan(NamedTuple):
    """A fault that every matching request meets between two minutes after the start."""

    begin: float
    end: float
    fault: str
    operation: str = "*"


class Culprit(NamedTuple):
    kind: Literal["account", "isp", "identity", "tenant", "pool", "service"]
    name: str | None


class Settings(NamedTuple):
    """How the account is set up."""

    plan: Literal["NONE", "ESSENTIALS", "PRO", "ENTERPRISE"] = "PRO"
    next_plan: Literal["NONE", "ESSENTIALS", "PRO", "ENTERPRISE"] | None = None
    suppressed: tuple[str, ...] = ("BOUNCE", "COMPLAINT")
    overridden: bool = False  # the set "partners" suppresses nothing, whatever the account says
    auto_warmup: bool = True
    managed_by: Literal["isp", "pool", "nobody"] = "isp"
    """What Send and the share of a managed pool come per; nobody: none of its metrics names the pool."""
    external_id: str = ""
    """What AssumeRole must bring; empty: anything goes."""
    regions: tuple[str, ...] = ()
    """In which SES is used; none: in each."""


class Scenario(NamedTuple):
    """An account and what happens to it. `representative_volume` is SES's N, in mails."""

    name: str
    about: str
    identities: tuple[Identity, ...]
    representative_volume: int
    bursts: tuple[Burst, ...] = ()
    status: tuple[Status, ...] = (Status(float("-inf"), "HEALTHY"),)
    identity_status: tuple[IdentityStatus, ...] = ()
    tenant_status: tuple[TenantStatus, ...] = ()
    endpoints: tuple[tuple[str, str], ...] = ()  # names of global endpoints, with the second Region of each
    faults: tuple[FaultSpan, ...] = ()
    fault_period: float | None = None  # minutes after which the faults begin anew
    culprit: Culprit | None = None
    max_24_hour_send: float = 500_000.0
    max_send_rate: float = 120.0
    standard_ips: tuple[float, ...] = (100.0, 100.0, 62.0)  # percent warm at the start
    mail_stops: float | None = None  # minutes after the start at which the sender falls silent
    configuration_sets: int = 4  # more of them are numbered: bulk-0004 …
    settings: Settings = Settings()
    muted: tuple[str, ...] = ()  # alarms that a mute rule keeps silent
    failing_actions: tuple[str, ...] = ()  # alarms whose action fails
