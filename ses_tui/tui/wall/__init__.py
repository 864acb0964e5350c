"""``--wall``: the monitor on a screen across the room; pages turn by themselves, an alert takes over."""
