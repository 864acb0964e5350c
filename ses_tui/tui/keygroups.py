"""The groups in which the help, the palette and the cheat sheet list keys, in this order."""

from textual.binding import Binding

MODES = Binding.Group("Modes")
MOVE = Binding.Group("Move")
LOOK = Binding.Group("Look closer")
TIME = Binding.Group("Time")
ALERTS = Binding.Group("Alerts")
SCREEN = Binding.Group("The screen")

GROUPS = (MODES, LOOK, ALERTS, TIME, MOVE, SCREEN)
