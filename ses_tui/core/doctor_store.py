"""What ``doctor`` says of a store that several machines share. Pure."""

from ses_tui.core.clock import short_duration
from ses_tui.core.findings import Finding, Level
from ses_tui.core.record import Record

CHECK = "store"

SKEW_SECONDS = 5.0
"""By which the clocks may differ: times in the store are those of whoever wrote them."""

LAG_SECONDS = 360.0
"""An owner says at least every two minutes how its target stands."""


class Owned(Record, frozen=True):
    """One target of the store."""

    target: str
    owner: str
    """For people; empty: nobody owns it."""
    said: float | None
    """Seconds since its owner last said how it stands; None: never."""


class StoreFacts(Record, frozen=True):
    """What the database says of itself and of what is in it."""

    problem: str = ""
    """Why it can't be used, one safe line."""
    where: str = ""
    version: str = ""
    encrypted: bool = False
    local: bool = False
    """Whether it is behind a socket on this machine."""
    may_own: bool = False
    """Whether this role may own targets."""
    seconds: float = 0.0
    """That a question takes."""
    skew: float = 0.0
    """Seconds that our clock is ahead of the database's."""
    targets: tuple[Owned, ...] = ()


def examined(facts: StoreFacts) -> tuple[Finding, ...]:
    """Reachability, TLS, rights, clock, and who owns what."""
    if facts.problem:
        return (Finding(CHECK, Level.FAIL, facts.problem),)
    way = "by a socket" if facts.local else "over TLS" if facts.encrypted else "without TLS"
    role = "an owner" if facts.may_own else "a viewer"
    said = f"PostgreSQL {facts.version} at {facts.where}, {way}, {facts.seconds * 1000:.0f} ms, as {role}"
    open_way = not facts.local and not facts.encrypted
    found = [Finding(CHECK, Level.WARN if open_way else Level.PASS, said)]
    if abs(facts.skew) >= SKEW_SECONDS:
        side = "ahead of" if facts.skew > 0 else "behind"
        found.append(
            Finding(
                CHECK, Level.WARN, f"this machine's clock is {abs(facts.skew):.0f} s {side} the database's"
            )
        )
    return (*found, *map(_owned, facts.targets))


def _owned(one: Owned) -> Finding:
    if not one.owner:
        return Finding(CHECK, Level.WARN, f"{one.target}: nobody reads it")
    if one.said is None or one.said > LAG_SECONDS:
        since = "yet" if one.said is None else f"for {short_duration(one.said)}"
        return Finding(CHECK, Level.WARN, f"{one.target}: {one.owner} owns it and has said nothing {since}")
    return Finding(CHECK, Level.PASS, f"{one.target}: {one.owner}, {one.said:.0f} s ago")
