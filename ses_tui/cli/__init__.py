"""Command line: arguments in, exit code out."""

import gc

GC_THRESHOLD = 20_000
"""Allocations between two collections: the start makes many objects that stay (0.1 s of a check)."""

gc.set_threshold(GC_THRESHOLD, 20, 20)  # before the imports of the command line
