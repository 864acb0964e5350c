"""Deliberate mistakes in the alert machine, each of which the tests must catch."""
