"""Reads SES and CloudWatch: one guarded call, one source per file."""
