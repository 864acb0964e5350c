"""What ``check --with`` can be asked for, by name."""

PARTS = ("sets", "tenants", "pools", "advisor", "alarms")
