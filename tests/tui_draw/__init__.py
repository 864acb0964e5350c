"""Drawing: pure functions, the row table, and the frame diff."""
