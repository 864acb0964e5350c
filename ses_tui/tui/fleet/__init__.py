"""Mode 9: every target on one screen, worst first."""
