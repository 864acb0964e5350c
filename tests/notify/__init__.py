"""Channels against real terminals, tmux, D-Bus and processes."""
