"""What holds for every test of the screen."""

from tests.unpaced import unpaced

__all__ = ["unpaced"]
