"""Proof of the alert rules: scenarios with fake time, and replay of history. No AWS, no screen."""
