"""Mode 7: what comes back, as it comes."""
