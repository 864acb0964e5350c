"""Tests: behaviour, through the real client against the simulated account."""
