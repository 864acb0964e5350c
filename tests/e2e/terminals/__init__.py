"""The demo in real terminals: one driver, and what each terminal is reached with."""
