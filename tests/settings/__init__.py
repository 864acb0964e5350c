"""Settings: precedence, and one clear line for everything that is wrong."""
