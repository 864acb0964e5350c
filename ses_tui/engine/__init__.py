"""Schedule, read, evaluate, store, notify, publish: in a thread and loop of its own."""
