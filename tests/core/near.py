"""Floats that are equal but for rounding."""

from typing import Any

import pytest


def near(value: float, within: float | None = None) -> Any:
    """``pytest.approx``, which has no useful type inside tuples."""
    return pytest.approx(value, abs=within)
