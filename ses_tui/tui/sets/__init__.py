"""Mode 4: configuration sets and tenants."""
