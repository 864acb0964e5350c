"""What is as loud as a band's ground and of no band.

A band's ground is in the palette (``Look.fill``). An ok page is not filled: a wall that is calm is dark. The
sign and the word always stand beside it.
"""

from rich.style import Style

BLIND = Style(reverse=True, bold=True)
"""Whoever sees nothing knows no condition."""
