"""History on real SQLite files: kept, bounded, and never in the way."""
