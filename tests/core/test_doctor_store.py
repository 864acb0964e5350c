"""What doctor says of a shared store."""

import pytest

from ses_tui.core.doctor_store import Owned, StoreFacts, examined
from ses_tui.core.findings import Level
from ses_tui.core.record import replace

GOOD = StoreFacts(where="db/x", version="15.1", encrypted=True, may_own=True, seconds=0.002)


@pytest.mark.parametrize(
    ("facts", "level", "said"),
    [
        (GOOD, Level.PASS, "PostgreSQL 15.1 at db/x, over TLS, 2 ms, as an owner"),
        (StoreFacts(problem="connection refused"), Level.FAIL, "connection refused"),
        (StoreFacts(where="db/x", version="15.1", local=True), Level.PASS, "by a socket, 0 ms, as a viewer"),
        (StoreFacts(where="db/x", version="15.1"), Level.WARN, "without TLS"),
    ],
)
def test_how_it_is_reached(facts: StoreFacts, level: Level, said: str) -> None:
    (found,) = examined(facts)
    assert found.level is level
    assert said in found.summary


@pytest.mark.parametrize(
    ("owned", "level", "said"),
    [
        (Owned("1/r", "host PID 1", 30.0), Level.PASS, "1/r: host PID 1, 30 s ago"),
        (Owned("1/r", "", 30.0), Level.WARN, "nobody reads it"),
        (Owned("1/r", "host PID 1", 7200.0), Level.WARN, "has said nothing for 2 h"),
        (Owned("1/r", "host PID 1", None), Level.WARN, "has said nothing yet"),
    ],
)
def test_who_owns_what(owned: Owned, level: Level, said: str) -> None:
    found = examined(replace(GOOD, targets=(owned,)))[-1]
    assert found.level is level
    assert said in found.summary


@pytest.mark.parametrize(("skew", "said"), [(9.0, "9 s ahead of"), (-9.0, "9 s behind")])
def test_clocks_that_differ_are_said(skew: float, said: str) -> None:
    assert said in examined(replace(GOOD, skew=skew))[-1].summary
    assert len(examined(replace(GOOD, skew=2.0))) == 1
