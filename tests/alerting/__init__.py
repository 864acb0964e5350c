"""The alert rules as a whole, against a model that keeps its own books."""
