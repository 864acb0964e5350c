"""What ``check --with`` can be asked for, by name."""

PARTS = ("sets", "tenants", "pools", "advisor", "alarms")
"""Each a member of a target."""

ENGAGEMENT = "engagement"
"""Open and click rates per ISP, among the metrics."""
