"""What holds for every test of drawing."""

from tests.apps import many_apps

__all__ = ["many_apps"]
