"""History and alerts on disk (SQLite)."""
