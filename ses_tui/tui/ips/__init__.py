"""Mode 5: pools and dedicated IPs."""
