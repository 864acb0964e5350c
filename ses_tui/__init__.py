"""A live monitor, in a terminal, for the sending reputation of Amazon SES."""

__version__ = "0.2.0"
