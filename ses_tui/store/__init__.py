"""History, alert state and the last known numbers, on disk (SQLite).

Nothing is imported here: ``store.last`` is read before the first paint and must stay light.
"""
