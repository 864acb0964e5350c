"""Prometheus metrics from snapshots: on an address, or in a file."""
