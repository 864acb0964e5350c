"""Nothing but ``core.rules`` puts the alert rules together; import-linter sees modules, this sees names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_tui import core

PACKAGE = Path(core.__file__).parents[1]

PARTS = {
    "alerting": {"run", "stated", "step", "walk"},
    "condition_tracker": {"ConditionTracker"},
    "early_tiers": {"EarlyTiers"},
    "health": {"cause_of", "is_silent", "rate_health", "read_health", "target_health"},
    "interval": {"proven_rate"},
    "tiers": {"TierState", "read", "read_to", "run", "step", "tier"},
    "volume": {"last_estimate_at", "volume_for_tiers"},
}
"""Module of core -> what the rules are made of."""

ALLOWED = {
    "core/condition_tracker.py": {"stated", "walk"},
    "core/early_tiers.py": {"TierState", "run", "volume_for_tiers"},
    "engine/sources.py": {"read_health"},  # how a source is doing, which is no rule
    "proving/run.py": {"target_health"},  # a scenario may watch less than an account has
}


def parts(text: str) -> Iterator[str]:
    """What a file imports of that which the rules are made of; of a module as a whole, all of it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").removeprefix("ses_tui.core").removeprefix(".")
            for alias in node.names:
                if alias.name in PARTS.get(module, ()):
                    yield alias.name
                elif not module and alias.name in PARTS:
                    yield from PARTS[alias.name]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from PARTS.get(alias.name.removeprefix("ses_tui.core."), ())


def test_no_other_file_imports_what_the_rules_are_made_of() -> None:
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name != "core/rules.py":
            assert {*parts(path.read_text())} <= ALLOWED.get(name, set()), name


@pytest.mark.parametrize(
    "breach",
    [
        "from ses_tui.core.condition_tracker import ConditionTracker",
        "from ses_tui.core.tiers import run as go",
        "from ses_tui.core import health",
        "def late():\n    import ses_tui.core.alerting",
    ],
)
def test_a_breach_is_seen(breach: str) -> None:
    assert {*parts(breach)}
