"""Measurements on this machine; counts that must hold anywhere are tests."""
