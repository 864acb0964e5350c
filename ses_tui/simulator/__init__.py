"""A simulated SES account that speaks the AWS wire protocols."""
