"""The engine, through the real client against the simulated account."""
