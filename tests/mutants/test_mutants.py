"""Every mistake of the list is caught; the list itself is held to its form."""

import pytest

from tests.mutants.mutant import LIST, Mutant, NotApplicable, read
from tests.mutants.run import ROOT, run


def test_every_line_fits_the_code() -> None:
    """``python -m tests.mutants`` runs them; here, that each can be made."""
    mutants = read(LIST.read_text())
    assert len(mutants) >= 16
    for mutant in mutants:
        mutant.of((ROOT / "ses_tui" / mutant.path).read_text())


def test_a_line_that_no_longer_fits_the_code_is_an_error() -> None:
    with pytest.raises(NotApplicable, match=r"mutants\.txt:7: .* stands 0 times"):
        run([Mutant(7, "core/alerting.py", "no such text", "")])
    with pytest.raises(NotApplicable, match="stands 2 times"):
        Mutant(1, "", "a", "b").of("a a")


def test_a_line_has_three_parts() -> None:
    assert read("# a comment\n\na.py | x | y\n") == (Mutant(3, "a.py", "x", "y"),)
    with pytest.raises(NotApplicable, match="not 'file"):
        read("a.py | x\n")
