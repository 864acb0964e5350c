"""What holds for every test of the playbooks."""

from tests.apps import many_apps

__all__ = ["many_apps"]
