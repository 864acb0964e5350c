"""One number in full: its chart with the lines in it, the raw counts, who is behind it, its alerts."""
