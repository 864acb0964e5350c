"""Events of SES: read, put into classes, stored once, and worked off from a queue."""
