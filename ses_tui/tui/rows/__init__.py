"""Modes 2 and 3: every ISP and every identity, with all rates that are read; one grammar for both."""
