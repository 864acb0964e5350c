"""Mode 6: what is open and what was told, to whom and when; acknowledging and silencing."""
