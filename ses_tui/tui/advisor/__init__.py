"""Mode 8: the advisor, alarms and inbox placement."""
