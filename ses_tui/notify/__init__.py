"""Channels that tell people: terminal, tmux, desktop, hook."""
