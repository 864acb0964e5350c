"""The screen, drawn from snapshots made by hand."""
