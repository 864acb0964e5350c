"""Every mistake of the list is caught; the list itself is held to its form."""

import pytest

from tests.mutants.mutant import LIST, Mutant, NotApplicable, read
from tests.mutants.run import run


def test_every_mutant_is_killed() -> None:
    healthy, *mutants = run([None, *read(LIST.read_text())])
    assert not healthy.killed, f"the code as it is fails: {healthy.by}"
    assert len(mutants) >= 16
    assert [str(outcome.mutant) for outcome in mutants if not outcome.killed] == []


def test_a_line_that_no_longer_fits_the_code_is_an_error() -> None:
    with pytest.raises(NotApplicable, match=r"mutants\.txt:7: .* stands 0 times"):
        run([Mutant(7, "core/alerting.py", "no such text", "")])
    with pytest.raises(NotApplicable, match="stands 2 times"):
        Mutant(1, "", "a", "b").of("a a")


def test_a_line_has_three_parts() -> None:
    assert read("# a comment\n\na.py | x | y\n") == (Mutant(3, "a.py", "x", "y"),)
    with pytest.raises(NotApplicable, match="not 'file"):
        read("a.py | x\n")
